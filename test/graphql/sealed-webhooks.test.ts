import { existsSync, readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { COMPLETE, CREATE_WEBHOOK, UPDATE_WEBHOOK, WEBHOOK_DELIVERIES } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';
import type { WebhookReceiver } from '../support/webhook-receiver.ts';

const SECRETS_KEY = '3d'.repeat(32);
const ENV = { WEBHOOK_ALLOW_PRIVATE: 'true', WEBHOOK_MAX_ATTEMPTS: '1' };

async function appWith(env: Record<string, string>): Promise<TestApp> {
  const app = await startTestApp({ ...ENV, ...env });
  onTestFinished(() => app.close());
  return app;
}

async function receiverOf(): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver();
  onTestFinished(() => receiver.close());
  return receiver;
}

async function create(app: TestApp, url: string): Promise<{ id: string; secret: string }> {
  const { createWebhook } = await app.run(CREATE_WEBHOOK, { input: { url } });
  const { secret, webhook } = expectType(createWebhook, 'CreateWebhookSuccess');
  return { id: webhook.id, secret };
}

const call = (app: TestApp) => app.run(COMPLETE, { input: { prompt: 'Hello' } });

function expectSignedWith(secret: string, { received }: WebhookReceiver): void {
  const { body, headers } = received.at(-1)!;
  expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
}

/** Whether a text is in the files of the store. */
function isStored({ storePath }: TestApp, text: string): boolean {
  return [storePath, `${storePath}-wal`].some(
    (path) => existsSync(path) && readFileSync(path).includes(text),
  );
}

async function deliveriesOf(app: TestApp, webhookId: string, status: 'DELIVERED' | 'DEAD') {
  const { webhookDeliveries } = await app.run(WEBHOOK_DELIVERIES, {
    filter: { webhookId, status },
    first: 10,
  });
  return webhookDeliveries.edges.map(({ node }) => node);
}

test('the secret of a webhook signs its deliveries, and is in no byte of the store, after a rotation too', async () => {
  const [app, receiver] = [await appWith({ SECRETS_KEY }), await receiverOf()];
  const { id, secret } = await create(app, receiver.url);
  await call(app);
  await receiver.whenReceived(2);
  expectSignedWith(secret, receiver);
  const rotated = await app.run(UPDATE_WEBHOOK, { input: { id, rotateSecret: true } });
  const newSecret = expectType(rotated.updateWebhook, 'UpdateWebhookSuccess').secret!;
  await call(app);
  // whoever has the lease learns of the change within a second
  await expect
    .poll(async () => {
      await call(app);
      const { body, headers } = receiver.received.at(-1)!;
      const isBoth = String(headers['webhook-signature']).split(' ').length === 2;
      return isBoth && new Webhook(newSecret).verify(body, headers as Record<string, string>) !== null;
    })
    .toBe(true);
  expectSignedWith(secret, receiver);
  for (const one of [secret, newSecret]) expect(isStored(app, one.slice('whsec_'.length))).toBe(false);
});

test('one from before there was a SECRETS_KEY goes on signing, and is sealed at the next start', async () => {
  const receiver = await receiverOf();
  const first = await appWith({});
  const { id, secret } = await create(first, receiver.url);
  expect(isStored(first, secret)).toBe(true);
  await first.app.close();
  const second = await appWith({ SECRETS_KEY, STORE_URL: `sqlite:${first.storePath}` });
  await call(second);
  await receiver.whenReceived(2);
  expectSignedWith(secret, receiver);
  // what was received and not yet written down would be sent again
  await expect.poll(async () => (await deliveriesOf(second, id, 'DELIVERED')).length).toBe(2);
  await second.app.close();
  // with the key gone, nobody can sign for it any more, and nothing goes out unsigned
  const third = await appWith({ STORE_URL: `sqlite:${first.storePath}` });
  await call(third);
  await expect
    .poll(async () => (await deliveriesOf(third, id, 'DEAD')).map(({ error }) => error))
    .toEqual([
      expect.stringContaining('SECRETS_KEY_PREVIOUS'),
      expect.stringContaining('SECRETS_KEY_PREVIOUS'),
    ]);
  expect(receiver.received).toHaveLength(2);
});
