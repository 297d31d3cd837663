import { connect as connectTcp } from 'node:net';
import { expect, describe, test } from 'vitest';
import { connect, KEY, SECRET, startHttpServer } from '../support/http-server.ts';

interface GraphQLAnswer {
  data?: unknown;
  errors?: { message: string; path?: string[]; extensions: Record<string, unknown> }[];
}

const auth = { authorization: `Bearer ${KEY}` };
const json = async (answer: Response): Promise<GraphQLAnswer> => (await answer.json()) as GraphQLAnswer;

describe('errors', () => {
  test('an unexpected error is masked, and logged under the id that the client is told', async () => {
    const server = await startHttpServer();
    const answer = await server.post({ query: '{ unexpected }' });
    const [error] = (await json(answer)).errors ?? [];
    const requestId = answer.headers.get('x-request-id');
    expect(error).toMatchObject({
      message: `Internal error. Quote requestId ${requestId} when you report it.`,
      path: ['unexpected'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    });
    expect(JSON.stringify(error)).not.toContain(SECRET);
    expect(server.lines.find(({ msg }) => msg === 'unexpected error')).toMatchObject({
      requestId,
      path: 'unexpected',
      err: { message: SECRET },
    });
  });

  test('an expected error passes with its code', async () => {
    const server = await startHttpServer();
    const { errors } = await json(await server.post({ query: '{ conflict }' }));
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('op-1') as string,
      extensions: { code: 'OPERATION_CONFLICT', category: 'validation', retryable: false },
    });
  });

  test.each([
    ['a document that is no GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a wrong variable',
      { query: 'query ($l: Int!) { add(left: $l, right: 1) }', variables: { l: 'one' } },
      'BAD_USER_INPUT',
    ],
    [
      'an unknown operation',
      { query: 'query A { role }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['no document', { variables: {} }, 'BAD_REQUEST'],
    ['a batch', [{ query: '{ role }' }], 'BAD_REQUEST'],
  ])('%s is a client error over HTTP', async (_, body, code) => {
    const server = await startHttpServer();
    const answer = await server.post(body, { ...auth, accept: 'application/graphql-response+json' });
    expect(answer.status).toBe(400);
    const { errors } = await json(answer);
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code, requestId: answer.headers.get('x-request-id') },
    ]);
  });

  test.each(['{"query":', 'null', '"text"', '[]x'])('the body %s is a client error', async (body) => {
    const server = await startHttpServer();
    const answer = await fetch(server.url, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(400);
    expect((await json(answer)).errors?.[0]?.extensions['code']).toBe('BAD_REQUEST');
  });

  test.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($l: Int!) { add(left: $l, right: 1) }', 'BAD_USER_INPUT'],
    ['fragment A on Query { role } query B { ...A } query C { ...A }', 'OPERATION_RESOLUTION_FAILURE'],
    ['{ unexpected }', 'INTERNAL_SERVER_ERROR'],
    ['{ conflict }', 'OPERATION_CONFLICT'],
    ['subscription { broken }', 'INTERNAL_SERVER_ERROR'],
  ])('%s gives the same code over a WebSocket', async (query, code) => {
    const server = await startHttpServer();
    const client = connect(server);
    const codes: unknown[] = [];
    let text = '';
    try {
      for await (const result of client.iterate({ query })) {
        text += JSON.stringify(result);
        for (const { extensions } of result.errors ?? []) codes.push(extensions?.['code']);
      }
    } catch (errors) {
      text += JSON.stringify(errors);
      for (const { extensions } of errors as { extensions: { code: string } }[]) codes.push(extensions.code);
    }
    expect(codes).toEqual([code]);
    expect(text).not.toContain(SECRET);
  });

  test('a subscription that breaks ends with a masked error over SSE', async () => {
    const server = await startHttpServer();
    const answer = await server.post(
      { query: 'subscription { broken }' },
      { ...auth, accept: 'text/event-stream' },
    );
    const text = await answer.text();
    expect(text).toContain('{"data":{"broken":1}}');
    expect(text).toContain('INTERNAL_SERVER_ERROR');
    expect(text).not.toContain(SECRET);
    expect(text).toMatch(/event: complete\ndata:\n\n$/);
  });
});

describe('the request id', () => {
  test("is the client's own when it is sane, and is in the answer, the context and the log", async () => {
    const server = await startHttpServer();
    const answer = await server.post(
      { query: 'query Id { requestId }' },
      { ...auth, 'x-request-id': 'trace-1_2.3' },
    );
    expect(answer.headers.get('x-request-id')).toBe('trace-1_2.3');
    expect((await json(answer)).data).toEqual({ requestId: 'trace-1_2.3' });
    expect(server.lines.find(({ msg }) => msg === 'operation')).toMatchObject({
      requestId: 'trace-1_2.3',
      transport: 'http',
      operation: 'Id',
      type: 'query',
      status: 200,
      durationMs: expect.any(Number) as number,
    });
  });

  test.each(['with space', 'x'.repeat(65), '"}'])('is made when the client sends %j', async (id) => {
    const server = await startHttpServer();
    const answer = await server.post({ query: '{ role }' }, { ...auth, 'x-request-id': id });
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });
});

describe('a GET request', () => {
  const get = async (parameters: Record<string, string>) => {
    const server = await startHttpServer();
    return fetch(`${server.url}?${new URLSearchParams(parameters).toString()}`, {
      headers: { ...auth, accept: 'application/json' },
    });
  };

  test('answers a query', async () => {
    expect(
      await json(await get({ query: 'query ($l: Int!) { add(left: $l, right: 2) }', variables: '{"l":1}' })),
    ).toEqual({
      data: { add: 3 },
    });
  });

  test.each(['mutation { echo(text: "hi") }', 'subscription { count(to: 1) }'])(
    'may not be %s',
    async (query) => {
      const answer = await get({ query });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST');
    },
  );

  test('with broken variables is a client error', async () => {
    expect((await get({ query: '{ role }', variables: '{' })).status).toBe(400);
  });
});

test.each(['[', 'a b', 'localhost:port'])(
  'the host %j is a client error without a stack trace',
  async (host) => {
    const server = await startHttpServer();
    const socket = connectTcp(server.port, '127.0.0.1');
    socket.end(`GET /health/ready HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).not.toContain('at ');
  },
);

test('every answer carries the security headers', async () => {
  const server = await startHttpServer({ corsOrigins: ['https://app.example'] });
  const headers = { ...auth, 'content-type': 'application/json' };
  const answers = [
    await server.post({ query: '{ role }' }),
    await server.post({ query: '{ nothing }' }),
    await server.post({ query: 'subscription { count(to: 1) }' }, { ...auth, accept: 'text/event-stream' }),
    await server.post({ query: '{ role }' }, {}),
    await fetch(server.url, { method: 'POST', headers, body: 'x'.repeat(20_000) }),
    await fetch(server.url, { method: 'PUT', headers }),
    await fetch(server.url, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    }),
    await fetch(server.url, { headers: { accept: 'text/html' } }),
    await fetch(new URL('/', server.url), { redirect: 'manual' }),
    await fetch(new URL('/health/ready', server.url)),
    await fetch(new URL('/nothing', server.url)),
    // by node:http itself: its headers are longer than it takes
    await fetch(server.url, { headers: { 'x-long': 'x'.repeat(20_000) } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([
    200, 200, 200, 401, 413, 405, 204, 200, 302, 200, 404, 431,
  ]);
  for (const { headers: given } of answers) {
    expect(Object.fromEntries(given)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';.*frame-ancestors 'none'$/,
      ) as string,
      'cache-control': expect.stringMatching(/^no-(store|cache)$/) as string,
    });
  }
});

test('the log line of a refused or failed operation has the codes of its errors', async () => {
  const server = await startHttpServer();
  await server.post({ query: 'query Fails { unexpected conflict }' });
  const line = server.lines.find(({ msg }) => msg === 'operation');
  expect(line).toMatchObject({ operation: 'Fails', errors: ['INTERNAL_SERVER_ERROR', 'OPERATION_CONFLICT'] });
});

test('a client that goes away in the middle is noticed', async () => {
  const server = await startHttpServer();
  const waiting = new Promise((resolve) => server.events.once('waiting', resolve));
  const aborted = new Promise((resolve) => server.events.once('aborted', resolve));
  const controller = new AbortController();
  const answer = fetch(server.url, {
    method: 'POST',
    headers: { ...auth, 'content-type': 'application/json' },
    body: '{"query":"{ wait }"}',
    signal: controller.signal,
  });
  await waiting;
  controller.abort();
  await expect(answer).rejects.toThrow();
  await aborted;
  server.events.emit('go');
});

test('a subscriber that goes away ends its source, over SSE and over a WebSocket', async () => {
  const server = await startHttpServer();
  const left = () => new Promise((resolve) => server.events.once('left', resolve));

  const leftSse = left();
  const controller = new AbortController();
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: { ...auth, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: '{"query":"subscription { forever }"}',
    signal: controller.signal,
  });
  const reader = answer.body!.getReader();
  await reader.read();
  controller.abort();
  await leftSse;

  for (const leave of ['return', 'terminate'] as const) {
    const leftSocket = left();
    const client = connect(server);
    const events = client.iterate({ query: 'subscription { forever }' });
    expect((await events.next()).value).toEqual({ data: { forever: 'hello' } });
    if (leave === 'return') await events.return?.();
    else client.terminate();
    await leftSocket;
  }
});
