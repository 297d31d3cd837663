import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawUpstream } from '../support/raw-upstream.ts';
import {
  chunk,
  events,
  LAST_EVENT,
  STREAM_HEADERS,
  streamFrom,
  textChunk,
  textIn,
} from '../support/streamed-chat.ts';

/** Waited out by each of the first tests; in less a busy machine may not have read what came before the silence. */
const SILENCE_MS = 1_000;

let upstream: RawUpstream;

beforeAll(async () => {
  upstream = await RawUpstream.start();
});
afterAll(() => upstream.close());

/** Sends these bytes, then nothing; the promise is fulfilled when the connection is gone. */
function sendThenHang(body: string): Promise<void> {
  return new Promise((resolve) => {
    upstream.answerWith((_request, response) => {
      response.once('close', resolve);
      response.writeHead(200, STREAM_HEADERS);
      response.flushHeaders();
      if (body !== '') response.write(body);
    });
  });
}

const some = events(textChunk('Hal'), textChunk('f'));
const timedOut = { code: 'PROVIDER_TIMEOUT', category: 'timeout', retryable: true, spent: 'unknown' };
const cancelled = { code: 'CALL_CANCELLED', category: 'cancelled', retryable: false, spent: 'unknown' };

describe('a stream in which nothing comes any more', () => {
  test('ends at the time-out before its headers', async () => {
    const left = new Promise((resolve) => {
      upstream.answerWith((_request, response) => void response.once('close', resolve));
    });
    const { outcome } = await streamFrom(upstream.url, { timeoutMs: SILENCE_MS });
    expect(outcome).toMatchObject({ ...timedOut, partial: null });
    await left;
  });

  test('ends at the time-out before its first piece', async () => {
    const left = sendThenHang('');
    const { outcome } = await streamFrom(upstream.url, { timeoutMs: SILENCE_MS });
    expect(outcome).toMatchObject({ ...timedOut, partial: null, requestId: 'req_9' });
    await left;
  });

  test('ends at the time-out between two pieces, with what there was', async () => {
    const left = sendThenHang(some + 'data: {"cho');
    const { deltas, outcome } = await streamFrom(upstream.url, { timeoutMs: SILENCE_MS });
    expect(outcome).toMatchObject({ ...timedOut, partial: { text: 'Half', finishReason: 'unknown' } });
    expect(textIn(deltas)).toBe('Half');
    await left;
  });

  test('ends at the time-out though the server keeps the connection open with comments', async () => {
    let timer: NodeJS.Timeout | undefined;
    upstream.answerWith((_request, response) => {
      response.writeHead(200, STREAM_HEADERS);
      response.write(some);
      timer = setInterval(() => response.write(': ping\n\n'), 20);
      response.once('close', () => clearInterval(timer));
    });
    const { outcome } = await streamFrom(upstream.url, { timeoutMs: SILENCE_MS });
    expect(outcome).toMatchObject({ ...timedOut, partial: { text: 'Half' } });
  });

  test('ends at the time-out when the server no longer reads or answers on an open socket', async () => {
    const sockets: Socket[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n${some}`);
        socket.pause();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { outcome } = await streamFrom(`http://127.0.0.1:${port}/v1`, { timeoutMs: SILENCE_MS });
    expect(outcome).toMatchObject({ ...timedOut, partial: { text: 'Half' } });
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });

  test('ends at the time-out when it is the reader who does not come back', async () => {
    const left = sendThenHang(some);
    const { outcome } = await streamFrom(upstream.url, {
      timeoutMs: SILENCE_MS,
      onDelta: () => new Promise(() => undefined),
    });
    expect(outcome).toMatchObject({ ...timedOut, partial: { text: 'Hal' } });
    await left;
  });
});

describe('a caller who leaves a stream', () => {
  test('before its headers leaves the upstream too', async () => {
    const abort = new AbortController();
    const left = new Promise((resolve) => {
      upstream.answerWith((_request, response) => {
        response.once('close', resolve);
        abort.abort();
      });
    });
    const { outcome } = await streamFrom(upstream.url, { signal: abort.signal });
    expect(outcome).toMatchObject({ ...cancelled, partial: null });
    await left;
  });

  test('between two pieces is told what there was', async () => {
    const abort = new AbortController();
    const left = sendThenHang(some);
    const { outcome } = await streamFrom(upstream.url, {
      signal: abort.signal,
      onDelta: (delta) => {
        if (delta.kind === 'text' && delta.text === 'f') setImmediate(() => abort.abort());
      },
    });
    expect(outcome).toMatchObject({ ...cancelled, partial: { text: 'Half', requestId: 'req_9' } });
    await left;
  });

  test('while a piece is being told is told no more', async () => {
    const abort = new AbortController();
    const left = sendThenHang(some);
    const { deltas, outcome } = await streamFrom(upstream.url, {
      signal: abort.signal,
      onDelta: () => abort.abort(),
    });
    expect(outcome).toMatchObject({ ...cancelled, partial: { text: 'Hal' } });
    expect(deltas.length).toBe(1);
    await left;
  });

  test('need not wait for a reader who does not come back', async () => {
    const abort = new AbortController();
    const left = sendThenHang(some);
    const { outcome } = await streamFrom(upstream.url, {
      signal: abort.signal,
      onDelta: () => {
        setImmediate(() => abort.abort());
        return new Promise(() => undefined);
      },
    });
    expect(outcome).toMatchObject({ ...cancelled, partial: { text: 'Hal' } });
    await left;
  });

  test.each([
    [
      'at once',
      () => {
        throw new Error('gone');
      },
    ],
    ['later', () => Promise.reject(new Error('gone'))],
  ])('by an error of the reader, %s, leaves the upstream too', async (_name, onDelta) => {
    const left = sendThenHang(some);
    const { deltas, outcome } = await streamFrom(upstream.url, { onDelta });
    expect(outcome).toMatchObject({ ...cancelled, partial: { text: 'Hal' } });
    expect(deltas.length).toBe(1);
    await left;
  });

  test('after the last piece has the answer', async () => {
    const abort = new AbortController();
    upstream.answerWith((_request, response) => {
      response.writeHead(200, STREAM_HEADERS).end(some + events(chunk({}, 'stop')) + LAST_EVENT);
    });
    const { outcome } = await streamFrom(upstream.url, { signal: abort.signal });
    abort.abort();
    expect(outcome).toMatchObject({ text: 'Half', finishReason: 'stop' });
  });
});

describe('an upstream whose stream turns out wrong', () => {
  test.each([
    ['an error', events({ error: { message: 'overloaded' } })],
    ['something malformed', events('hello')],
  ])('is left at once after %s', async (_name, event) => {
    const left = sendThenHang(some + event);
    const { outcome } = await streamFrom(upstream.url);
    expect(outcome).toMatchObject({ category: 'server', partial: { text: 'Half' } });
    await left;
  });

  test('is left when it goes on after its last event', async () => {
    const left = sendThenHang(some + events(chunk({}, 'stop')) + LAST_EVENT);
    const { outcome } = await streamFrom(upstream.url);
    expect(outcome).toMatchObject({ text: 'Half' });
    await left;
  });
});

describe('a slow reader', () => {
  const PIECE = 'x'.repeat(60_000);
  const PIECES = 600;
  /** More than the sockets of both sides and everything between can hold. */
  const BUFFERS = 16_000_000;

  test('slows the upstream, and fills no memory', async () => {
    let serving: ServerResponse | undefined;
    upstream.answerWith((_request, response) => {
      serving = response;
      response.writeHead(200, STREAM_HEADERS);
      for (let count = 0; count < PIECES; count += 1) response.write(events(textChunk(PIECE)));
      response.end(events(chunk({}, 'stop')) + LAST_EVENT);
    });
    let unsent = 0;
    let told = 0;
    const { outcome } = await streamFrom(upstream.url, {
      onDelta: async () => {
        told += 1;
        if (told === 2) unsent = await settled(() => serving?.writableLength ?? 0);
      },
    });
    expect(unsent).toBeGreaterThan(PIECE.length * PIECES - BUFFERS);
    expect(outcome).toMatchObject({ finishReason: 'stop', text: PIECE.repeat(PIECES) });
    expect(told).toBe(PIECES);
  });
});

/** The value once it has stopped changing. */
async function settled(read: () => number): Promise<number> {
  let last = read();
  for (let same = 0; same < 5;) {
    await sleep(50);
    const now = read();
    same = now === last ? same + 1 : 0;
    last = now;
  }
  return last;
}
