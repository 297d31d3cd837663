import type { IncomingMessage, ServerResponse } from 'node:http';
import { invalid } from './error-answer.ts';
import type { ErrorAnswer, RetryAfter } from './error-answer.ts';

/** Sends a JSON text, in one write. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendText(response, status, body, { 'content-type': 'application/json', ...headers });
}

/** Sends an error in the shape of OpenAI's: `{ error: { message, type, param, code } }`. `now` is for a wait that is a date. */
export function sendError(response: ServerResponse, answer: ErrorAnswer, now = 0): void {
  const { status, retryAfter } = answer;
  sendJson(response, status, errorText(answer), retryAfter === undefined ? {} : retryHeader(retryAfter, now));
}

/** A page as a proxy before the provider sends it. */
export function sendHtml(response: ServerResponse): void {
  const body =
    '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway (sandbox)</body></html>';
  sendText(response, 502, body, { 'content-type': 'text/html' });
}

export function unknownAddress({ method, url = '/' }: IncomingMessage): ErrorAnswer {
  return { ...invalid(null, `Invalid URL (${method ?? ''} ${url.split('?')[0] ?? ''})`), status: 404 };
}

export function errorText({ message, type, code, param }: ErrorAnswer): string {
  return JSON.stringify({ error: { message, type, param: param ?? null, code } });
}

function sendText(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
}

function retryHeader(retryAfter: RetryAfter, now: number): Record<string, string> {
  switch (retryAfter.form) {
    case 'after':
      return { 'retry-after': String(retryAfter.seconds) };
    case 'after-ms':
      return { 'retry-after-ms': String(retryAfter.ms) };
    case 'date':
      return { 'retry-after': new Date(now + retryAfter.seconds * 1000).toUTCString() };
  }
}
