import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProviderError } from '../../src/domain/provider/provider-error.ts';
import { failureOf } from '../support/provider-failure.ts';
import { RawUpstream } from '../support/raw-upstream.ts';
import type { RawHandler } from '../support/raw-upstream.ts';

/** Waited out by some tests; in less a busy machine may not have sent what is to be met by silence. */
const SILENCE_MS = 1_000;

let upstream: RawUpstream;

beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

function failureFrom(answer: RawHandler, timeoutMs = 20_000): Promise<ProviderError> {
  upstream.answerWith(answer);
  return failureOf({ baseUrl: upstream.url, timeoutMs });
}

function addressOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('when no answer comes', () => {
  test('a refused connection has cost nothing', async () => {
    const gone = await RawUpstream.start();
    const { url } = gone;
    await gone.close();
    const error = await failureOf({ baseUrl: url });
    expect(error).toMatchObject({
      code: 'PROVIDER_UNREACHABLE',
      category: 'connection',
      retryable: true,
      spent: 'none',
      status: null,
    });
    expect(error.detail).toContain('ECONNREFUSED');
  });

  test('a name that cannot be resolved has cost nothing', async () => {
    const error = await failureOf({ baseUrl: 'http://upstream.invalid/v1' });
    expect(error).toMatchObject({ code: 'PROVIDER_UNREACHABLE', category: 'connection', spent: 'none' });
  });

  test('a connection that breaks after the request was sent may have cost something', async () => {
    const error = await failureFrom((_request, response) => void response.socket?.resetAndDestroy());
    expect(error).toMatchObject({
      code: 'PROVIDER_UNREACHABLE',
      category: 'connection',
      retryable: true,
      spent: 'unknown',
    });
  });

  test('so may one that breaks in the middle of the answer', async () => {
    const error = await failureFrom((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"id":', () => response.destroy());
    });
    expect(error).toMatchObject({ code: 'PROVIDER_UNREACHABLE', category: 'connection', spent: 'unknown' });
  });

  test('something that does not speak HTTP is told from a server that is gone', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.end('500 unrecognized command\r\n'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const error = await failureOf({ baseUrl: `http://${addressOf(server)}/v1` });
    expect(error.code).toBe('MALFORMED_PROVIDER_RESPONSE');
    server.close();
  });

  test('silence ends at the time-out of the attempt and may have cost something', async () => {
    const error = await failureFrom(() => undefined, SILENCE_MS);
    expect(error).toMatchObject({
      code: 'PROVIDER_TIMEOUT',
      category: 'timeout',
      retryable: true,
      spent: 'unknown',
    });
  });

  test('so does an answer that begins and never ends', async () => {
    const error = await failureFrom((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":');
    }, SILENCE_MS);
    expect(error).toMatchObject({ code: 'PROVIDER_TIMEOUT', category: 'timeout', spent: 'unknown' });
  });

  test('a connection that is not made within the time-out has cost nothing', async () => {
    // a TLS handshake that nobody answers
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const error = await failureOf({ baseUrl: `https://${addressOf(server)}/v1`, timeoutMs: SILENCE_MS });
    expect(error).toMatchObject({ code: 'PROVIDER_TIMEOUT', category: 'timeout', spent: 'none' });
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
});

describe('when the caller cancels', () => {
  test('the upstream request ends and may have cost something', async () => {
    const abort = new AbortController();
    const left = new Promise<void>((resolve) => {
      upstream.answerWith((_request, response) => {
        response.once('close', resolve);
        abort.abort();
      });
    });
    const error = await failureOf({ baseUrl: upstream.url, signal: abort.signal });
    expect(error).toMatchObject({
      code: 'CALL_CANCELLED',
      category: 'cancelled',
      retryable: false,
      spent: 'unknown',
    });
    await left;
  });

  test('in the middle of the answer, the same', async () => {
    const abort = new AbortController();
    const left = new Promise<void>((resolve) => {
      upstream.answerWith((_request, response) => {
        response.once('close', resolve);
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"id":', () => setImmediate(() => abort.abort()));
      });
    });
    const error = await failureOf({ baseUrl: upstream.url, signal: abort.signal });
    expect(error).toMatchObject({ code: 'CALL_CANCELLED', category: 'cancelled', spent: 'unknown' });
    await left;
  });

  test('before anything was sent, nothing is sent and nothing was spent', async () => {
    upstream.received.length = 0;
    const error = await failureOf({ baseUrl: upstream.url, signal: AbortSignal.abort() });
    expect(error).toMatchObject({ code: 'CALL_CANCELLED', category: 'cancelled', spent: 'none' });
    expect(upstream.received).toEqual([]);
  });
});
