import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { loadConfig } from '../../src/config.ts';
import { connect, KEY, startHttpServer } from '../support/http-server.ts';
import type { HttpTestServer } from '../support/http-server.ts';

const { limits } = loadConfig({});
const forever = { query: 'subscription { forever }' };

async function openSse(server: HttpTestServer): Promise<{ status: number; close(): void }> {
  const controller = new AbortController();
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    },
    body: JSON.stringify(forever),
    signal: controller.signal,
  });
  return { status: answer.status, close: () => controller.abort() };
}

describe('subscriptions of one key', () => {
  test('above the limit are refused over SSE and WebSocket, and one that ends makes room', async () => {
    const server = await startHttpServer({ limits: { ...limits, maxSubscriptionsPerKey: 2 } });
    const first = await openSse(server);
    const overSocket = connect(server).iterate(forever);
    expect((await overSocket.next()).value).toEqual({ data: { forever: 'hello' } });

    expect((await openSse(server)).status).toBe(429);
    expect((await connect(server).iterate(forever).next()).value).toMatchObject({
      errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'MAX_SUBSCRIPTIONS_PER_KEY', max: 2 } }],
    });
    // queries are none
    expect((await server.post({ query: '{ role }' })).status).toBe(200);

    const left = once(server.events, 'left');
    first.close();
    await left;
    const next = await openSse(server);
    expect(next.status).toBe(200);
    await overSocket.return?.();
  });

  test('that fail to open take no room', async () => {
    const server = await startHttpServer({ limits: { ...limits, maxSubscriptionsPerKey: 1 } });
    for (let time = 0; time < 3; time += 1) {
      const wrong = await server.post(
        { query: 'subscription ($to: Int!) { count(to: $to) }', variables: { to: 'x' } },
        { authorization: `Bearer ${KEY}`, accept: 'text/event-stream' },
      );
      expect(await wrong.text()).toContain('BAD_USER_INPUT');
    }
    expect((await openSse(server)).status).toBe(200);
  });
});

describe('connections of one address', () => {
  async function open(server: HttpTestServer): Promise<Socket> {
    const socket = connectTcp(server.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  }

  test('above the limit are answered 429 and closed, and one that ends makes room', async () => {
    const server = await startHttpServer({ limits: { ...limits, maxSocketsPerAddress: 2 } });
    const first = await open(server);
    await open(server);

    const third = await open(server);
    let answer = '';
    for await (const part of third) answer += String(part);
    expect(answer).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
    expect(answer).toContain('x-content-type-options: nosniff');

    const ended = once(first, 'close');
    first.end();
    await ended;
    expect((await fetch(new URL('/health/live', server.url))).status).toBe(200);
  });
});

describe('behind a proxy', () => {
  const from = (address: string) => ({ 'x-forwarded-for': `6.6.6.6, ${address}` });

  /** Resolves with the status of the upgrade, 101 when it went through. */
  function upgrade(server: HttpTestServer, address: string): Promise<{ status: number; socket: WebSocket }> {
    const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', {
      headers: from(address),
    });
    onTestFinished(() => socket.terminate());
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve({ status: 101, socket }));
      socket.once('unexpected-response', (_, { statusCode = 0 }) => resolve({ status: statusCode, socket }));
      socket.once('error', reject);
    });
  }

  test('each client has its own connections and requests, and not those of all', async () => {
    const server = await startHttpServer({
      proxyHops: 1,
      limits: { ...limits, maxSocketsPerAddress: 2 },
    });
    const first = await upgrade(server, '198.51.100.1');
    expect([first.status, (await upgrade(server, '198.51.100.1')).status]).toEqual([101, 101]);
    expect((await upgrade(server, '198.51.100.1')).status).toBe(429);
    const refused = await fetch(new URL('/health/live', server.url), { headers: from('198.51.100.1') });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');

    expect((await upgrade(server, '198.51.100.2')).status).toBe(101);
    expect((await fetch(new URL('/health/live', server.url), { headers: from('198.51.100.2') })).status).toBe(
      200,
    );

    const closed = once(first.socket, 'close');
    first.socket.close();
    await closed;
    await expect.poll(async () => (await upgrade(server, '198.51.100.1')).status).toBe(101);
  });
});

test('a request that does not arrive in time is answered 408', async () => {
  const server = await startHttpServer({ limits: { ...limits, requestTimeoutMs: 200 } });
  const socket = connectTcp(server.port, '127.0.0.1');
  socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{');
  let answer = '';
  for await (const part of socket) answer += String(part);
  expect(answer).toMatch(/^HTTP\/1\.1 (408|401) /);
});
