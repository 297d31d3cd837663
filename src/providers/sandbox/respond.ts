import type { ServerResponse } from 'node:http';
import type { ErrorAnswer } from './fault.ts';

/** Sends a JSON text, in one write. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...headers,
    })
    .end(body);
}

/** Sends an error in the shape of OpenAI's: `{ error: { message, type, param, code } }`. */
export function sendError(response: ServerResponse, answer: ErrorAnswer): void {
  const { status, message, type, code, param = null, headers } = answer;
  sendJson(response, status, JSON.stringify({ error: { message, type, param, code } }), headers);
}
