import { afterAll, beforeAll, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import {
  COMPLETE,
  CREATE_WEBHOOK,
  DELETE_WEBHOOK,
  REPLAY_DELIVERY,
  UPDATE_WEBHOOK,
  WEBHOOK_DELIVERIES,
  WEBHOOKS,
} from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({
    WEBHOOK_ALLOW_PRIVATE: 'true',
    WEBHOOK_RETRY_INITIAL_MS: '10',
    WEBHOOK_MAX_ATTEMPTS: '3',
    WEBHOOK_TIMEOUT_MS: '500',
  });
});
afterAll(() => app.close());

async function create(url: string, more: object = {}) {
  const { createWebhook } = await app.run(CREATE_WEBHOOK, { input: { url, ...more } });
  return expectType(createWebhook, 'CreateWebhookSuccess');
}

async function call(agentId: string): Promise<void> {
  const input = { prompt: 'Hello', agentId, model: 'sandbox-fill' };
  expectType((await app.run(COMPLETE, { input })).complete, 'CompleteSuccess');
}

async function remove(id: string): Promise<void> {
  expectType((await app.run(DELETE_WEBHOOK, { input: { id } })).deleteWebhook, 'DeleteWebhookSuccess');
}

/** The deliveries of a webhook as soon as all of them have that status. */
async function whenAll(webhookId: string, status: 'DELIVERED' | 'DEAD', count: number) {
  for (;;) {
    const { webhookDeliveries } = await app.run(WEBHOOK_DELIVERIES, {
      filter: { webhookId, status },
      first: 100,
    });
    const found = webhookDeliveries.edges.map(({ node }) => node);
    if (found.length >= count) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a receiver gets each event once, signed so that the reference library takes it', async () => {
  const receiver = await startWebhookReceiver();
  const { secret, webhook } = await create(receiver.url, { agentIds: ['signed'] });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await call('other');
  await call('signed');
  await receiver.whenReceived(2);

  const verifier = new Webhook(secret);
  const bodies = receiver.received.map(({ body, headers }) =>
    verifier.verify(body, headers as Record<string, string>),
  ) as { type: string; data: Record<string, unknown> }[];
  bodies.sort((a, b) => b.type.localeCompare(a.type));
  expect(bodies).toMatchObject([
    {
      type: 'openai.model.call_started',
      data: { agentId: 'signed', model: 'sandbox-fill', kind: 'call_started' },
    },
    { type: 'openai.model.call_completed', data: { agentId: 'signed', cost: { basis: 'measured' } } },
  ]);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  expect(() =>
    new Webhook(`whsec_${btoa('x'.repeat(32))}`).verify(
      receiver.received[0]!.body,
      receiver.received[0]!.headers as Record<string, string>,
    ),
  ).toThrow();
  await whenAll(webhook.id, 'DELIVERED', 2);
  await remove(webhook.id);
  await receiver.close();
});

test('the secret is shown once, and no answer has it afterwards', async () => {
  const { secret, webhook } = await create('http://127.0.0.1:9/');
  const { body } = await app.ask('{ webhooks { edges { node { id url description topics } } } }');
  expect(JSON.stringify(body)).not.toContain(secret);
  const { updateWebhook } = await app.run(UPDATE_WEBHOOK, { input: { id: webhook.id, description: 'x' } });
  expect(expectType(updateWebhook, 'UpdateWebhookSuccess').secret).toBeNull();
  await remove(webhook.id);
});

test('a new secret signs beside the old one', async () => {
  const receiver = await startWebhookReceiver();
  const { secret, webhook } = await create(receiver.url, { topics: ['openai.model.call_started'] });
  const { updateWebhook } = await app.run(UPDATE_WEBHOOK, { input: { id: webhook.id, rotateSecret: true } });
  const rotated = expectType(updateWebhook, 'UpdateWebhookSuccess').secret ?? '';
  expect(rotated).not.toBe(secret);
  // whoever has the lease may have taken it between the two changes, and learns of the second within a second
  const signatures = () => String(receiver.received.at(-1)?.headers['webhook-signature']).split(' ');
  for (let calls = 1; signatures().length < 2; calls += 1) {
    await call('rotated');
    await receiver.whenReceived(calls);
  }
  const last = receiver.received.at(-1)!;
  for (const either of [secret, rotated]) {
    new Webhook(either).verify(last.body, last.headers as Record<string, string>);
  }
  await remove(webhook.id);
  await receiver.close();
});

test('what fails is tried again under the same id, and is a dead letter in the end, which can be replayed', async () => {
  let status = 500;
  const receiver = await startWebhookReceiver((_, _number, response) => {
    response.writeHead(status).end('x'.repeat(5000));
    return null;
  });
  const { webhook } = await create(receiver.url, { topics: ['openai.model.call_completed'] });
  await call('failing');
  const [dead] = await whenAll(webhook.id, 'DEAD', 1);
  expect(dead).toMatchObject({
    attempts: 3,
    responseStatus: 500,
    responseBody: 'x'.repeat(1024),
    error: 'The receiver answered 500.',
    nextAttemptAt: null,
  });
  expect(receiver.received).toHaveLength(3);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set([dead?.eventId]),
  );

  status = 200;
  const { replayDelivery } = await app.run(REPLAY_DELIVERY, { input: { id: dead?.id ?? '' } });
  expectType(replayDelivery, 'ReplayDeliverySuccess');
  expect(await whenAll(webhook.id, 'DELIVERED', 1)).toMatchObject([{ attempts: 1, eventId: dead?.eventId }]);
  expectType((await app.run(REPLAY_DELIVERY, { input: { id: 'nothing' } })).replayDelivery, 'NotFoundError');
  await remove(webhook.id);
  await receiver.close();
});

test('a redirect is not followed, and silence is a failure', async () => {
  const elsewhere = await startWebhookReceiver();
  const receiver = await startWebhookReceiver((_, number, response) => {
    if (number > 1) return null;
    response.writeHead(307, { location: elsewhere.url }).end();
    return null;
  });
  const { webhook } = await create(receiver.url, { topics: ['openai.model.call_completed'] });
  await call('redirected');
  const [dead] = await whenAll(webhook.id, 'DEAD', 1);
  expect(dead).toMatchObject({ responseStatus: null, error: 'The receiver did not answer within 500 ms.' });
  expect(elsewhere.received).toEqual([]);
  await remove(webhook.id);
  await receiver.close();
  await elsewhere.close();
});

test('a receiver that answers 410 is asked no more', async () => {
  const receiver = await startWebhookReceiver(() => 410);
  const { webhook } = await create(receiver.url, { topics: ['openai.model.call_completed'] });
  await call('gone');
  for (;;) {
    const { webhooks } = await app.run(WEBHOOKS, { first: 100 });
    const found = webhooks.edges.find(({ node }) => node.id === webhook.id)?.node;
    if (found?.enabled === true) continue;
    expect(found?.disabledReason).toBe('The receiver answered 410 Gone.');
    break;
  }
  await remove(webhook.id);
  await receiver.close();
});

test('a webhook that is off is sent nothing, and on again what it missed', async () => {
  const receiver = await startWebhookReceiver();
  const { webhook } = await create(receiver.url, { topics: ['openai.model.call_completed'] });
  await call('before');
  await receiver.whenReceived(1);
  await app.run(UPDATE_WEBHOOK, { input: { id: webhook.id, enabled: false } });
  await call('while-off');
  await app.run(UPDATE_WEBHOOK, { input: { id: webhook.id, enabled: true } });
  await call('after');
  await receiver.whenReceived(3);
  const agents = receiver.received.map(
    ({ body }) => (JSON.parse(body) as { data: { agentId: string } }).data.agentId,
  );
  expect([...agents].sort()).toEqual(['after', 'before', 'while-off']);
  await remove(webhook.id);
  await receiver.close();
});

test('bad input is refused with the field that is wrong', async () => {
  for (const input of [
    { url: 'ftp://example.com' },
    { url: 'nothing' },
    { url: 'https://user:password@example.com/' },
    { url: 'https://example.com/', topics: [] },
  ]) {
    const { createWebhook } = await app.run(CREATE_WEBHOOK, { input });
    expectType(createWebhook, 'ValidationError');
  }
  expectType((await app.run(DELETE_WEBHOOK, { input: { id: 'none' } })).deleteWebhook, 'NotFoundError');
  expectType((await app.run(UPDATE_WEBHOOK, { input: { id: 'none' } })).updateWebhook, 'NotFoundError');
});

test('without WEBHOOK_ALLOW_PRIVATE no way leads into the own network', async () => {
  const guarded = await startTestApp({ WEBHOOK_MAX_ATTEMPTS: '1' });
  for (const url of [
    'http://example.com/',
    'https://127.0.0.1/',
    'https://10.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://2130706433/',
    'https://localhost/',
    'https://169.254.169.254/latest/meta-data',
  ]) {
    const { createWebhook } = await guarded.run(CREATE_WEBHOOK, { input: { url } });
    expectType(createWebhook, 'ValidationError');
  }
  await guarded.close();
});

test('calls, capabilities and models choose events, and can be changed', async () => {
  const receiver = await startWebhookReceiver();
  const made = await create(receiver.url, { models: ['sandbox-fill'], capabilityTypes: ['wanted'] });
  const complete = async (operationId: string, capabilityType: string) => {
    const input = { prompt: 'Hello', operationId, capabilityType, model: 'sandbox-fill' };
    expectType((await app.run(COMPLETE, { input })).complete, 'CompleteSuccess');
  };
  await complete('chosen-1', 'other');
  await complete('chosen-2', 'wanted');
  await receiver.whenReceived(2);
  const { updateWebhook } = await app.run(UPDATE_WEBHOOK, {
    input: { id: made.webhook.id, models: [], capabilityTypes: null, operationIds: ['chosen-4'] },
  });
  expectType(updateWebhook, 'UpdateWebhookSuccess');
  const { body } = await app.ask('{ webhooks { edges { node { models capabilityTypes operationIds } } } }');
  expect(body.data).toEqual({
    webhooks: { edges: [{ node: { models: null, capabilityTypes: null, operationIds: ['chosen-4'] } }] },
  });
  // whoever has the lease learns of the change within a second: until then it is the old filter
  const told = () =>
    receiver.received.map(
      ({ body: text }) => (JSON.parse(text) as { data: { operationId: string } }).data.operationId,
    );
  expect(new Set(told())).toEqual(new Set(['chosen-2']));
  await remove(made.webhook.id);
  await receiver.close();
});

test('a project has at most 50, and the next one is refused until one is deleted', async () => {
  const ids: string[] = [];
  const url = 'http://127.0.0.1:9/';
  while (ids.length < 50) ids.push((await create(url, { topics: ['none'] })).webhook.id);
  const refused = async () => (await app.run(CREATE_WEBHOOK, { input: { url } })).createWebhook;
  expect(expectType(await refused(), 'ValidationError').message).toContain('can have 50 webhooks');
  await remove(ids.pop()!);
  ids.push((await create(url, { topics: ['none'] })).webhook.id);
  for (const id of ids) await remove(id);
});
