import type { AuditStamp } from '../../domain/access/audit.ts';
import { webhookSnapshot } from '../../domain/webhook/webhook.ts';
import type { Webhook, WebhookSecret } from '../../domain/webhook/webhook.ts';
import type { LeasedWebhook, WebhookChange } from '../../domain/webhook/webhook-store.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { appendAudit } from './audit-log.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';

interface WebhookRow {
  project_id: string;
  id: string;
  settings: string;
  enabled: bigint;
  created_at: bigint;
  updated_at: bigint;
  cursor: bigint;
}

type Settings = Pick<Webhook, 'url' | 'description' | 'filter' | 'disabledReason' | 'secrets'>;

export function createWebhook(
  database: Database,
  webhook: Webhook,
  cursor: number,
  audit?: AuditStamp,
): void {
  database.insert('webhooks', {
    project_id: webhook.projectId,
    id: webhook.id,
    settings: JSON.stringify(settingsOf(webhook)),
    enabled: webhook.enabled,
    created_at: webhook.createdAt,
    updated_at: webhook.updatedAt,
    cursor,
    lease_owner: null,
    lease_until: 0,
  });
  appendAudit(database, audit, null, webhookSnapshot(webhook));
}

export function updateWebhook(
  database: Database,
  projectId: string,
  id: string,
  change: WebhookChange,
  now: number,
  audit?: AuditStamp,
): Webhook | null {
  const stored = findWebhook(database, projectId, id);
  if (stored === null) return null;
  const webhook: Webhook = { ...stored, ...change, updatedAt: now };
  database.run(
    'UPDATE webhooks SET settings = ?, enabled = ?, updated_at = ? WHERE project_id = ? AND id = ?',
    JSON.stringify(settingsOf(webhook)),
    webhook.enabled,
    now,
    projectId,
    id,
  );
  appendAudit(database, audit, webhookSnapshot(stored), webhookSnapshot(webhook));
  return webhook;
}

export function deleteWebhook(
  database: Database,
  projectId: string,
  id: string,
  audit?: AuditStamp,
): boolean {
  const stored = findWebhook(database, projectId, id);
  if (stored === null) return false;
  database.run('DELETE FROM webhook_deliveries WHERE project_id = ? AND webhook_id = ?', projectId, id);
  database.run('DELETE FROM webhooks WHERE project_id = ? AND id = ?', projectId, id);
  appendAudit(database, audit, webhookSnapshot(stored), null);
  return true;
}

export function findWebhook(database: Database, projectId: string, id: string): Webhook | null {
  const row = database.get<WebhookRow>(
    'SELECT * FROM webhooks WHERE project_id = ? AND id = ?',
    projectId,
    id,
  );
  return row === undefined ? null : toWebhook(row);
}

export function listWebhooks(database: Database, projectId: string, page: PageRequest): Page<Webhook> {
  const rows = readPage<WebhookRow>(
    database,
    {
      table: 'webhooks',
      conditions: [{ sql: 'project_id = ?', values: [projectId] }],
      keyColumns: ['id'],
      keyTypes: ['string'],
      order: 'ascending',
    },
    page,
    (row) => [row.id],
  );
  return mapPage(rows, toWebhook);
}

export function allWebhooks(database: Database): Webhook[] {
  return database.all<WebhookRow>('SELECT * FROM webhooks ORDER BY project_id, id').map(toWebhook);
}

export function resealWebhook(
  database: Database,
  { projectId, id, secrets: before }: Webhook,
  secrets: readonly WebhookSecret[],
): void {
  const stored = findWebhook(database, projectId, id);
  if (stored === null || JSON.stringify(stored.secrets) !== JSON.stringify(before)) return;
  database.run(
    'UPDATE webhooks SET settings = ? WHERE project_id = ? AND id = ?',
    JSON.stringify(settingsOf({ ...stored, secrets })),
    projectId,
    id,
  );
}

export function leaseWebhooks(
  database: Database,
  owner: string,
  now: number,
  until: number,
): LeasedWebhook[] {
  database.run(
    'UPDATE webhooks SET lease_owner = ?, lease_until = ? WHERE enabled = 1 AND (lease_owner = ? OR lease_until <= ?)',
    owner,
    until,
    owner,
    now,
  );
  const rows = database.all<WebhookRow>(
    'SELECT * FROM webhooks WHERE enabled = 1 AND lease_owner = ?',
    owner,
  );
  return rows.map((row) => ({ webhook: toWebhook(row), cursor: Number(row.cursor) }));
}

export function releaseWebhooks(database: Database, owner: string): void {
  database.run('UPDATE webhooks SET lease_owner = NULL, lease_until = 0 WHERE lease_owner = ?', owner);
}

function settingsOf({ url, description, filter, disabledReason, secrets }: Webhook): Settings {
  return { url, description, filter, disabledReason, secrets };
}

function toWebhook(row: WebhookRow): Webhook {
  return {
    projectId: row.project_id,
    id: row.id,
    ...(JSON.parse(row.settings) as Settings),
    enabled: row.enabled === 1n,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}
