import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { StoreUnavailableError } from '../../src/domain/errors.ts';
import { createLogger } from '../../src/logger.ts';
import { COMPLETE } from '../support/documents.ts';
import { createTestProject, issueKey, operatorOn } from '../support/issued-keys.ts';
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

  test('has the calls of one project: that of the key, or the one that the operator names', async () => {
    await createTestProject(app, 'acme');
    const viewer = await issueKey(app, { role: 'VIEWER' }, 'acme');
    await app.run(COMPLETE, { input: { prompt: 'Say hello.', operationId: 'acme-1' } }, operatorOn('acme'));
    const ids = async (headers: Record<string, string>) =>
      (await (await get('/export/calls.ndjson', headers)).text()).match(/(?<="operationId":")[^"]+/g);
    expect(await ids(viewer.headers)).toEqual(['acme-1']);
    expect(await ids(operatorOn('acme'))).toEqual(['acme-1']);
    expect(await ids(AUTHORIZED)).toEqual(['three', 'two', 'one']);
    const elsewhere = { ...viewer.headers, 'x-tollgate-project': 'default' };
    expect((await get('/export/calls.csv', elsewhere)).status).toBe(403);
  });

  test('leaves a line in the log that says who took how much, and not what was looked for', async () => {
    const lines: Record<string, unknown>[] = [];
    const destination = {
      write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
    };
    const logged = await startTestApp(
      {},
      { logger: createLogger({ log: { level: 'info', format: 'json' }, secrets: [], destination }) },
    );
    const request = new Request('http://localhost/export/calls.csv?inputContains=a-private-text', {
      headers: AUTHORIZED,
    });
    const text = await (await logged.app.fetch(request)).text();
    await logged.close();
    expect(lines.filter(({ msg }) => msg === 'export ended')).toMatchObject([
      { projectId: 'default', apiKeyId: null, format: 'csv', bytes: text.length, end: 'complete' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('a-private-text');
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
    expect(await ids('inputContains=SAY%20HELLO')).toEqual(['three', 'two', 'one']);
    expect(await ids('inputContains=content')).toEqual([]);
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

describe('an export under way', () => {
  /** One piece, and then nothing until it is ended. */
  function endlessExport() {
    const events = new EventEmitter();
    const go = once(events, 'go');
    return {
      events,
      async *exportCalls() {
        try {
          yield 'first\n';
          await go;
          yield 'second\n';
        } finally {
          events.emit('ended');
        }
      },
    };
  }
  const headers = { authorization: `Bearer ${KEY}` };

  test('is one of a few that a key may have, and gives its place back when it ends', async () => {
    const { limits } = loadConfig({ MAX_EXPORTS_PER_KEY: '2' });
    const endless = endlessExport();
    const { events } = endless;
    const server = await startHttpServer({ ...endless, limits });
    const url = new URL('/export/calls.csv', server.url);
    const [one, two] = await Promise.all([fetch(url, { headers }), fetch(url, { headers })]);
    const refused = await fetch(url, { headers });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({
      error: {
        code: 'LIMIT_EXCEEDED',
        message: 'This key has 2 exports under way, the most that it may have.',
        limit: 'MAX_EXPORTS_PER_KEY',
        max: 2,
      },
    });
    // a wrong filter takes no place
    expect((await fetch(`${url.href}?minCost=x`, { headers })).status).toBe(400);

    events.emit('go');
    expect(await one.text()).toBe('first\nsecond\n');
    await two.text();
    const third = await fetch(url, { headers });
    expect(third.status).toBe(200);
    await third.body?.cancel();
  });

  test('is cut short when its key is revoked', async () => {
    let revoke = (): void => undefined;
    const authenticator = {
      ...testAuthenticator({ adminKey: KEY }),
      watch(_: unknown, onEnd: () => void) {
        revoke = onEnd;
        return () => undefined;
      },
    };
    const endless = endlessExport();
    const { events } = endless;
    const server = await startHttpServer({ ...endless, authenticator });
    const answer = await fetch(new URL('/export/calls.csv', server.url), { headers });
    const reader = answer.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('first\n');
    revoke();
    await expect(reader.read()).rejects.toThrow();
    const ended = once(events, 'ended');
    events.emit('go');
    await ended;
    expect(server.lines.filter(({ msg }) => msg === 'export ended')).toMatchObject([
      { end: 'access ended', bytes: 6 },
    ]);
  });

  test('is cut short, so that nobody takes it for a whole one, when the store fails', async () => {
    const events = new EventEmitter();
    const go = once(events, 'go');
    const server = await startHttpServer({
      async *exportCalls() {
        yield 'first\n';
        await go;
        throw new StoreUnavailableError('The database is away.');
      },
    });
    const answer = await fetch(new URL('/export/calls.csv', server.url), { headers });
    expect(answer.status).toBe(200);
    const text = answer.text();
    events.emit('go');
    await expect(text).rejects.toThrow();
    expect(server.lines).toContainEqual(expect.objectContaining({ msg: 'export ended', end: 'failed' }));
  });

  test('goes on after pieces in which nothing was found', async () => {
    const server = await startHttpServer({
      async *exportCalls() {
        for (const piece of ['', '', 'one\n', '', 'two\n', '']) yield piece;
      },
    });
    const answer = await fetch(new URL('/export/calls.ndjson', server.url), { headers });
    expect(await answer.text()).toBe('one\ntwo\n');
  });
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
