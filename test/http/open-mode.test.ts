import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connect, KEY, startHttpServer } from '../support/http-server.ts';
import type { HttpTestServer } from '../support/http-server.ts';
import { testAuthenticator } from '../support/test-authenticator.ts';

const open = { open: true, authenticator: testAuthenticator({ open: true }) };

/** Like fetch, which doesn't let a program choose Host and Origin. */
async function post(server: HttpTestServer, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(
      server.url,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    sent.on('error', reject);
    sent.end('{"query":"{ role }"}');
  });
}

async function upgradeStatus(
  server: HttpTestServer,
  headers: Record<string, string>,
  path = '/graphql',
): Promise<number | undefined> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, 'graphql-transport-ws', { headers });
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.once('unexpected-response', (_, answer) => resolve(answer.statusCode));
    socket.once('open', () => {
      socket.terminate();
      resolve(101);
    });
  });
}

/** What a browser says of a page: [host, origin, whether it is answered]. */
const pages: [name: string, headers: Record<string, string>, welcome: boolean][] = [
  ['a program', { host: '127.0.0.1:4000' }, true],
  ['a program on IPv6', { host: '[::1]:4000' }, true],
  ['its own page', { host: 'localhost:4000', origin: 'http://localhost:4000' }, true],
  [
    'a page on another port of this machine',
    { host: '127.0.0.1:4000', origin: 'http://localhost:5173' },
    true,
  ],
  ['a page of another site', { host: '127.0.0.1:4000', origin: 'https://evil.example' }, false],
  [
    'a page whose name was rebound to this machine',
    { host: 'evil.example:4000', origin: 'http://evil.example:4000' },
    false,
  ],
  ['a rebound name without an origin', { host: 'evil.example' }, false],
  ['a name that begins like a loopback one', { host: 'localhost.evil.example' }, false],
  ['a page without an origin of its own', { host: 'localhost', origin: 'null' }, false],
  [
    'an image of a page of another site, which brings no origin',
    { host: '127.0.0.1:4000', 'sec-fetch-site': 'cross-site' },
    false,
  ],
  ['an image of a page of its own', { host: '127.0.0.1:4000', 'sec-fetch-site': 'same-origin' }, true],
  ['a host with a user name', { host: 'localhost@evil.example' }, false],
];

describe('in open mode', () => {
  test('HTTP and WebSocket need no key', async () => {
    const server = await startHttpServer(open);
    expect(await (await server.post({ query: '{ role }' }, {})).json()).toEqual({ data: { role: 'admin' } });
    const events = connect(server, { connectionParams: {} }).iterate({ query: '{ role }' });
    expect((await events.next()).value).toEqual({ data: { role: 'admin' } });
  });

  test.each(pages)('%s', async (_, headers, welcome) => {
    const server = await startHttpServer(open);
    expect(await post(server, headers)).toBe(welcome ? 200 : 403);
    expect(await upgradeStatus(server, headers)).toBe(welcome ? 101 : 403);
  });

  test('a page of an allowed origin is answered', async () => {
    const server = await startHttpServer({ ...open, corsOrigins: ['https://app.example'] });
    const headers = { host: '127.0.0.1:4000', origin: 'https://app.example' };
    expect(await post(server, headers)).toBe(200);
    expect(await upgradeStatus(server, headers)).toBe(101);
  });
});

test('with keys, the name does not matter', async () => {
  const server = await startHttpServer();
  const headers = { host: 'tollgate.example', origin: 'https://app.example', authorization: `Bearer ${KEY}` };
  expect(await post(server, headers)).toBe(200);
});

test('a WebSocket at another path is refused', async () => {
  expect(await upgradeStatus(await startHttpServer(), {}, '/other')).toBe(404);
});

describe('a page of another origin', () => {
  const preflight = (origin: string) => ({
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

  test('may not call the API by default', async () => {
    const server = await startHttpServer();
    const answer = await fetch(server.url, preflight('https://app.example'));
    expect(answer.headers.get('access-control-allow-origin')).toBe(null);
  });

  test.each([
    ['https://app.example', 'https://app.example'],
    ['https://evil.example', null],
    ['null', null],
  ])('from %s is allowed when it is on the list', async (origin, allowed) => {
    const server = await startHttpServer({ corsOrigins: ['https://app.example', 'https://admin.example'] });
    const before = await fetch(server.url, preflight(origin));
    const answer = await server.post({ query: '{ role }' }, { authorization: `Bearer ${KEY}`, origin });
    for (const { headers } of [before, answer]) {
      expect(headers.get('access-control-allow-origin')).toBe(allowed);
      expect(headers.get('access-control-allow-credentials')).toBe(null);
    }
  });
});
