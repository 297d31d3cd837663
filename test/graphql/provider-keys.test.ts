import { readFileSync } from 'node:fs';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { COMPLETE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { createTestProject, issueKey, operatorOn } from '../support/issued-keys.ts';
import { DELETE_PROVIDER_KEY, PROVIDER_KEYS, SET_PROVIDER_KEY } from '../support/provider-key-documents.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { chatAnswer, startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

const SECRETS_KEY = '6f'.repeat(32);
const OWN_KEY = 'sk-own-0123456789-of-acme-9876';
const SECRETS = { SECRETS_KEY, PROVIDER_ALLOW_PRIVATE: 'true' };

async function upstreamOf(): Promise<Upstream> {
  const upstream = await startUpstream(() => chatAnswer(10, 5));
  onTestFinished(() => upstream.close());
  return upstream;
}

async function appWith(env: Record<string, string>): Promise<TestApp> {
  const app = await startTestApp(env);
  onTestFinished(() => app.close());
  return app;
}

async function complete(app: TestApp, project: string, more: object = {}) {
  const input = { prompt: 'Hello', parameters: { maxTokens: 50 }, ...more };
  return (await app.run(COMPLETE, { input }, operatorOn(project))).complete;
}

async function setKey(app: TestApp, project: string, input: { apiKey?: string; baseUrl?: string } = {}) {
  const { setProviderKey } = await app.run(
    SET_PROVIDER_KEY,
    { input: { provider: 'openai', apiKey: OWN_KEY, ...input } },
    operatorOn(project),
  );
  return setProviderKey;
}

const keysAt = ({ requests }: Upstream) => requests.map(({ headers }) => headers.authorization);

describe('a project with a key of its own', () => {
  test('calls with it, and the others with that of the server', async () => {
    const [shared, own] = [await upstreamOf(), await upstreamOf()];
    const app = await appWith({
      ...SECRETS,
      OPENAI_BASE_URL: shared.url,
      OPENAI_API_KEY: 'sk-of-the-server',
    });
    for (const project of ['acme', 'globex']) await createTestProject(app, project);
    expectType(await setKey(app, 'acme', { baseUrl: own.url }), 'SetProviderKeySuccess');
    expectType(await complete(app, 'acme'), 'CompleteSuccess');
    expectType(await complete(app, 'globex'), 'CompleteSuccess');
    expect(keysAt(own)).toEqual([`Bearer ${OWN_KEY}`]);
    expect(keysAt(shared)).toEqual(['Bearer sk-of-the-server']);

    const { deleteProviderKey } = await app.run(
      DELETE_PROVIDER_KEY,
      { input: { provider: 'openai' } },
      operatorOn('acme'),
    );
    expectType(deleteProviderKey, 'DeleteProviderKeySuccess');
    expectType(await complete(app, 'acme'), 'CompleteSuccess');
    expect(own.requests).toHaveLength(1);
    expect(shared.requests).toHaveLength(2);
  });

  test('is not answered by the sandbox, as the others are where the server has no key', async () => {
    const own = await upstreamOf();
    const app = await appWith(SECRETS);
    await createTestProject(app, 'acme');
    await setKey(app, 'acme', { baseUrl: own.url });
    const paid = expectType(await complete(app, 'acme'), 'CompleteSuccess');
    const free = expectType(await complete(app, 'default'), 'CompleteSuccess');
    expect([paid.call.sandbox, free.call.sandbox]).toEqual([false, true]);
    expect(own.requests).toHaveLength(1);
  });

  test('gets the stored answer of an operationId that was run before its key was set', async () => {
    const own = await upstreamOf();
    const app = await appWith(SECRETS);
    await createTestProject(app, 'acme');
    const first = expectType(await complete(app, 'acme', { operationId: 'once' }), 'CompleteSuccess');
    await setKey(app, 'acme', { baseUrl: own.url });
    const again = expectType(await complete(app, 'acme', { operationId: 'once' }), 'CompleteSuccess');
    expect(again.text).toBe(first.text);
    expect(own.requests).toEqual([]);
  });

  test('whose server fails opens a circuit of its own, and nobody else’s', async () => {
    const [shared, own] = [await upstreamOf(), await startUpstream(() => ({ status: 500, body: {} }))];
    onTestFinished(() => own.close());
    const app = await appWith({
      ...SECRETS,
      OPENAI_BASE_URL: shared.url,
      CIRCUIT_FAILURES: '2',
      MAX_RETRIES: '0',
    });
    await createTestProject(app, 'acme');
    await setKey(app, 'acme', { baseUrl: own.url });
    const codes: string[] = [];
    for (let call = 0; call < 3; call += 1)
      codes.push(expectType(await complete(app, 'acme'), 'ProviderError').code);
    expect(codes[2]).toBe('CIRCUIT_OPEN');
    expect(own.requests).toHaveLength(2);
    expectType(await complete(app, 'default'), 'CompleteSuccess');
  });

  test('whose server is slow keeps its own calls waiting, and nobody else’s', async () => {
    const [shared, own] = [await upstreamOf(), await upstreamOf()];
    const app = await appWith({ ...SECRETS, OPENAI_BASE_URL: shared.url, UPSTREAM_CONCURRENCY: '1' });
    await createTestProject(app, 'acme');
    await setKey(app, 'acme', { baseUrl: own.url });
    own.hold();
    const waiting = [complete(app, 'acme'), complete(app, 'acme')];
    await own.arrived(1);
    expectType(await complete(app, 'default'), 'CompleteSuccess');
    expect(own.requests).toHaveLength(1);
    own.release();
    for (const answer of await Promise.all(waiting)) expectType(answer, 'CompleteSuccess');
  });

  test('is not led away by a redirect of its server', async () => {
    const elsewhere = await upstreamOf();
    const location = `${elsewhere.url}/chat/completions`;
    const own = await startUpstream(() => ({ status: 307, headers: { location }, body: {} }));
    onTestFinished(() => own.close());
    const app = await appWith({ ...SECRETS, MAX_RETRIES: '0' });
    await setKey(app, 'default', { baseUrl: own.url });
    expectType(await complete(app, 'default'), 'ProviderError');
    expect(own.requests).toHaveLength(1);
    expect(elsewhere.requests).toEqual([]);
  });

  test('whose key cannot be opened any more makes no calls, instead of calling with another key', async () => {
    const shared = await upstreamOf();
    const first = await appWith({ ...SECRETS, OPENAI_BASE_URL: shared.url });
    await setKey(first, 'default');
    const env = { OPENAI_BASE_URL: shared.url, STORE_URL: `sqlite:${first.storePath}` };
    for (const more of [{}, { SECRETS_KEY: '7a'.repeat(32) }]) {
      const second = await appWith({ ...env, ...more });
      expect(expectType(await complete(second, 'default'), 'SecretUnreadableError').code).toBe(
        'SECRET_UNREADABLE',
      );
    }
    expect(shared.requests).toEqual([]);
  });
});

test('a key whose row is given another address or project in the store does not open there', async () => {
  const [own, thief] = [await upstreamOf(), await upstreamOf()];
  const app = await appWith({ ...SECRETS, MAX_RETRIES: '0' });
  await createTestProject(app, 'globex');
  await setKey(app, 'default', { baseUrl: own.url });
  const database = new Database(app.storePath, { timeout: 10_000 });
  const set = (sql: string, ...values: string[]) => database.prepare(sql).run(...values);
  set('UPDATE provider_keys SET base_url = ?', thief.url);
  // on an instance that has not seen it before
  const env = { ...SECRETS, STORE_URL: `sqlite:${app.storePath}` };
  expectType(await complete(await appWith(env), 'default'), 'SecretUnreadableError');
  set('UPDATE provider_keys SET base_url = ?, project_id = ?', own.url, 'globex');
  expectType(await complete(await appWith(env), 'globex'), 'SecretUnreadableError');
  set("UPDATE provider_keys SET project_id = 'default'");
  expectType(await complete(await appWith(env), 'default'), 'CompleteSuccess');
  database.close();
  expect([own.requests.length, thief.requests.length]).toEqual([1, 0]);
});

describe('a provider key', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ SECRETS_KEY });
    for (const project of ['acme', 'globex']) await createTestProject(app, project);
  });
  afterAll(() => app.close());

  test('is shown with its last four characters, when it was set and by whom, to admins of its project', async () => {
    const admin = await issueKey(app, { role: 'ADMIN' }, 'acme');
    const input = { provider: 'openai', apiKey: OWN_KEY, baseUrl: 'https://llm.example.com/v1' };
    const { setProviderKey } = await app.run(SET_PROVIDER_KEY, { input }, admin.headers);
    const { providerKey } = expectType(setProviderKey, 'SetProviderKeySuccess');
    expect(providerKey).toMatchObject({
      provider: 'openai',
      hint: '9876',
      baseUrl: 'https://llm.example.com/v1',
      setBy: { kind: 'API_KEY', id: admin.id },
    });
    expect((await app.run(PROVIDER_KEYS, {}, admin.headers)).providerKeys).toEqual([providerKey]);
    expect((await app.run(PROVIDER_KEYS, {}, operatorOn('globex'))).providerKeys).toEqual([]);
    const agent = await issueKey(app, { role: 'AGENT' }, 'acme');
    const { body } = await app.ask('{ providerKeys { hint } }', {}, agent.headers);
    expect(body.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  test('is in no byte of the store and in no entry of the audit log', async () => {
    await setKey(app, 'globex');
    const { body } = await app.ask(
      '{ auditLog(first: 10) { edges { node { action targetId before after } } } }',
      {},
      operatorOn('globex'),
    );
    expect(JSON.stringify(body)).toContain('setProviderKey');
    expect(JSON.stringify(body)).not.toContain(OWN_KEY);
    for (const file of [app.storePath, `${app.storePath}-wal`]) {
      const bytes = readFileSync(file);
      expect(bytes.includes(OWN_KEY)).toBe(false);
      expect(bytes.includes(SECRETS_KEY)).toBe(false);
    }
  });

  test.each([
    ['http://llm.example.com/v1', 'must be an https:// URL'],
    ['https://10.1.2.3/v1', 'must not be a private or local address unless PROVIDER_ALLOW_PRIVATE is true'],
    ['https://[::1]/v1', 'must not be a private'],
    ['https://localhost/v1', 'must not be a private'],
    ['https://user:pass@llm.example.com/v1', 'must be an https:// URL'],
    ['nonsense', 'must be an https:// URL'],
  ])('is not sent to %s', async (baseUrl, message) => {
    const refused = expectType(await setKey(app, 'default', { baseUrl }), 'ValidationError');
    expect(refused.fields).toEqual([
      { path: 'baseUrl', message: expect.stringContaining(message) as string },
    ]);
  });

  test.each([
    ['apiKey', 'short', 'must be 16 to 1000 printable'],
    ['apiKey', 'with spaces in it 0123456789', 'must be 16 to 1000 printable'],
    ['provider', 'nobody', 'must be one of openai'],
  ])('with the %s %s is refused, and changes nothing', async (path, value, message) => {
    const input = { provider: 'openai', apiKey: OWN_KEY, [path]: value };
    const { setProviderKey } = await app.run(SET_PROVIDER_KEY, { input });
    const refused = expectType(setProviderKey, 'ValidationError');
    expect(refused.fields).toEqual([{ path, message: expect.stringContaining(message) as string }]);
    expect(JSON.stringify(refused)).not.toContain(OWN_KEY);
    expect((await app.run(PROVIDER_KEYS, {})).providerKeys).toEqual([]);
  });

  test('that is not there cannot be deleted', async () => {
    const { deleteProviderKey } = await app.run(DELETE_PROVIDER_KEY, { input: { provider: 'openai' } });
    expect(expectType(deleteProviderKey, 'NotFoundError').code).toBe('NOT_FOUND');
  });
});

test.each(['127.0.0.1', 'localhost'])(
  'a base URL at %s, from a time when that was allowed, is not connected to',
  async (host) => {
    const own = await upstreamOf();
    const first = await appWith(SECRETS);
    await setKey(first, 'default', { baseUrl: own.url.replace('127.0.0.1', host) });
    const second = await appWith({ SECRETS_KEY, STORE_URL: `sqlite:${first.storePath}`, MAX_RETRIES: '0' });
    const refused = expectType(await complete(second, 'default'), 'ProviderError');
    expect(refused.code).toBe('PROVIDER_UNREACHABLE');
    expect(own.requests).toEqual([]);
    expectType(await complete(first, 'default'), 'CompleteSuccess');
    expect(own.requests).toHaveLength(1);
  },
);

test('without a SECRETS_KEY no key is taken', async () => {
  const app = await appWith({});
  const refused = expectType(await setKey(app, 'default'), 'SecretsKeyMissingError');
  expect(refused.message).toContain('SECRETS_KEY');
  expect((await app.run(PROVIDER_KEYS, {})).providerKeys).toEqual([]);
});

await describeOnEachStore('two instances', (kind) => {
  test('use a key that was set on one of them within seconds, and no longer after it was deleted', async () => {
    const [shared, own] = [await upstreamOf(), await upstreamOf()];
    const store = kind.open();
    onTestFinished(() => store.remove());
    const env = { ...SECRETS, OPENAI_BASE_URL: shared.url, STORE_URL: store.storeUrl };
    const [one, two] = [await appWith(env), await appWith(env)];
    // the other one knows by now that there is none
    expectType(await complete(two, 'default'), 'CompleteSuccess');
    await setKey(one, 'default', { baseUrl: own.url });
    await expect
      .poll(async () => complete(two, 'default').then(() => own.requests.length > 0), { timeout: 5_000 })
      .toBe(true);
    await one.run(DELETE_PROVIDER_KEY, { input: { provider: 'openai' } });
    await expect
      .poll(
        async () => {
          const before = shared.requests.length;
          await complete(two, 'default');
          return shared.requests.length > before;
        },
        { timeout: 5_000 },
      )
      .toBe(true);
  });
});

test('a new SECRETS_KEY seals everything anew at the start, after which the old one can go', async () => {
  const own = await upstreamOf();
  const first = await appWith(SECRETS);
  await setKey(first, 'default', { baseUrl: own.url });
  const env = { PROVIDER_ALLOW_PRIVATE: 'true', STORE_URL: `sqlite:${first.storePath}` };
  const newKey = Buffer.alloc(32, 7).toString('base64');
  await appWith({ ...env, SECRETS_KEY: newKey, SECRETS_KEY_PREVIOUS: SECRETS_KEY });
  const third = await appWith({ ...env, SECRETS_KEY: newKey });
  expectType(await complete(third, 'default'), 'CompleteSuccess');
  expect(keysAt(own)).toEqual([`Bearer ${OWN_KEY}`]);
});
