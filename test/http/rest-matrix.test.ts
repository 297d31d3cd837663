import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { COMPLETE, REVOKE_API_KEY } from '../support/documents.ts';
import { createTestProject, issueKey, operatorOn } from '../support/issued-keys.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

// The paths besides /graphql, for every kind of caller of two tenants: who is answered, and with whose calls.

const EXPORTS = ['/export/calls.csv', '/export/calls.ndjson'];
const PROBES = ['/health/live', '/health/ready'];
const PROJECTS = ['acme', 'globex'] as const;
type Headers = Record<string, string>;

let app: TestApp;
let url: string;
const headersOf = new Map<string, Headers>();

async function get(address: string, headers: Headers = {}): Promise<{ status: number; text: string }> {
  const { hostname, port, pathname, search } = new URL(address);
  // fetch would not send a Host of its own
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: pathname + search, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    })
      .once('error', reject)
      .end();
  });
}

beforeAll(async () => {
  app = await startTestApp({ AUTH_FAILURES_PER_MINUTE: '1000000' });
  ({ url } = await app.app.listen());
  for (const project of PROJECTS) {
    await createTestProject(app, project);
    const other = PROJECTS.find((one) => one !== project)!;
    const keys = {
      viewer: await issueKey(app, { role: 'VIEWER' }, project),
      agent: await issueKey(app, { role: 'AGENT' }, project),
      'agent bound to another agent': await issueKey(app, { role: 'AGENT', agentIds: ['nobody'] }, project),
      admin: await issueKey(app, { role: 'ADMIN' }, project),
      revoked: await issueKey(app, { role: 'ADMIN' }, project),
      expired: await issueKey(
        app,
        { role: 'ADMIN', expiresAt: new Date(Date.now() + 2_000).toISOString() },
        project,
      ),
    };
    await app.run(REVOKE_API_KEY, { input: { id: keys.revoked.id } }, operatorOn(project));
    for (const [name, { headers }] of Object.entries(keys)) headersOf.set(`${project} ${name}`, headers);
    headersOf.set(`${project} operator`, operatorOn(project));
    headersOf.set(`${project} nobody`, {});
    headersOf.set(`${project} stranger`, { authorization: `Bearer tg_${'a'.repeat(43)}` });
    headersOf.set(`${project} basic`, { authorization: `Basic ${btoa(`x:${keys.admin.secret}`)}` });
    headersOf.set(`${project} admin of the other`, { ...keys.admin.headers, 'x-tollgate-project': other });
    headersOf.set(`${project} admin of none`, { ...keys.admin.headers, 'x-tollgate-project': 'initech' });
    await app.run(
      COMPLETE,
      { input: { prompt: 'Hello', operationId: `of-${project}`, agentId: 'someone' } },
      operatorOn(project),
    );
  }
  for (const project of PROJECTS) {
    const expired = headersOf.get(`${project} expired`);
    while ((await get(url + EXPORTS[0], expired)).status !== 401) await new Promise(setImmediate);
  }
}, 120_000);
afterAll(() => app.close());

const LET_IN = ['viewer', 'agent', 'agent bound to another agent', 'admin', 'operator'];
const REFUSED = {
  nobody: 401,
  stranger: 401,
  basic: 401,
  revoked: 401,
  expired: 401,
  'admin of the other': 403,
  'admin of none': 403,
};

describe.each(EXPORTS)('%s', (path) => {
  test.each(PROJECTS.flatMap((project) => LET_IN.map((caller) => [project, caller] as const)))(
    'gives the calls of %s to its %s, and none of another project',
    async (project, caller) => {
      const { status, text } = await get(url + path, headersOf.get(`${project} ${caller}`));
      expect(status).toBe(200);
      const named = PROJECTS.filter((one) => text.includes(`of-${one}`));
      expect(named).toEqual([project]);
    },
  );

  test.each(
    PROJECTS.flatMap((project) =>
      Object.entries(REFUSED).map(([caller, status]) => [project, caller, status] as const),
    ),
  )('at %s, %s is answered %i, and told nothing', async (project, caller, status) => {
    const answer = await get(url + path, headersOf.get(`${project} ${caller}`));
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('of-');
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: expect.any(String) as string } });
  });

  test('takes a filter that names another project’s call for one that finds nothing', async () => {
    const { status, text } = await get(`${url}${path}?agentId=of-globex`, headersOf.get('acme viewer'));
    expect([status, text.includes('of-globex')]).toEqual([200, false]);
  });

  test.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])(
    'is for GET alone: %s changes nothing',
    async (method) => {
      const answer = await fetch(url + path, { method, headers: headersOf.get('acme admin') ?? {} });
      expect(answer.status).toBeGreaterThanOrEqual(204);
      expect(await answer.text()).not.toContain('of-acme');
    },
  );

  test.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['an image on such a page', { 'sec-fetch-site': 'cross-site' }],
    ['a name that leads here', { host: 'evil.example' }],
  ] as [string, Headers][])('while the server is open, %s gets nothing', async (_, headers) => {
    const open = await startTestApp({ TOLLGATE_OPEN: 'true', TOLLGATE_ADMIN_KEY: '' });
    onTestFinished(() => open.close());
    const address = (await open.app.listen()).url;
    const answer = await get(address + path, headers);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'FOREIGN_SITE' } });
    expect((await get(address + path)).status).toBe(200);
  });
});

describe.each(PROBES)('%s', (path) => {
  test.each([...LET_IN, ...Object.keys(REFUSED)])('is answered alike to %s', async (caller) => {
    const anonymous = await get(url + path);
    const answer = await get(url + path, headersOf.get(`acme ${caller}`));
    expect(answer).toEqual(anonymous);
    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(/acme|globex|tg_/);
  });

  test('changes nothing by another method', async () => {
    const answer = await fetch(url + path, { method: 'POST', body: '{}' });
    expect([401, 404, 405]).toContain(answer.status);
  });
});

test.each(['/export', '/export/', '/export/calls', '/export/calls.csv/x', '/health', '/metrics', '/.env'])(
  '%s is nothing, with a key and without one',
  async (path) => {
    for (const headers of [{}, headersOf.get('acme admin') ?? {}]) {
      const { status, text } = await get(url + path, headers);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(text).not.toContain('of-acme');
    }
  },
);
