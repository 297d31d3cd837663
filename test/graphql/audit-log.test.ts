import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import {
  AUDIT_LOG,
  CREATE_API_KEY,
  CREATE_BUDGET,
  CREATE_PROJECT,
  REVOKE_API_KEY,
  ROTATE_API_KEY,
  SET_MODEL_PRICE,
  UPDATE_API_KEY,
  UPDATE_BUDGET,
} from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { createTestProject, issueKey, operatorOn } from '../support/issued-keys.ts';
import { DELETE_PROVIDER_KEY, SET_PROVIDER_KEY } from '../support/provider-key-documents.ts';
import { rootFieldsOf } from '../support/root-fields.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

/** Sends again what was sent, and changes nothing that was set. */
const NO_CHANGE = ['replayDelivery'];

let app: TestApp;
let admin: { id: string; headers: Record<string, string> };

beforeAll(async () => {
  app = await startTestApp({ SECRETS_KEY: '2e'.repeat(32) });
  await createTestProject(app, 'acme');
  admin = await issueKey(app, { role: 'ADMIN', name: 'admin of acme' }, 'acme');
});
afterAll(() => app.close());

async function entries(filter: object = {}, headers: Record<string, string> = admin.headers) {
  const { auditLog } = await app.run(AUDIT_LOG, { filter }, headers);
  return auditLog.edges.map(({ node }) => node);
}

describe('the audit log', () => {
  test('has every change that an admin can make, with who made it, what it was and what it became', async () => {
    const { headers } = admin;
    const run: typeof app.run = (document, variables) => app.run(document, variables, headers);
    const period = { recurring: { every: 'DAY' } } as const;
    const { budget } = expectType(
      (await run(CREATE_BUDGET, { input: { scope: { everything: true }, amount: '5', period } }))
        .createBudget,
      'CreateBudgetSuccess',
    );
    await run(UPDATE_BUDGET, { input: { id: budget.id, amount: '7.5' } });
    await app.ask(
      'mutation($id: ID!) { deleteBudget(input: { id: $id }) { __typename } }',
      { id: budget.id },
      headers,
    );
    const url = 'https://hooks.example.com/canary-in-a-path';
    const made = await app.ask(
      'mutation($url: String!) { createWebhook(input: { url: $url }) { ... on CreateWebhookSuccess { webhook { id } } } }',
      { url },
      headers,
    );
    const { webhook } = (made.body.data as { createWebhook: { webhook: { id: string } } }).createWebhook;
    for (const change of [
      'updateWebhook(input: { id: $id, enabled: false })',
      'deleteWebhook(input: { id: $id })',
    ])
      await app.ask(`mutation($id: ID!) { ${change} { __typename } }`, { id: webhook.id }, headers);
    const note = 'canary-in-the-text '.repeat(50);
    for (const change of [
      'createTemplate(input: { id: "greeting", name: "Greeting", template: $text })',
      'createTemplateVersion(input: { id: "greeting", template: $text, tags: ["b2b"] })',
      'setTemplateLabel(input: { id: "greeting", label: "staging", version: 2 })',
      'setTemplateLabel(input: { id: "greeting", label: "staging", version: 2 })',
      'setTemplateLabel(input: { id: "greeting", label: "staging", remove: true })',
      'archiveTemplate(input: { id: "greeting" })',
      'archiveTemplate(input: { id: "greeting", archived: false })',
      'archiveTemplate(input: { id: "greeting", archived: false })',
    ]) {
      const variables = { text: note };
      const operation = change.includes('$') ? 'mutation($text: String!)' : 'mutation';
      const { body } = await app.ask(`${operation} { change: ${change} { __typename } }`, variables, headers);
      expect(body.data).toMatchObject({
        change: { __typename: expect.stringMatching(/Success$/) as string },
      });
    }
    await run(SET_MODEL_PRICE, { input: { model: 'mine', input: '1', output: '2' } });
    const { apiKey } = expectType(
      (await run(CREATE_API_KEY, { input: { name: 'a program', role: 'AGENT' } })).createApiKey,
      'CreateApiKeySuccess',
    );
    await run(UPDATE_API_KEY, { input: { id: apiKey.id, limits: { requestsPerMinute: 5 } } });
    await run(ROTATE_API_KEY, { input: { id: apiKey.id } });
    await run(REVOKE_API_KEY, { input: { id: apiKey.id } });
    await run(SET_PROVIDER_KEY, { input: { provider: 'openai', apiKey: 'sk-canary-in-a-key-4711' } });
    await run(DELETE_PROVIDER_KEY, { input: { provider: 'openai' } });

    const log = (await entries()).filter(({ actor }) => actor.kind === 'API_KEY');
    expect(log.every(({ actor }) => actor.id === admin.id)).toBe(true);
    expect(log.map(({ action, before, after }) => ({ action, before, after }))).toMatchObject([
      { action: 'deleteProviderKey', before: { provider: 'openai', hint: '4711' }, after: null },
      { action: 'setProviderKey', before: null, after: { provider: 'openai', hint: '4711' } },
      {
        action: 'revokeApiKey',
        before: { revokedAt: null },
        after: { revokedAt: expect.any(String) as string },
      },
      { action: 'rotateApiKey', before: { prefixes: [{}] }, after: { prefixes: [{}, {}] } },
      {
        action: 'updateApiKey',
        before: { limits: { requestsPerMinute: null } },
        after: { limits: { requestsPerMinute: 5 } },
      },
      { action: 'createApiKey', before: null, after: { name: 'a program', role: 'agent' } },
      {
        action: 'setModelPrice',
        before: null,
        after: { model: 'mine', tiers: [{ input: '1', output: '2' }] },
      },
      {
        action: 'archiveTemplate',
        before: { archivedAt: expect.any(String) as string },
        after: { archivedAt: null },
      },
      {
        action: 'archiveTemplate',
        before: { archivedAt: null },
        after: { archivedAt: expect.any(String) as string },
      },
      { action: 'setTemplateLabel', before: { label: 'staging', version: 2 }, after: null },
      { action: 'setTemplateLabel', before: null, after: { label: 'staging', version: 2 } },
      {
        action: 'createTemplateVersion',
        before: { latest: 1, tags: [] },
        after: { latest: 2, tags: ['b2b'], version: { number: 2, characters: note.length } },
      },
      { action: 'createTemplate', before: null, after: { name: 'Greeting', version: { number: 1 } } },
      { action: 'deleteWebhook', before: { enabled: false }, after: null },
      { action: 'updateWebhook', before: { enabled: true }, after: { enabled: false } },
      { action: 'createWebhook', before: null, after: { origin: 'https://hooks.example.com', secrets: 1 } },
      { action: 'deleteBudget', before: { amount: '7.5' }, after: null },
      { action: 'updateBudget', before: { amount: '5' }, after: { amount: '7.5' } },
      { action: 'createBudget', before: null, after: { amount: '5', scope: { kind: 'everything' } } },
    ]);

    expect(JSON.stringify(log)).not.toContain('canary-in');

    const done = new Set([...log.map(({ action }) => action), 'createProject', ...NO_CHANGE]);
    const changes = rootFieldsOf(createSchema()).filter(
      ({ kind, rule }) => kind === 'mutation' && (rule === 'admin' || rule === 'operator'),
    );
    expect(changes.map(({ name }) => name).filter((name) => !done.has(name))).toEqual([]);
  });

  test('shows the operator’s changes in the project that was acted on', async () => {
    await app.run(CREATE_PROJECT, { input: { id: 'globex', name: 'Globex' } }, operatorOn('acme'));
    expect(await entries({ action: 'createProject' })).toMatchObject([
      { actor: { kind: 'OPERATOR', id: null }, targetId: 'globex', after: { name: 'Globex' } },
    ]);
  });

  test('has nothing of what was refused, and nothing of another project', async () => {
    const before = (await entries()).length;
    await app.run(UPDATE_BUDGET, { input: { id: 'none', amount: '1' } }, admin.headers);
    await app.run(REVOKE_API_KEY, { input: { id: 'none' } }, admin.headers);
    await issueKey(app, {}, 'globex');
    expect((await entries()).length).toBe(before);
    expect((await entries({}, operatorOn('globex'))).map(({ action }) => action)).toEqual(['createApiKey']);
  });
});
