import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StoreUnavailableError } from '../../src/domain/errors.ts';
import { COMPLETE } from '../support/documents.ts';
import type { Authenticator } from '../../src/domain/access/authenticator.ts';
import { KEY, startHttpServer } from '../support/http-server.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { testAuthenticator } from '../support/test-authenticator.ts';

const AUTHORIZED = { authorization: `Bearer ${ADMIN_KEY}` };

describe('exporting calls', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    const inputs = [
      { operationId: 'one', agentId: '=HYPERLINK("http://evil")', tags: [{ key: 'team', value: 'a,b' }] },
      { operationId: 'two', agentId: 'ann', model: 'gpt-4o-mini' },
      { operationId: 'three', agentId: 'ann' },
    ];
    for (const input of inputs) await app.run(COMPLETE, { input: { prompt: 'Say hello.', ...input } });
  });
  afterAll(() => app.close());

  async function get(path: string, headers: Record<string, string> = AUTHORIZED): Promise<Response> {
    return app.app.fetch(new Request(`http://localhost${path}`, { headers }));
  }

  test('as CSV gives a head and a line for each call, newest first, with exact costs', async () => {
    const answer = await get('/export/calls.csv');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toContain('calls.csv');
    const lines = (await answer.text()).split('\r\n');
    expect(lines).toHaveLength(5);
    const names = lines[0]!.split(',');
    expect(lines.slice(1, 4).map((line) => line.split(',')[0])).toEqual(['three', 'two', 'one']);
    const two = lines[2]!.split(',');
    expect(two[names.indexOf('model')]).toBe('gpt-4o-mini');
    expect(two[names.indexOf('totalCost')]).toMatch(/^0\.0\d+$/);
    expect(two[names.indexOf('status')]).toBe('COMPLETED');
  });

  test('as CSV has no text that a spreadsheet would run', async () => {
    const text = await (await get('/export/calls.csv')).text();
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(text).toContain('"team=a,b"');
  });

  test('as NDJSON gives an object in each line', async () => {
    const text = await (await get('/export/calls.ndjson?agentId=ann&model=gpt-4o')).text();
    const objects = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects).toMatchObject([{ operationId: 'three', agentId: 'ann', status: 'COMPLETED', tags: [] }]);
  });

  test('takes the filters of the query calls', async () => {
    const ids = async (query: string) =>
      (await (await get(`/export/calls.ndjson?${query}`)).text())
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { operationId: string }).operationId);
    expect(await ids('tag=team:a,b')).toEqual(['one']);
    expect(await ids('status=completed&minCost=0&startedFrom=2020-01-01T00:00:00Z')).toHaveLength(3);
    expect(await ids('minCost=100')).toEqual([]);
    expect(await ids('maxLatencyMs=0&finishReason=LENGTH')).toEqual([]);
    expect(await ids('startedBefore=2020-01-01T00:00:00Z')).toEqual([]);
  });

  test.each([
    ['minCost=cheap', 'minCost', 'must be dollars'],
    ['minLatencyMs=fast', 'minLatencyMs', 'must be a whole number'],
    ['startedFrom=yesterday', 'startedFrom', 'must be an instant'],
    ['agent=ann', '', 'Unrecognized key'],
    ['model=a&model=b', 'model', 'must be given once'],
  ])('with %s says what is wrong', async (query, path, message) => {
    const answer = await get(`/export/calls.csv?${query}`);
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { code: string; fields: unknown[] } };
    expect(error.code).toBe('VALIDATION_FAILED');
    expect(error.fields).toEqual([{ path, message: expect.stringContaining(message) as string }]);
  });

  test('asks for a key, and only answers GET of what there is', async () => {
    expect((await get('/export/calls.csv', {})).status).toBe(401);
    expect((await get('/export/calls.csv', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await get('/export/calls.xlsx')).status).toBe(404);
    const post = new Request('http://localhost/export/calls.csv', { method: 'POST', headers: AUTHORIZED });
    expect((await app.app.fetch(post)).status).toBe(405);
  });
});

test('a client that stops reading stops the export, and one that leaves ends it', async () => {
  let pages = 0;
  let isEnded = false;
  const server = await startHttpServer({
    async *exportCalls() {
      try {
        for (;;) {
          pages += 1;
          yield 'x'.repeat(100_000);
          await Promise.resolve();
        }
      } finally {
        isEnded = true;
      }
    },
  });
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`GET /export/calls.csv HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${KEY}\r\n\r\n`);
  await once(socket, 'data');
  socket.pause();
  // what fits into the buffers on the way, and not what the generator could give
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = pages === before;
        before = pages;
        return isStill;
      },
      { interval: 200, timeout: 10_000 },
    )
    .toBe(true);
  expect(pages).toBeLessThan(1_000);
  socket.destroy();
  await expect.poll(() => isEnded, { timeout: 10_000 }).toBe(true);
});

test('a key that is revoked gets no more of an export that it began, also when it reads nothing for a while', async () => {
  let isOpen = true;
  let isEnded = false;
  const inner = testAuthenticator({ adminKey: KEY });
  const authenticator: Authenticator = {
    ...inner,
    authenticate: async (credentials) => ({
      ...(await inner.authenticate(credentials)),
      isValid: () => isOpen,
    }),
  };
  const server = await startHttpServer({
    authenticator,
    async *exportCalls() {
      try {
        for (;;) {
          yield 'x'.repeat(100_000);
          await Promise.resolve();
        }
      } finally {
        isEnded = true;
      }
    },
  });
  const socket = connect(server.port, '127.0.0.1');
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  socket.write(`GET /export/calls.csv HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${KEY}\r\n\r\n`);
  await once(socket, 'data');
  socket.pause();
  isOpen = false;
  await expect.poll(() => isEnded, { timeout: 10_000 }).toBe(true);
  let last = '';
  socket.on('data', (data) => (last = String(data).slice(-5)));
  socket.resume();
  await closed;
  // without the empty chunk that ends a whole answer
  expect(last).not.toBe('0\r\n\r\n');
});

test('a store that goes down in the middle cuts the export off, and the server goes on', async () => {
  let fail = (): void => undefined;
  const isDown = new Promise<void>((resolve) => (fail = resolve));
  const server = await startHttpServer({
    async *exportCalls() {
      yield 'x'.repeat(100_000);
      await isDown;
      throw new StoreUnavailableError('The database is away.');
    },
  });
  const answer = await fetch(new URL('/export/calls.csv', server.url), {
    headers: { authorization: `Bearer ${KEY}` },
  });
  expect(answer.status).toBe(200);
  fail();
  await expect(answer.text()).rejects.toThrow();
  expect((await server.post({ query: '{ role }' })).status).toBe(200);
});

test('a store that is down is said before the first line', async () => {
  const server = await startHttpServer({
    // eslint-disable-next-line require-yield
    async *exportCalls() {
      throw new StoreUnavailableError('The database is away.');
    },
  });
  const answer = await fetch(new URL('/export/calls.csv', server.url), {
    headers: { authorization: `Bearer ${KEY}` },
  });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ error: { message: 'The database is away.' } });
});
