import { createClient as createSseClient } from 'graphql-sse';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { UnauthenticatedError } from '../../src/domain/access/access-errors.ts';
import { hashKey } from '../../src/domain/access/key-hash.ts';
import { ADMIN_PRINCIPAL } from '../../src/domain/access/principal.ts';
import { connect, KEY, startHttpServer } from '../support/http-server.ts';
import type { HttpTestServer } from '../support/http-server.ts';
import { testAuthenticator } from '../support/test-authenticator.ts';

const query = { query: '{ role }' };
const closed = { adminKey: KEY };
const open = { open: true };

describe('a key', () => {
  test.each([
    ['the right key', `Bearer ${KEY}`, closed, true],
    ['the scheme in any case', `bearer ${KEY}`, closed, true],
    ['a wrong key', 'Bearer another-key-of-the-tests', closed, false],
    ['the beginning of the key', `Bearer ${KEY.slice(0, -1)}`, closed, false],
    ['the hash of the key', `Bearer ${hashKey(KEY)}`, closed, false],
    ['another scheme', `Basic ${KEY}`, closed, false],
    ['the key alone', KEY, closed, false],
    ['an empty header', '', closed, false],
    ['no header', null, closed, false],
    ['no header in open mode', null, open, true],
    ['an unknown key in open mode', `Bearer ${KEY}`, open, false],
  ])('%s', async (_, authorization, options, welcome) => {
    const access = testAuthenticator(options)
      .authenticate({ authorization, projectId: null, address: null })
      .catch(({ code }: UnauthenticatedError) => code);
    if (welcome) expect(await access).toMatchObject({ principal: ADMIN_PRINCIPAL });
    else expect(await access).toBe('UNAUTHENTICATED');
  });
});

describe.each([
  ['no key', {}],
  ['a wrong key', { authorization: 'Bearer wrong-key-of-the-tests' }],
])('with %s', (_, headers: Record<string, string>) => {
  test('a query is answered 401 and not executed', async () => {
    const server = await startHttpServer();
    const answer = await server.post(query, headers);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(server.lines.some(({ type }) => type === 'query')).toBe(false);
  });

  test('a subscription over SSE is answered 401', async () => {
    const server = await startHttpServer();
    const answer = await server.post(
      { query: 'subscription { forever }' },
      { accept: 'text/event-stream', ...headers },
    );
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('UNAUTHENTICATED');
  });

  test('a WebSocket is closed with 4401', async () => {
    const server = await startHttpServer();
    expect(await closeCode(server, headers, { type: 'connection_init', payload: headers })).toBe(4401);
  });
});

describe('with the key', () => {
  test('a query is answered over HTTP', async () => {
    const server = await startHttpServer();
    expect(await (await server.post(query)).json()).toEqual({ data: { role: 'admin' } });
  });

  test('a subscription is answered over SSE', async () => {
    const server = await startHttpServer();
    const client = createSseClient({
      url: server.url,
      headers: { authorization: `Bearer ${KEY}` },
      retryAttempts: 0,
    });
    const results = [];
    for await (const result of client.iterate({ query: 'subscription { count(to: 2) }' }))
      results.push(result.data);
    expect(results).toEqual([{ count: 1 }, { count: 2 }]);
  });

  test.each([{ Authorization: `Bearer ${KEY}` }, { authorization: `Bearer ${KEY}` }])(
    'a WebSocket is open to queries, mutations and subscriptions (%o)',
    async (connectionParams) => {
      const client = connect(await startHttpServer(), { connectionParams });
      const results = [];
      for (const text of ['{ role }', 'mutation { echo(text: "hi") }', 'subscription { count(to: 2) }']) {
        for await (const result of client.iterate({ query: text })) results.push(result.data);
      }
      expect(results).toEqual([{ role: 'admin' }, { echo: 'hi' }, { count: 1 }, { count: 2 }]);
    },
  );

  test('a WebSocket may bring it in the upgrade request', async () => {
    class WithHeader extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers: { authorization: `Bearer ${KEY}` } });
      }
    }
    const client = connect(await startHttpServer(), { connectionParams: {}, webSocketImpl: WithHeader });
    const results = [];
    for await (const result of client.iterate(query)) results.push(result.data);
    expect(results).toEqual([{ role: 'admin' }]);
  });
});

test('an operation before the connection is initialised closes the WebSocket', async () => {
  const server = await startHttpServer();
  expect(await closeCode(server, {}, { type: 'subscribe', id: '1', payload: query })).toBe(4401);
});

test('the page and the probes ask for no key', async () => {
  const server = await startHttpServer();
  const page = await fetch(server.url, { headers: { accept: 'text/html' } });
  const probe = await fetch(new URL('/health/ready', server.url));
  expect([page.status, probe.status]).toEqual([200, 200]);
});

async function closeCode(
  server: HttpTestServer,
  headers: Record<string, string>,
  message: object,
): Promise<number> {
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', { headers });
  socket.once('open', () => socket.send(JSON.stringify(message)));
  return new Promise((resolve, reject) => {
    socket.once('close', resolve);
    socket.once('error', reject);
  });
}
