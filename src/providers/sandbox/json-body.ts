import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { invalid } from './error-answer.ts';
import type { ErrorAnswer } from './error-answer.ts';

export type ParsedBody<T> = { ok: true; body: T } | { ok: false; error: ErrorAnswer };

const BODY_BYTES_MAX = 32 * 1024 * 1024;

/** Reads a request body; a wrong one gives the 400 that names the first wrong field, one above 32 MB a 413. */
export async function readBody<T>(incoming: IncomingMessage, schema: z.ZodType<T>): Promise<ParsedBody<T>> {
  const text = await readText(incoming);
  if (text === null) {
    return { ok: false, error: { ...invalid(null, 'The request body is above 32 MB.'), status: 413 } };
  }
  const json = parseJson(text);
  if (json === undefined) {
    return { ok: false, error: invalid(null, 'We could not parse the JSON body of your request.') };
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? { ok: true, body: parsed.data } : { ok: false, error: errorOf(parsed.error) };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorOf({ issues: [issue] }: z.ZodError): ErrorAnswer {
  const param = pathOf(issue?.path ?? []);
  const problem = issue?.message ?? 'not accepted';
  if (param === '') return invalid(null, `${problem}.`);
  return invalid(param, `Invalid value for '${param}': ${problem}.`);
}

/** `messages[0].role`, as OpenAI names a field. */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

/** Null when the body is above the limit; it is read to its end all the same, so that the client sees the answer. */
async function readText(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes <= BODY_BYTES_MAX ? Buffer.concat(chunks).toString('utf8') : null;
}
