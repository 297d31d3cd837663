import type { AuditStamp } from '../../domain/access/audit.ts';
import { webhookSnapshot } from '../../domain/webhook/webhook.ts';
import type { Webhook, WebhookSecret } from '../../domain/webhook/webhook.ts';
import type { LeasedWebhook, WebhookChange } from '../../domain/webhook/webhook-store.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { auditDocument, logAudit, pushUntold, tellAudit, untoldOf } from './audit-log.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { insertOnce } from './insert-once.ts';
import { readPage } from './keyset.ts';
import { fromWebhook, toWebhook, webhookIdOf } from './webhook-documents.ts';
import type { WebhookDocument } from './webhook-documents.ts';

export async function createWebhook(
  database: Database,
  webhook: Webhook,
  cursor: number,
  audit?: AuditStamp,
): Promise<void> {
  const { webhooks, repeat } = database;
  const document = { ...fromWebhook(webhook, cursor), ...untoldOf(audit, webhookSnapshot(webhook)) };
  await insertOnce(repeat, webhooks, document);
  await tellAudit(database, webhooks, document);
}

export async function updateWebhook(
  database: Database,
  projectId: string,
  id: string,
  change: WebhookChange,
  now: number,
  audit?: AuditStamp,
): Promise<Webhook | null> {
  const { webhooks, repeat } = database;
  const _id = webhookIdOf(projectId, id);
  for (;;) {
    const stored = await repeat(() => webhooks.findOne({ _id }, LATEST));
    if (stored === null) return null;
    const before = toWebhook(stored);
    const after = { ...before, ...change, updatedAt: now };
    const changed = await repeat(() =>
      webhooks.findOneAndUpdate(
        { _id, revision: stored.revision },
        {
          $set: { ...change, updatedAt: now },
          $inc: { revision: 1 },
          ...pushUntold(audit, webhookSnapshot(before), webhookSnapshot(after)),
        },
        { returnDocument: 'after' },
      ),
    );
    // someone else's edit, or ours with its reply lost: set again, it changes nothing
    if (changed === null) continue;
    await tellAudit(database, webhooks, changed);
    return toWebhook(changed);
  }
}

export async function deleteWebhook(
  database: Database,
  projectId: string,
  id: string,
  audit?: AuditStamp,
): Promise<boolean> {
  const { webhooks, deliveries, repeat } = database;
  const _id = webhookIdOf(projectId, id);
  const stored = await repeat(() => webhooks.findOne({ _id }));
  if (stored !== null) {
    // with the document goes what it has not told yet, so all of that is in the log before
    const deletion = audit ? [auditDocument(audit, webhookSnapshot(toWebhook(stored)), null)] : [];
    await logAudit(database, [...(stored.untold ?? []), ...deletion]);
  }
  // whoever has the lease may queue some more until the webhook is gone
  await repeat(() => webhooks.deleteOne({ _id }));
  await repeat(() => deliveries.deleteMany({ projectId, webhookId: id }));
  return stored !== null;
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
  const rows = await readPage<WebhookDocument>(
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
  return mapPage(rows, toWebhook);
}

export async function allWebhooks({ webhooks, repeat }: Database): Promise<Webhook[]> {
  const found = await repeat(() => webhooks.find({}).sort({ projectId: 1, id: 1 }).toArray());
  return found.map(toWebhook);
}

export async function resealWebhook(
  { webhooks, repeat }: Database,
  { projectId, id, secrets: before }: Webhook,
  secrets: readonly WebhookSecret[],
): Promise<void> {
  const _id = webhookIdOf(projectId, id);
  for (;;) {
    const stored = await repeat(() => webhooks.findOne({ _id }, LATEST));
    if (stored === null || JSON.stringify(stored.secrets) !== JSON.stringify(before)) return;
    const { matchedCount } = await repeat(() =>
      webhooks.updateOne(
        { _id, revision: stored.revision },
        { $set: { secrets: [...secrets] }, $inc: { revision: 1 } },
      ),
    );
    if (matchedCount > 0) return;
  }
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
