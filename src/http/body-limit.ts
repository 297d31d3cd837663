import type { IncomingMessage } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import type { ServerPlugin } from './exchange.ts';
import { httpError } from './http-error.ts';
import { jsonProblem } from './json-limits.ts';
import type { JsonLimits } from './request-limits.ts';

const JSON_TYPES = ['application/json', 'application/graphql+json'];
const GRAPHQL_TYPE = 'application/graphql';

/** The parameters of a GET request that are JSON. */
const JSON_PARAMETERS = ['variables', 'extensions'];

/**
 * Reads the bodies of POST requests, up to `maxBytes`. Only types that a web page cannot send to another site without
 * asking first (a preflight request) are taken: forms and plain text are refused. So are compressed bodies, whose length says
 * nothing of their size.
 */
export function useBodyLimit(maxBytes: number, json: JsonLimits): ServerPlugin {
  return {
    onRequestParse({ request, url, requestParser, serverContext, setRequestParser }) {
      if (request.method === 'GET' && requestParser) {
        for (const name of JSON_PARAMETERS) {
          const problem = jsonProblem(Buffer.from(url.searchParams.get(name) ?? ''), json);
          if (problem !== null) throw problem;
        }
        setRequestParser(async (get) =>
          notJsonIsBadRequest(() => requestParser(get), 'A parameter of the URL'),
        );
      }
      if (request.method !== 'POST') return;
      const type = mediaTypeOf(request);
      if (!JSON_TYPES.includes(type) && type !== GRAPHQL_TYPE) {
        throw httpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.');
      }
      if (!['', 'identity'].includes(request.headers.get('content-encoding') ?? ''))
        throw httpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must not be compressed.');
      if (Number(request.headers.get('content-length')) > maxBytes) throw bodyTooLarge(maxBytes);
      setRequestParser(async () => {
        const { req } = serverContext;
        const body = await (req ? readIncoming(req, maxBytes) : readStream(request.body, maxBytes));
        if (type === GRAPHQL_TYPE) return { query: body.toString('utf8') };
        const problem = jsonProblem(body, json);
        if (problem !== null) throw problem;
        const text = body.toString('utf8');
        return notJsonIsBadRequest(() => JSON.parse(text) as GraphQLParams, 'The body');
      });
    },
  };
}

function mediaTypeOf(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';', 1).join().trim().toLowerCase();
}

async function notJsonIsBadRequest<Result>(parse: () => Result, what: string): Promise<Awaited<Result>> {
  try {
    return await parse();
  } catch (error) {
    if (error instanceof SyntaxError) throw httpError(400, 'BAD_REQUEST', `${what} is not valid JSON.`);
    throw error;
  }
}

function bodyTooLarge(maxBytes: number) {
  return httpError(
    413,
    'BODY_TOO_LARGE',
    `The request body is larger than ${maxBytes} bytes, the most that is taken.`,
  );
}

/** By its events and not as an async iterable, which would close the connection before the refusal is sent. */
async function readIncoming(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        // what is still to come is dropped; the server's requestTimeout ends a client that never stops
        chunks.length = 0;
        reject(bodyTooLarge(maxBytes));
      } else {
        chunks.push(chunk);
      }
    };
    const gone = (): void => reject(new DOMException('The client went away.', 'AbortError'));
    request.on('data', take);
    request.once('end', () => {
      // each request closes, and a DOMException takes its time to be made; a subscription's request lives for hours
      request.off('data', take).off('error', gone).off('close', gone);
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.once('error', gone);
    request.once('close', gone);
    // while it was found out who asks
    if (request.destroyed) gone();
  });
}

async function readStream(stream: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw bodyTooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
