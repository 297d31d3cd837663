import { once } from 'node:events';
import { createConnection } from 'node:net';
import { systemClock } from '../../src/lib/clock.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultNamed } from '../../src/providers/sandbox/fault.ts';
import { apiErrorOf, startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';

const NOW = Date.parse('2026-10-21T07:28:00Z');
const sleeps: number[] = [];

let sandbox: SandboxClient;
beforeAll(async () => {
  sandbox = await startSandbox({
    ...systemClock,
    now: () => NOW,
    sleep: (ms) => {
      sleeps.push(ms);
      return Promise.resolve();
    },
  });
});
afterAll(() => sandbox.close());

async function statusOf(
  prompt: string,
  model = 'gpt-4o',
  headers: Record<string, string> = {},
): Promise<number> {
  const messages = [{ role: 'user' as const, content: prompt }];
  const request = sandbox.client.chat.completions.create({ model, messages }, { headers });
  return request.then(
    () => 200,
    (error: { status?: number }) => error.status ?? 0,
  );
}

async function statusesOf(count: number, ...request: Parameters<typeof statusOf>): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < count) statuses.push(await statusOf(...request));
  return statuses;
}

/** The bytes of a streamed answer as they come over the wire, without the client, and how they end. */
async function bytesOf(prompt: string): Promise<{ bytes: Buffer; ends: 'whole' | 'broken' }> {
  const response = await fetch(`${sandbox.sandbox.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: prompt }], stream: true }),
  });
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of response.body!) chunks.push(chunk);
    return { bytes: Buffer.concat(chunks), ends: 'whole' };
  } catch {
    return { bytes: Buffer.concat(chunks), ends: 'broken' };
  }
}

async function settled(marker: string) {
  await expect
    .poll(() => sandbox.sandbox.requests(marker).map(({ state }) => state))
    .not.toContain('running');
  return sandbox.sandbox.requests(marker);
}

describe('the attempts of a request', () => {
  test('meet the faults of their list one by one, and its last for ever', async () => {
    expect(await statusesOf(5, 'a #sandbox fail=503*2,429,plain')).toEqual([503, 503, 429, 200, 200]);
    expect(await statusesOf(3, 'b #sandbox fail=plain,500')).toEqual([200, 500, 500]);
    expect(await statusesOf(3, 'c', 'sandbox-flaky-2')).toEqual([500, 500, 200]);
  });

  test('are counted for each model and each text, or for each marker', async () => {
    expect(await statusOf('d #sandbox fail=503,plain')).toBe(503);
    expect(await statusOf('e #sandbox fail=503,plain')).toBe(503);
    expect(await statusOf('d #sandbox fail=503,plain')).toBe(200);
    expect(await statusOf('d #sandbox fail=503,plain', 'gpt-4.1')).toBe(503);
    expect(await statusOf('f #sandbox fail=503,plain marker=same')).toBe(503);
    expect(await statusOf('g #sandbox fail=503,plain marker=same')).toBe(200);
    expect(
      sandbox.sandbox.requests('same').map(({ attempt, status, fault }) => [attempt, status, fault]),
    ).toEqual([
      [1, 503, '503'],
      [2, 200, 'plain'],
    ]);
  });

  test('can fail with one model and not with another', async () => {
    const prompt = 'h #sandbox fail@gpt-4o=503 fail@gpt-4.1=429';
    const models = ['gpt-4o', 'gpt-4.1', 'o3'];
    expect(await Promise.all(models.map((model) => statusOf(prompt, model)))).toEqual([503, 429, 200]);
  });

  test('take their faults from a header before the text, and from the text before the model', async () => {
    expect(await statusOf('i #sandbox fail=503', 'sandbox-500')).toBe(503);
    expect(await statusOf('i #sandbox fail=503', 'sandbox-500', { 'x-sandbox': 'fail=429' })).toBe(429);
    expect(await statusesOf(3, 'j', 'gpt-4o', { 'x-sandbox-fault': 'sandbox-503*2,plain' })).toEqual([
      503, 503, 200,
    ]);
  });

  test.each([
    ['fail=nonsense', "no sandbox fault named 'nonsense'"],
    ['fail=503,', "no sandbox fault named ''"],
    ['sing=loud', "no word 'sing'"],
    ['tokens=many', "'tokens' must be a whole number"],
    ['delay=99999999', "'delay' must be a whole number"],
    ['json=wrong', "'json' must be broken, invalid or fenced"],
    ['say="open', "'say' must be a text in quotes"],
  ])('are refused for the words %s', async (words, problem) => {
    const error = await apiErrorOf(sandbox.ask(`#sandbox ${words}`));
    expect({ status: error.status, param: error.param }).toEqual({ status: 400, param: 'messages' });
    expect(error.message).toContain(problem);
  });
});

describe('an error', () => {
  test.each([
    ['418', 418, null],
    ['502', 502, null],
    ['599', 599, null],
    ['html', 502, 'text/html'],
  ])('%s has the status %i', async (fault, status, type) => {
    const error = await apiErrorOf(sandbox.ask(`#sandbox fail=${fault}`));
    expect(error.status).toBe(status);
    expect((error.headers as Headers).get('content-type')).toBe(type ?? 'application/json');
  });

  test.each([
    ['429-after-7', { 'retry-after': '7' }],
    ['503-after-ms-250', { 'retry-after-ms': '250' }],
    ['429-date-90', { 'retry-after': 'Wed, 21 Oct 2026 07:29:30 GMT' }],
  ])('%s says when to try again', async (fault, headers) => {
    const error = await apiErrorOf(sandbox.ask(`#sandbox fail=${fault}`));
    expect(Object.fromEntries(error.headers as Headers)).toMatchObject(headers);
  });

  test.each([
    '600',
    '399',
    '42',
    '429-after',
    '429-after-x',
    'cut-',
    'cut-bytes',
    'stall-x',
    'cut-events-3',
    '',
  ])('is none of the name “%s”', (name) => {
    expect(faultNamed(name)).toBeNull();
  });
});

describe('a stream that breaks', () => {
  const prompt = 'Tell #sandbox tokens=4';

  test('breaks after any byte, and not at all after the last', async () => {
    const whole = await bytesOf(prompt);
    expect(whole.ends).toBe('whole');
    const text = (bytes: Buffer) => bytes.toString().replaceAll(/chatcmpl-sandbox-\d+/g, 'id');
    // the ids differ in their length, so each answer is compared with its own beginning
    for (let end = 0; end < whole.bytes.length - 20; end += 41) {
      const cut = await bytesOf(`${prompt} fail=cut-bytes-${end}`);
      expect([cut.ends, cut.bytes.length]).toEqual(['broken', end]);
      const [first = ''] = text(cut.bytes).split('chatcmpl');
      expect(text(whole.bytes).startsWith(first.slice(0, 20))).toBe(true);
    }
    expect((await bytesOf(`${prompt} fail=cut-bytes-100000`)).ends).toBe('whole');
  });

  test.each([
    ['cut-3', 'broken', 3],
    ['reset-3', 'broken', 3],
    ['end-3', 'whole', 3],
    ['error-event-3', 'whole', 4],
    ['malformed-3', 'whole', 4],
    ['cut-0', 'broken', 0],
    ['end-0', 'whole', 0],
    ['cut-7', 'whole', 7],
  ])('by %s ends %s after %i events', async (fault, ends, count) => {
    const answer = await bytesOf(`${prompt} fail=${fault}`);
    expect(answer.ends).toBe(ends);
    expect(answer.bytes.toString().split('\n\n').slice(0, -1)).toHaveLength(count);
  });

  test.each(['cut-3', 'reset-3', 'malformed-3', 'error-event-3', 'cut', 'reset', 'malformed'])(
    'by %s is an error for the client, and the log has what went out',
    async (fault) => {
      await expect(sandbox.stream(`${prompt} fail=${fault} marker=${fault}`)).rejects.toThrow();
      const [record] = await settled(fault);
      // the role comes first, then one token in each event
      expect(record).toMatchObject({
        state: 'broken',
        status: 200,
        sentEvents: 3,
        sentTokens: 2,
        abortSeenAt: null,
      });
    },
  );

  test('by end-3 looks to the client as if it were whole', async () => {
    const chunks = await sandbox.stream(`${prompt} fail=end-3 marker=ended`);
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason)).toEqual([null, null, null]);
    expect((await settled('ended'))[0]).toMatchObject({ state: 'broken', sentTokens: 2 });
  });

  test('by stall-3 falls silent, and sees when the client leaves', async () => {
    const left = new AbortController();
    const body = {
      model: 'gpt-4o',
      messages: [{ role: 'user' as const, content: `${prompt} fail=stall-3 marker=stalled` }],
    };
    const stream = await sandbox.client.chat.completions.create(
      { ...body, stream: true },
      { signal: left.signal },
    );
    let events = 0;
    for await (const _chunk of stream) if ((events += 1) === 3) left.abort();
    expect((await settled('stalled'))[0]).toMatchObject({
      state: 'aborted',
      sentTokens: 2,
      abortSeenAt: NOW,
    });
  });

  test('by half-open-3 falls silent, and does not see it', async () => {
    const own = await startSandbox();
    const body = JSON.stringify({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: `${prompt} fail=half-open-3 marker=half` }],
      stream: true,
    });
    const socket = createConnection(own.sandbox.port, '127.0.0.1');
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    let received = '';
    for await (const data of socket as AsyncIterable<Buffer>) {
      received += data.toString();
      if (received.split('"delta"').length === 4) break;
    }
    socket.end();
    // another request after it shows that the server had time to see the end, had it looked
    for (let turn = 0; turn < 5; turn += 1) await own.ask('Hello');
    expect(own.sandbox.requests('half')[0]).toMatchObject({
      state: 'running',
      sentEvents: 3,
      abortSeenAt: null,
    });
    await own.close();
  });

  test('in pace waits before each event but the first', async () => {
    for (const [words, model] of [
      ['pace=30', 'gpt-4o'],
      ['', 'sandbox-pace-30'],
    ]) {
      sleeps.length = 0;
      const chunks = await sandbox.stream(`${prompt} ${words}`, { model: model! });
      expect(sleeps).toEqual(Array.from({ length: chunks.length }, () => 30));
    }
  });
});

describe('a plain answer that breaks', () => {
  test.each(['cut', 'cut-bytes-10', 'cut-bytes-0', 'reset', 'malformed', 'end', 'drop'])(
    'by %s is an error',
    async (fault) => {
      await expect(sandbox.ask(`#sandbox fail=${fault} marker=plain-${fault}`)).rejects.toThrow();
      expect((await settled(`plain-${fault}`))[0]).toMatchObject({ state: 'broken', sentTokens: 0 });
    },
  );

  test.each(['hang', 'stall', 'half-open'])('by %s never ends', async (fault) => {
    const own = await startSandbox();
    const hanging = own.ask(`#sandbox fail=${fault} marker=silent`).then(
      () => 'answered',
      () => 'failed',
    );
    await expect.poll(() => own.sandbox.requests('silent').length).toBe(1);
    await own.close();
    expect(await hanging).toBe('failed');
  });
});

describe('an outage', () => {
  const address = () => sandbox.sandbox.url.replace(/v1$/, 'sandbox/outage');
  const put = (body: string, type = 'application/json') =>
    fetch(address(), { method: 'PUT', body, headers: { 'content-type': type } });

  test('is of every request until it ends, and no attempt at a fault of its own', async () => {
    expect((await put('{"fault":"503"}')).status).toBe(200);
    expect(await statusesOf(2, 'k #sandbox fail=429,plain marker=out')).toEqual([503, 503]);
    await fetch(address(), { method: 'DELETE' });
    expect(await statusesOf(2, 'k #sandbox fail=429,plain marker=out')).toEqual([429, 200]);
    expect(sandbox.sandbox.requests('out').map(({ status }) => status)).toEqual([503, 503, 429, 200]);
  });

  test('can be switched by the program that has the server', async () => {
    sandbox.sandbox.setOutage('drop');
    expect(await statusOf('l')).toBe(0);
    sandbox.sandbox.setOutage(null);
    expect(await statusOf('l')).toBe(200);
    expect(() => sandbox.sandbox.setOutage('nonsense')).toThrow(RangeError);
  });

  test.each([
    ['{"fault":"nonsense"}', 'application/json', 400],
    ['{}', 'application/json', 400],
    ['{"fault":"503"}', 'text/plain', 415],
  ])('is not begun by %s as %s', async (body, type, status) => {
    expect((await put(body, type)).status).toBe(status);
    expect(await statusOf('m')).toBe(200);
  });

  test('has no other address', async () => {
    const response = await fetch(address().replace('outage', 'nothing'));
    expect(response.status).toBe(404);
  });
});

test('a server that closes leaves no connection behind', async () => {
  const own = await startSandbox();
  const socket = createConnection(own.sandbox.port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await own.close();
  await closed;
});
