import type { Filter } from 'mongodb';
import type { WebhookDelivery } from '../../domain/webhook/webhook.ts';
import type { DeliveryFilter, EnqueueCommand } from '../../domain/webhook/webhook-store.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import { isDuplicateKey } from './store-failure.ts';
import { deliveryIdOf, toDelivery, webhookIdOf } from './webhook-documents.ts';
import type { DeliveryDocument } from './webhook-documents.ts';

/** The deliveries first, then the cursor: who dies between the two queues the same ones again, which changes nothing. */
export async function enqueueDeliveries(
  { webhooks, deliveries: collection, repeat }: Database,
  { projectId, webhookId, owner, cursor, deliveries }: EnqueueCommand,
): Promise<boolean> {
  const mine = { _id: webhookIdOf(projectId, webhookId), leaseOwner: owner };
  if ((await repeat(() => webhooks.findOne(mine))) === null) return false;
  for (const delivery of deliveries) {
    const document = { _id: deliveryIdOf(projectId, webhookId, delivery.seq), ...delivery };
    await repeat(async () => {
      try {
        await collection.insertOne(document);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    });
  }
  await repeat(() => webhooks.updateOne({ ...mine, cursor: { $lt: cursor } }, { $set: { cursor } }));
  return (await repeat(() => webhooks.findOne(mine))) !== null;
}

export async function dueDeliveries(
  { deliveries, repeat }: Database,
  projectId: string,
  webhookId: string,
  now: number,
  limit: number,
): Promise<WebhookDelivery[]> {
  const found = await repeat(() =>
    deliveries
      .find({ projectId, webhookId, status: 'pending', nextAttemptAt: { $lte: now } })
      .sort({ nextAttemptAt: 1, seq: 1 })
      .limit(limit)
      .toArray(),
  );
  return found.map(toDelivery);
}

export async function recordDelivery(
  { deliveries, repeat }: Database,
  delivery: WebhookDelivery,
): Promise<void> {
  const { projectId, webhookId, seq, status, attempts, nextAttemptAt, lastAttemptAt } = delivery;
  const { responseStatus, responseBody, error, deliveredAt } = delivery;
  await repeat(() =>
    deliveries.updateOne(
      { _id: deliveryIdOf(projectId, webhookId, seq), status: { $ne: 'delivered' } },
      {
        $set: {
          status,
          attempts,
          nextAttemptAt,
          lastAttemptAt,
          responseStatus,
          responseBody,
          error,
          deliveredAt,
        },
      },
    ),
  );
}

export async function replayDelivery(
  { deliveries, repeat }: Database,
  projectId: string,
  webhookId: string,
  seq: number,
  now: number,
): Promise<WebhookDelivery | null> {
  const found = await repeat(() =>
    deliveries.findOneAndUpdate(
      { _id: deliveryIdOf(projectId, webhookId, seq) },
      { $set: { status: 'pending', attempts: 0, nextAttemptAt: now, deliveredAt: null } },
      { returnDocument: 'after' },
    ),
  );
  return found && toDelivery(found);
}

export async function listDeliveries(
  database: Database,
  projectId: string,
  { webhookId, status }: DeliveryFilter,
  page: PageRequest,
): Promise<Page<WebhookDelivery>> {
  const filter: Filter<DeliveryDocument> = {
    projectId,
    ...(webhookId !== undefined && { webhookId }),
    ...(status !== undefined && { status }),
  };
  const rows = await readPage<DeliveryDocument>(
    database,
    {
      collection: database.deliveries,
      filter,
      keyFields: ['seq', 'webhookId'],
      keyTypes: ['number', 'string'],
      order: 'descending',
    },
    page,
    (document) => [document.seq, document.webhookId],
  );
  return mapPage(rows, toDelivery);
}

export async function pruneDeliveries({ deliveries, repeat }: Database, before: number): Promise<number> {
  const { deletedCount } = await repeat(() =>
    deliveries.deleteMany({ status: { $in: ['delivered', 'dead'] }, lastAttemptAt: { $lt: before } }),
  );
  return deletedCount;
}
