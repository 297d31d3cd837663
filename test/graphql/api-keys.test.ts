import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  API_KEYS,
  CREATE_API_KEY,
  ME,
  REVOKE_API_KEY,
  ROTATE_API_KEY,
  UPDATE_API_KEY,
} from '../support/documents.ts';
import { issueKey } from '../support/issued-keys.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const keyOf = async (id: string) =>
  (await app.run(API_KEYS, {})).apiKeys.edges.map(({ node }) => node).find((key) => key.id === id);
const rotate = (id: string, overlapSeconds?: number) =>
  app.run(ROTATE_API_KEY, { input: { id, ...(overlapSeconds !== undefined && { overlapSeconds }) } });
const statusWith = async (headers: Record<string, string>) =>
  (await app.ask('{ me { role } }', {}, headers)).status;

describe('an API key', () => {
  test('lets its holder in with its role, and shows what it was made with', async () => {
    const { id, secret, headers } = await issueKey(app, {
      name: 'Nightly report',
      role: 'VIEWER',
      agentIds: ['reporter', 'reporter'],
      models: ['gpt-4o'],
      limits: { requestsPerMinute: 5 },
      expiresAt: '2100-01-01T00:00:00Z',
    });
    expect(secret).toMatch(/^tg_[\w-]{43}$/);
    expect((await app.run(ME, {}, headers)).me).toEqual({
      role: 'VIEWER',
      isOperator: false,
      projectId: 'default',
      apiKeyId: id,
      subject: null,
      agentIds: ['reporter'],
      models: ['gpt-4o'],
      limits: { requestsPerMinute: 5 },
    });
    expect(await keyOf(id)).toMatchObject({
      name: 'Nightly report',
      state: 'ACTIVE',
      prefix: secret.slice(0, 11),
      secrets: [{ prefix: secret.slice(0, 11), expiresAt: null }],
      limits: { requestsPerMinute: 5, tokensPerMinute: null, concurrentCalls: null },
      createdBy: { kind: 'OPERATOR', id: null },
      revokedAt: null,
    });
  });

  test('is kept as a hash only, and in no answer after the first', async () => {
    const { secret } = await issueKey(app);
    const answers = JSON.stringify(await app.run(API_KEYS, {}));
    expect(answers).not.toContain(secret);
    const folder = dirname(app.storePath);
    const files = readdirSync(folder).filter((name) => name.startsWith(basename(app.storePath)));
    for (const name of files) {
      const bytes = readFileSync(join(folder, name)).toString('latin1');
      expect(bytes.includes(secret.slice(11)), name).toBe(false);
    }
    expect(files.length).toBeGreaterThan(0);
  });

  test('that is rotated has two secrets for the overlap, and then one', async () => {
    const first = await issueKey(app);
    const { rotateApiKey } = await rotate(first.id);
    if (rotateApiKey.__typename !== 'RotateApiKeySuccess') throw new Error(rotateApiKey.message);
    const second = { authorization: `Bearer ${rotateApiKey.secret}` };
    expect(rotateApiKey.apiKey.secrets).toEqual([
      { prefix: rotateApiKey.secret.slice(0, 11), expiresAt: null },
      { prefix: first.secret.slice(0, 11), expiresAt: expect.any(String) as string },
    ]);
    expect([await statusWith(first.headers), await statusWith(second)]).toEqual([200, 200]);
    expect((await app.run(ME, {}, second)).me.apiKeyId).toBe(first.id);
    await rotate(first.id, 0);
    expect([await statusWith(first.headers), await statusWith(second)]).toEqual([401, 401]);
  });

  test('that is changed keeps what is not named, and loses what is null', async () => {
    const { id, headers } = await issueKey(app, {
      name: 'before',
      agentIds: ['reporter'],
      models: ['gpt-4o'],
      limits: { requestsPerMinute: 5, concurrentCalls: 2 },
    });
    await app.run(ME, {}, headers);
    const update = async (change: object) =>
      (await app.run(UPDATE_API_KEY, { input: { id, ...change } })).updateApiKey;
    const limits = { requestsPerMinute: null, concurrentCalls: 7 };
    expect(await update({ agentIds: null, limits: { concurrentCalls: 7 } })).toMatchObject({
      apiKey: { id, name: 'before', agentIds: null, models: ['gpt-4o'], limits },
    });
    expect((await app.run(ME, {}, headers)).me).toMatchObject({ agentIds: null, models: ['gpt-4o'] });
    expect(await update({ name: 'after', limits: null })).toMatchObject({
      apiKey: { name: 'after', models: ['gpt-4o'], limits: { concurrentCalls: null } },
    });
    expect(await update({ models: [] })).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await update({ limits: { perModel: [{ model: 'gpt-4o' }] } })).toMatchObject({
      message: expect.stringContaining('must have requestsPerMinute, tokensPerMinute or both') as string,
    });
    await app.run(REVOKE_API_KEY, { input: { id } });
    expect(await update({ name: 'later' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('that is revoked lets nobody in from then on, and stays in the list', async () => {
    const { id, headers } = await issueKey(app);
    expect(await statusWith(headers)).toBe(200);
    const { revokeApiKey } = await app.run(REVOKE_API_KEY, { input: { id } });
    expect(revokeApiKey).toMatchObject({ apiKey: { id, state: 'REVOKED' } });
    expect(await statusWith(headers)).toBe(401);
    expect(await keyOf(id)).toMatchObject({ state: 'REVOKED', revokedAt: expect.any(String) as string });
    expect((await app.run(REVOKE_API_KEY, { input: { id } })).revokeApiKey).toEqual(revokeApiKey);
    expect((await rotate(id)).rotateApiKey).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('that has expired lets nobody in', async () => {
    const expiresAt = new Date(Date.now() + 3_000).toISOString();
    const { id, headers } = await issueKey(app, { expiresAt });
    await expect.poll(() => statusWith(headers)).toBe(401);
    expect(await keyOf(id)).toMatchObject({ state: 'EXPIRED' });
    expect((await rotate(id)).rotateApiKey).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('shows when it was last used, written after the request and not before its answer', async () => {
    const { id, headers } = await issueKey(app);
    expect((await keyOf(id))?.lastUsedAt).toBeNull();
    await statusWith(headers);
    await expect.poll(async () => (await keyOf(id))?.lastUsedAt, { timeout: 10_000 }).not.toBeNull();
  });

  test.each([
    ['name', { name: '' }],
    ['agentIds', { agentIds: [] }],
    ['agentIds.0', { agentIds: ['a\nb'] }],
    ['models', { models: Array.from({ length: 101 }, (_, index) => `model ${index}`) }],
    ['limits.requestsPerMinute', { limits: { requestsPerMinute: 0 } }],
    ['limits.concurrentCalls', { limits: { concurrentCalls: 10_001 } }],
    ['expiresAt', { expiresAt: '2020-01-01T00:00:00Z' }],
  ])('with a wrong %s is not made', async (path, wrong) => {
    const before = (await app.run(API_KEYS, {})).apiKeys.edges.length;
    const { createApiKey } = await app.run(CREATE_API_KEY, {
      input: { name: 'a key', role: 'AGENT', ...wrong },
    });
    expect(createApiKey).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect('message' in createApiKey && createApiKey.message).toContain(path);
    expect((await app.run(API_KEYS, {})).apiKeys.edges.length).toBe(before);
  });
});
