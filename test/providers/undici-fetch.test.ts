import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createUndiciFetch } from '../../src/providers/undici-fetch.ts';
import type { SentHook, UndiciFetch } from '../../src/providers/undici-fetch.ts';
import { RawUpstream } from '../support/raw-upstream.ts';

let upstream: RawUpstream;
let thin: UndiciFetch;

beforeAll(async () => {
  upstream = await RawUpstream.start();
  thin = createUndiciFetch({ silenceMs: 20_000 });
});
beforeEach(() => {
  upstream.received.length = 0;
});
afterAll(async () => {
  await thin.close();
  await upstream.close();
});

function post(init: RequestInit & SentHook = {}): Promise<Response> {
  return thin.fetch(upstream.url, { method: 'POST', body: '{}', ...init });
}

describe('the thin fetch', () => {
  test('sends method, path, query, headers and body', async () => {
    upstream.answerWith({ body: { fine: true } });
    const response = await thin.fetch(new URL(`${upstream.url}/chat?a=1`), {
      method: 'POST',
      headers: { 'x-one': '1' },
      body: '{"hello":"wörld"}',
    });
    expect(await response.json()).toEqual({ fine: true });
    expect(upstream.received).toMatchObject([
      { method: 'POST', path: '/v1/chat?a=1', body: { hello: 'wörld' }, headers: { 'x-one': '1' } },
    ]);
  });

  test('gives status, text and every value of a header', async () => {
    upstream.answerWith({
      status: 418,
      body: 'a tëapot',
      headers: { 'x-many': ['a', 'b'], 'set-cookie': ['a=1', 'b=2'] },
    });
    const response = await post();
    expect(response).toMatchObject({ status: 418, ok: false, url: upstream.url });
    expect(response.headers.get('x-many')).toBe('a, b');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('a tëapot');
  });

  test('reads an answer that comes in many parts', async () => {
    const text = 'é'.repeat(400_000);
    upstream.answerWith((_request, response) => {
      for (const part of text.match(/.{1,50000}/gu) ?? []) response.write(part);
      response.end();
    });
    expect(await (await post()).text()).toBe(text);
  });

  test('streams a body, and leaves the upstream when the reader stops', async () => {
    const left = new Promise<void>((resolve) => {
      upstream.answerWith((_request, response) => {
        response.once('close', resolve);
        response.write('data: 1\n\n');
      });
    });
    const response = await post();
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    expect(Buffer.from(value as Uint8Array).toString()).toBe('data: 1\n\n');
    await reader.cancel();
    await left;
  });

  test('reads all that came before a connection broke, then fails', async () => {
    upstream.answerWith((_request, response) => {
      response.writeHead(200);
      response.write('half', () => response.socket?.end());
    });
    const reader = (await post()).body!.getReader();
    expect(Buffer.from((await reader.read()).value as Uint8Array).toString()).toBe('half');
    await expect(reader.read()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    await expect((await post()).text()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });

  test('reads no text that fills the memory', async () => {
    upstream.answerWith((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1_000_000)));
      };
      response.on('drain', more);
      more();
    });
    await expect((await post()).text()).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
  });

  test('asks for no compression, so it gets none', async () => {
    upstream.answerWith(({ headers }, response) => {
      const zipped = headers['accept-encoding']?.includes('gzip') === true;
      response.writeHead(200, zipped ? { 'content-encoding': 'gzip' } : {});
      response.end(zipped ? gzipSync('plain') : 'plain');
    });
    expect(await (await post()).text()).toBe('plain');
  });

  test('uses its connections again', async () => {
    const ports = new Set<number | undefined>();
    upstream.answerWith((_request, response) => {
      ports.add(response.socket?.remotePort);
      response.end('ok');
    });
    const own = createUndiciFetch({ silenceMs: 20_000 });
    for (let count = 0; count < 20; count += 1) await (await own.fetch(upstream.url)).text();
    // undici frees a connection a moment after its answer was read, so the next request may need a second one
    expect(ports.size).toBeLessThanOrEqual(2);
    await own.close();
  });

  test('says when the request goes out, and says nothing when it never does', async () => {
    upstream.answerWith({ body: {} });
    let sent = 0;
    const onSent = () => (sent += 1);
    await (await post({ onSent })).text();
    expect(sent).toBe(1);

    const gone = await RawUpstream.start();
    const { url } = gone;
    await gone.close();
    await expect(
      thin.fetch(url, { method: 'POST', body: '{}', onSent } as RequestInit),
    ).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    await expect(post({ onSent, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(sent).toBe(1);
  });

  test('an abort ends the wait for the headers, and the connection', async () => {
    const abort = new AbortController();
    const left = new Promise<void>((resolve) => {
      upstream.answerWith((_request, response) => {
        response.once('close', resolve);
        abort.abort(new Error('enough'));
      });
    });
    await expect(post({ signal: abort.signal })).rejects.toThrow('enough');
    await left;
  });

  test('an abort ends the reading of the body, and the connection', async () => {
    const abort = new AbortController();
    const left = new Promise<void>((resolve) => {
      upstream.answerWith((_request, response) => {
        response.once('close', resolve);
        response.write('half');
      });
    });
    const response = await post({ signal: abort.signal });
    const reading = response.text();
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await left;
  });

  test('an answer that nobody reads harms nobody when it breaks', async () => {
    const broken = new Promise<void>((resolve) => {
      upstream.answerWith((_request, response) => {
        response.once('close', resolve);
        response.writeHead(200, { 'content-length': 100 });
        response.write('half', () => response.destroy());
      });
    });
    await post();
    await broken;
    upstream.answerWith({ body: 'fine' });
    expect(await (await post()).text()).toBe('fine');
  });

  test('close ends what is under way', async () => {
    const own = createUndiciFetch({ silenceMs: 20_000 });
    const arrived = new Promise<void>((resolve) => upstream.answerWith(() => resolve()));
    const waiting = own.fetch(upstream.url);
    const failed = expect(waiting).rejects.toMatchObject({ code: 'UND_ERR_DESTROYED' });
    await arrived;
    await own.close();
    await failed;
  });
});
