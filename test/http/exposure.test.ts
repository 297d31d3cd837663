import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { createPersistedOperations, loadPersistedOperations } from '../../src/http/persisted-operations.ts';
import { connect, KEY, startHttpServer } from '../support/http-server.ts';
import type { HttpTestServer } from '../support/http-server.ts';

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions: { code: string } }[];
}

const auth = { authorization: `Bearer ${KEY}` };

async function overHttp(server: HttpTestServer, body: object): Promise<Answer> {
  return (await (await server.post(body)).json()) as Answer;
}

async function overWebSocket(server: HttpTestServer, body: object): Promise<Answer> {
  const events = connect(server).iterate({ query: '', ...body });
  try {
    return (await events.next()).value as Answer;
  } catch (errors) {
    return { errors: errors as NonNullable<Answer['errors']> };
  } finally {
    await events.return?.();
  }
}

const transports = [
  ['HTTP', overHttp],
  ['WebSocket', overWebSocket],
] as const;

describe.each(transports)('without introspection, over %s', (_, ask) => {
  test.each([
    getIntrospectionQuery(),
    '{ __type(name: "Query") { name } }',
    '{ ...F } fragment F on Query { __schema { queryType { name } } }',
  ])('the schema is not told', async (query) => {
    const { data, errors } = await ask(await startHttpServer({ introspection: false }), { query });
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toContain('introspection has been disabled');
  });

  test('the name of a type still is', async () => {
    const server = await startHttpServer({ introspection: false });
    expect(await ask(server, { query: '{ __typename }' })).toEqual({ data: { __typename: 'Query' } });
  });

  test.each([
    ['{ rol }', 'Cannot query field "rol" on type "Query".'],
    ['{ add(lef: 1, right: 2) }', 'Unknown argument "lef" on field "Query.add".'],
    ['query ($a: Strin) { echo(text: $a) }', 'Unknown type "Strin".'],
  ])('nothing is suggested for %s', async (query, message) => {
    const hidden = await ask(await startHttpServer({ introspection: false }), { query });
    expect(hidden.errors?.map((error) => error.message)).toContain(message);
    expect(JSON.stringify(hidden)).not.toContain('Did you mean');
    const open = await ask(await startHttpServer(), { query });
    expect(JSON.stringify(open)).toContain('Did you mean');
  });
});

describe('without GraphiQL', () => {
  test.each(['/', '/graphql', '/graphql/graphiql/graphiql.js', '/graphql/graphiql/start.js'])(
    '%s is no page',
    async (path) => {
      const server = await startHttpServer({ graphiql: false });
      const answer = await fetch(new URL(path, server.url), {
        headers: { accept: 'text/html' },
        redirect: 'manual',
      });
      expect(answer.status).toBeGreaterThanOrEqual(401);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('content-type') ?? '').not.toContain('html');
    },
  );
});

const LIST = {
  roleOf: '{ role }',
  sum: 'query ($left: Int!) { add(left: $left, right: 2) }',
  events: 'subscription { count(to: 2) }',
};

describe.each(transports)('with persisted operations, over %s', (_, ask) => {
  const start = () => startHttpServer({ persistedOperations: createPersistedOperations(LIST) });
  const byHash = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

  test('one of the list runs by its id, with variables', async () => {
    const server = await start();
    expect(await ask(server, { ...byHash('sum'), variables: { left: 40 } })).toEqual({ data: { add: 42 } });
  });

  test('one of the list runs by its text', async () => {
    expect(await ask(await start(), { query: LIST.roleOf })).toEqual({ data: { role: 'admin' } });
  });

  test('a subscription of the list runs', async () => {
    if (ask === overHttp) {
      const server = await start();
      const answer = await server.post(byHash('events'), { ...auth, accept: 'text/event-stream' });
      expect(await answer.text()).toContain('{"data":{"count":2}}');
    } else expect(await ask(await start(), byHash('events'))).toEqual({ data: { count: 1 } });
  });

  test.each([
    ['another document', { query: '{ requestId }' }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    ['a document of the list with a comment', { query: `${LIST.roleOf} # more` }],
    ['an unknown id', byHash('other')],
    ['the name of a property of objects', byHash('constructor')],
    ['an unknown id beside a document of the list', { query: LIST.roleOf, ...byHash('other') }],
    ['nothing', {}],
  ])('%s does not run', async (_name, body) => {
    const { data, errors } = await ask(await start(), body);
    expect(data).toBeUndefined();
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['OPERATION_NOT_PERSISTED']);
  });
});

test('a persisted operation runs by documentId, and by GET', async () => {
  const server = await startHttpServer({ persistedOperations: createPersistedOperations(LIST) });
  expect(await overHttp(server, { documentId: 'roleOf' })).toEqual({ data: { role: 'admin' } });
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: 'roleOf' } });
  const answer = await fetch(`${server.url}?${new URLSearchParams({ extensions }).toString()}`, {
    headers: auth,
  });
  expect(await answer.json()).toEqual({ data: { role: 'admin' } });
  expect((await server.post([{ query: LIST.roleOf }])).status).toBe(400);
});

describe('the file of persisted operations', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tollgate-manifest-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function load(content: string) {
    const path = join(folder, 'manifest.json');
    writeFileSync(path, content);
    return loadPersistedOperations(path, createSchema());
  }
  const text = '{ __typename }';

  test.each([
    ['GraphQL Code Generator and Relay', JSON.stringify({ abc: text })],
    [
      'Apollo',
      JSON.stringify({
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: 'abc', name: 'A', type: 'query', body: text }],
      }),
    ],
  ])('is what %s writes', async (_, content) => {
    const operations = await load(content);
    expect(operations.textOf({ documentId: 'abc' })).toBe(text);
    expect(operations.textOf({ documentId: 'sha256:abc' })).toBe(text);
  });

  test.each([
    ['{', /is not valid JSON/],
    ['[]', /must hold an object/],
    ['{"abc":1}', /must hold an object/],
    ['{"abc":"{ nothing }"}', /The operation "abc" .* Cannot query field "nothing"/],
    ['{"abc":"{"}', /The operation "abc" .* Syntax Error/],
  ])('with the content %s stops the start', async (content, message) => {
    await expect(load(content)).rejects.toMatchObject({
      code: 'MANIFEST_INVALID',
      message: expect.stringMatching(message) as string,
    });
  });

  test('that does not exist stops the start', async () => {
    await expect(loadPersistedOperations(join(folder, 'none.json'), createSchema())).rejects.toThrow(
      /cannot be read/,
    );
  });
});
