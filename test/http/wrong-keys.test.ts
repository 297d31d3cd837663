import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { clientAddress, peerAddress } from '../../src/http/client-address.ts';
import { sizeOf } from '../support/proof.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { issueKey } from '../support/issued-keys.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

/** On MongoDB each one that looks like a key is a read over the network. */
const HEADERS = {
  SQLite: sizeOf('TOLLGATE_WRONG_KEYS', { usual: 100_000, proof: 100_000 }),
  MongoDB: sizeOf('TOLLGATE_WRONG_KEYS', { usual: 5_000, proof: 100_000 }),
};
const CONNECTIONS = 8;
const UNANSWERED_MAX = 20;
/** RFC 9110, 5.5: visible characters, spaces, tabs, and bytes that mean nothing. */
const HEADER_BYTES = [9, ...Array.from({ length: 224 }, (_, index) => 32 + index)].filter(
  (byte) => byte !== 127,
);
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

async function started(env: Record<string, string>): Promise<TestApp & { url: URL }> {
  const app = await startTestApp(env);
  return { ...app, url: new URL(`${(await app.app.listen()).url}/graphql`) };
}

/** What someone might send: almost keys, almost tokens, other schemes, any bytes that a header can have. */
function authorizationOf(random: () => number): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const text = (length: number, letter: () => string): string => Array.from({ length }, letter).join('');
  const base64 = (length: number): string => text(length, () => BASE64URL.charAt(below(64)));
  const anything = (length: number): string =>
    text(length, () => String.fromCharCode(HEADER_BYTES[below(HEADER_BYTES.length)] ?? 32));
  switch (below(8)) {
    case 0:
    case 1:
      return `Bearer tg_${base64(43)}`;
    case 2:
      return `Bearer ${base64(20)}.${base64(40)}.${base64(43)}`;
    case 3:
      return `Bearer ${ADMIN_KEY.slice(0, below(ADMIN_KEY.length))}`;
    case 4:
      return `Basic ${base64(below(100))}`;
    case 5:
      return `Bearer ${text(below(3), () => ' ')}${anything(below(60))}`;
    case 6:
      return anything(below(300));
    default:
      return `bearer tg_${anything(below(2_000))}`;
  }
}

/** Sends a request for each header down one connection, many at once, and counts the statuses of the answers. */
async function statusesOf(url: URL, headers: readonly string[], counts: Map<number, number>): Promise<void> {
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  const body = '{"query":"{me{role}}"}';
  let sent = 0;
  let answered = 0;
  const sendMore = (): void => {
    while (sent < headers.length && sent - answered < UNANSWERED_MAX) {
      const head = [
        'POST /graphql HTTP/1.1',
        'host: localhost',
        'content-type: application/json',
        `authorization: ${headers[sent] ?? ''}`,
        `content-length: ${body.length}`,
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
      sent += 1;
    }
    if (answered === headers.length) socket.end();
  };
  let text = '';
  socket.on('data', (data) => {
    text += data.toString('latin1');
    const found = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)];
    const last = found.at(-1);
    if (last !== undefined) text = text.slice(last.index + last[0].length);
    for (const [, status] of found) counts.set(Number(status), (counts.get(Number(status)) ?? 0) + 1);
    answered += found.length;
    sendMore();
  });
  sendMore();
  await once(socket, 'close');
}

await describeOnEachStore('wrong keys', (kind) => {
  const count = HEADERS[kind.name === 'SQLite' ? 'SQLite' : 'MongoDB'];
  test(`${count} of them are all turned away, none with a server error`, { timeout: 600_000 }, async () => {
    const store = kind.open();
    const app = await started({ STORE_URL: store.storeUrl, AUTH_FAILURES_PER_MINUTE: '1000000' });
    onTestFinished(async () => {
      await app.close();
      await store.remove();
    });
    const random = seededRandom(9);
    const headers = Array.from({ length: count }, () => authorizationOf(random));
    const share = Math.ceil(count / CONNECTIONS);
    const counts = new Map<number, number>();
    await Promise.all(
      Array.from({ length: CONNECTIONS }, (_, index) =>
        statusesOf(app.url, headers.slice(index * share, (index + 1) * share), counts),
      ),
    );
    expect(counts).toEqual(new Map([[401, count]]));
    expect((await app.ask('{ me { role } }')).status).toBe(200);
  });
});

describe('a wrong key', () => {
  test.each([
    ['with a line feed', 'a\nb'],
    ['with a zero byte', 'a\u0000b'],
    ['that ends the request', 'a\r\nx-more: 1\r\n\r\n'],
    ['of 100 kB', `Bearer ${'x'.repeat(100_000)}`],
  ])('%s ends the connection and nothing else', async (_, header) => {
    const app = await started({});
    onTestFinished(() => app.close());
    const counts = new Map<number, number>();
    await statusesOf(app.url, [header], counts).catch(() => undefined);
    expect([...counts.keys()].every((status) => status < 500)).toBe(true);
    expect((await app.ask('{ me { role } }')).status).toBe(200);
  });
});

describe('an address that sends many wrong keys', () => {
  let app: TestApp & { url: URL };
  let held: Record<string, string>;
  let fresh: Record<string, string>;
  const post = (headers: Record<string, string>) =>
    fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ me { role } }"}',
    });
  const wrong = (number: number) => ({ authorization: `Bearer wrong-${number}` });

  beforeAll(async () => {
    app = await started({ AUTH_FAILURES_PER_MINUTE: '10', TRUSTED_PROXY_HOPS: '1' });
    held = (await issueKey(app)).headers;
    fresh = (await issueKey(app)).headers;
    expect((await post(held)).status).toBe(200);
  });
  afterAll(() => app.close());

  test('is answered 429 after so many, with the time to wait, also over WebSocket and SSE', async () => {
    for (let number = 0; number < 10; number += 1) expect((await post(wrong(number))).status).toBe(401);
    const answer = await post(wrong(11));
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_ATTEMPTS' } }] });
    expect((await post({ ...wrong(12), accept: 'text/event-stream' })).status).toBe(429);

    const socket = new WebSocket(app.url.href.replace('http', 'ws'), 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: wrong(13) }));
    expect((await once(socket, 'close'))[0]).toBe(4429);
  });

  test('is answered so also when they all come at once, and right keys among them wait for their turn', async () => {
    const from = { 'x-forwarded-for': '198.51.100.20' };
    const right = await issueKey(app);
    const rightOnes = await Promise.all(
      Array.from({ length: 40 }, () => post({ ...right.headers, ...from })),
    );
    expect(new Set(rightOnes.map(({ status }) => status))).toEqual(new Set([200]));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, number) => post({ ...wrong(number), ...from })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  });

  test('does not lock out keys in use, but keys that would have to be looked up, and a key of the operator that could be guessed', async () => {
    expect((await post(held)).status).toBe(200);
    expect((await post(fresh)).status).toBe(429);
    expect((await post({ authorization: `Bearer ${ADMIN_KEY}` })).status).toBe(429);
  });

  test('does not lock the operator out by keys of the form that Tollgate makes: they guess at nothing of his', async () => {
    const from = { 'x-forwarded-for': '198.51.100.21' };
    for (let number = 0; number < 12; number += 1)
      await post({ authorization: `Bearer tg_${String(number).padStart(43, 'x')}`, ...from });
    expect((await post({ ...fresh, ...from })).status).toBe(429);
    expect((await post({ authorization: `Bearer ${ADMIN_KEY}`, ...from })).status).toBe(200);
  });

  test('is not another with each port that a proxy writes', async () => {
    for (let number = 0; number < 10; number += 1)
      await post({ ...wrong(number), 'x-forwarded-for': `198.51.100.22:${5000 + number}` });
    expect((await post({ ...wrong(11), 'x-forwarded-for': '198.51.100.22:6000' })).status).toBe(429);
  });

  test('is told from others behind the same proxy, and cannot make itself another', async () => {
    const from = (forwardedFor: string) => ({ 'x-forwarded-for': forwardedFor });
    expect((await post({ ...fresh, ...from('198.51.100.7') })).status).toBe(200);
    for (let number = 0; number < 10; number += 1)
      await post({ ...wrong(number), ...from(`203.0.113.${number}, 198.51.100.8`) });
    expect((await post({ ...wrong(11), ...from('203.0.113.99, 198.51.100.8') })).status).toBe(429);
  });
});

test('connections are counted by the same address: one network is one client', () => {
  const [one, two] = ['2001:db8:1:2::9', '2001:db8:1:2:3:4:5:6'];
  expect(peerAddress({ remoteAddress: one })).toBe(peerAddress({ remoteAddress: two }));
  expect(peerAddress({ remoteAddress: '2001:db8:1:3::9' })).not.toBe(peerAddress({ remoteAddress: one }));
});

describe.each([
  ['without a proxy, it is the peer', '10.0.0.1', '1.1.1.1', 0, '10.0.0.1'],
  ['behind a proxy, what that one saw', '10.0.0.1', '6.6.6.6, 1.1.1.1', 1, '1.1.1.1'],
  ['behind two, what the outer one saw', '10.0.0.1', '6.6.6.6, 1.1.1.1, 2.2.2.2', 2, '1.1.1.1'],
  ['when no proxy said it, the peer', '10.0.0.1', null, 1, '10.0.0.1'],
  ['without the port that a proxy wrote', '10.0.0.1', '1.1.1.1:5060', 1, '1.1.1.1'],
  ['the same of IPv6', '10.0.0.1', '[2001:db8:1:2::9]:5060', 1, '2001:db8:1:2::/64'],
  ['and in brackets alone', '10.0.0.1', '[2001:db8:1:2::9]', 1, '2001:db8:1:2::/64'],
  ['IPv4 in IPv6', '::ffff:10.0.0.1', null, 0, '10.0.0.1'],
  ['64 bits of IPv6', '2001:db8:1:2:3:4:5:6', null, 0, '2001:db8:1:2::/64'],
  ['the same, however written', '2001:0DB8:1:2::9', null, 0, '2001:db8:1:2::/64'],
  ['with zeros in the middle', '2001:db8::1', null, 0, '2001:db8:0:0::/64'],
  ['loopback', '::1', null, 0, '0:0:0:0::/64'],
  ['with a zone', 'fe80::1%eth0', null, 0, 'fe80:0:0:0::/64'],
] as const)('the address of a client: %s', (_, peer, forwardedFor, hops, expected) => {
  test(`is ${expected}`, () => {
    expect(clientAddress({ peer, forwardedFor }, hops)).toBe(expected);
  });
});
