import type { Webhook } from '../../domain/webhook/webhook.ts';
import type { LeasedWebhook, WebhookChange } from '../../domain/webhook/webhook-store.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { Database } from './database.ts';
import { insertOnce } from './insert-once.ts';
import { readPage } from './keyset.ts';
import { fromWebhook, toWebhook, webhookIdOf } from './webhook-documents.ts';
import type { WebhookDocument } from './webhook-documents.ts';

export function createWebhook(
  { webhooks, repeat }: Database,
  webhook: Webhook,
  cursor: number,
): Promise<void> {
  return insertOnce(repeat, webhooks, fromWebhook(webhook, cursor));
}

export async function updateWebhook(
  { webhooks, repeat }: Database,
  projectId: string,
  id: string,
  change: WebhookChange,
  now: number,
): Promise<Webhook | null> {
  const changed = await repeat(() =>
    webhooks.findOneAndUpdate(
      { _id: webhookIdOf(projectId, id) },
      { $set: { ...change, updatedAt: now } },
      { returnDocument: 'after' },
    ),
  );
  return changed && toWebhook(changed);
}

export async function deleteWebhook(
  { webhooks, deliveries, repeat }: Database,
  projectId: string,
  id: string,
): Promise<boolean> {
  const _id = webhookIdOf(projectId, id);
  const isThere = (await repeat(() => webhooks.findOne({ _id }))) !== null;
  // whoever has the lease may queue some more until the webhook is gone
  await repeat(() => webhooks.deleteOne({ _id }));
  await repeat(() => deliveries.deleteMany({ projectId, webhookId: id }));
  return isThere;
}

export async function findWebhook(
  { webhooks, repeat }: Database,
  projectId: string,
  id: string,
): Promise<Webhook | null> {
  const found = await repeat(() => webhooks.findOne({ _id: webhookIdOf(projectId, id) }));
  return found && toWebhook(found);
}

export async function listWebhooks(
  database: Database,
  projectId: string,
  page: PageRequest,
): Promise<Page<Webhook>> {
  const { edges, ...more } = await readPage<WebhookDocument>(
    database,
    {
      collection: database.webhooks,
      filter: { projectId },
      keyFields: ['id'],
      keyTypes: ['string'],
      order: 'ascending',
    },
    page,
    (document) => [document.id],
  );
  return { ...more, edges: edges.map(({ cursor, node }) => ({ cursor, node: toWebhook(node) })) };
}

export async function leaseWebhooks(
  { webhooks, repeat }: Database,
  owner: string,
  now: number,
  until: number,
): Promise<LeasedWebhook[]> {
  await repeat(() =>
    webhooks.updateMany(
      { enabled: true, $or: [{ leaseOwner: owner }, { leaseUntil: { $lte: now } }] },
      { $set: { leaseOwner: owner, leaseUntil: until } },
    ),
  );
  const mine = await repeat(() => webhooks.find({ leaseOwner: owner, enabled: true }).toArray());
  return mine.map((document) => ({ webhook: toWebhook(document), cursor: document.cursor }));
}

export async function releaseWebhooks({ webhooks, repeat }: Database, owner: string): Promise<void> {
  await repeat(() =>
    webhooks.updateMany({ leaseOwner: owner }, { $set: { leaseOwner: null, leaseUntil: 0 } }),
  );
}
