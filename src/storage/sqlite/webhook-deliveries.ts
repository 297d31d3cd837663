import type { DeliveryStatus, WebhookDelivery } from '../../domain/webhook/webhook.ts';
import type { DeliveryFilter, EnqueueCommand } from '../../domain/webhook/webhook-store.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import type { Condition } from './keyset.ts';

interface DeliveryRow {
  project_id: string;
  webhook_id: string;
  seq: bigint;
  topic: string;
  body: string;
  status: DeliveryStatus;
  attempts: bigint;
  next_attempt_at: bigint | null;
  last_attempt_at: bigint | null;
  response_status: bigint | null;
  response_body: string | null;
  error: string | null;
  created_at: bigint;
  delivered_at: bigint | null;
}

export function enqueueDeliveries(
  database: Database,
  { projectId, webhookId, owner, cursor, deliveries }: EnqueueCommand,
): boolean {
  const changes = database.run(
    'UPDATE webhooks SET cursor = max(cursor, ?) WHERE project_id = ? AND id = ? AND lease_owner = ?',
    cursor,
    projectId,
    webhookId,
    owner,
  );
  if (changes === 0) return false;
  for (const { seq, topic, body, nextAttemptAt, createdAt } of deliveries) {
    database.run(
      `INSERT INTO webhook_deliveries
         (project_id, webhook_id, seq, topic, body, status, attempts, next_attempt_at, created_at)
       VALUES (?, ?, ?, ?, ?, 'pending', 0, ?, ?) ON CONFLICT DO NOTHING`,
      projectId,
      webhookId,
      seq,
      topic,
      body,
      nextAttemptAt,
      createdAt,
    );
  }
  return true;
}

export function dueDeliveries(
  database: Database,
  projectId: string,
  webhookId: string,
  now: number,
  limit: number,
): WebhookDelivery[] {
  const rows = database.all<DeliveryRow>(
    `SELECT * FROM webhook_deliveries
     WHERE project_id = ? AND webhook_id = ? AND status = 'pending' AND next_attempt_at <= ?
     ORDER BY next_attempt_at, seq LIMIT ?`,
    projectId,
    webhookId,
    now,
    limit,
  );
  return rows.map(toDelivery);
}

export function recordDelivery(database: Database, delivery: WebhookDelivery): void {
  database.run(
    `UPDATE webhook_deliveries SET status = ?, attempts = ?, next_attempt_at = ?, last_attempt_at = ?,
       response_status = ?, response_body = ?, error = ?, delivered_at = ?
     WHERE project_id = ? AND webhook_id = ? AND seq = ? AND status <> 'delivered'`,
    delivery.status,
    delivery.attempts,
    delivery.nextAttemptAt,
    delivery.lastAttemptAt,
    delivery.responseStatus,
    delivery.responseBody,
    delivery.error,
    delivery.deliveredAt,
    delivery.projectId,
    delivery.webhookId,
    delivery.seq,
  );
}

export function replayDelivery(
  database: Database,
  projectId: string,
  webhookId: string,
  seq: number,
  now: number,
): WebhookDelivery | null {
  database.run(
    `UPDATE webhook_deliveries SET status = 'pending', attempts = 0, next_attempt_at = ?, delivered_at = NULL
     WHERE project_id = ? AND webhook_id = ? AND seq = ?`,
    now,
    projectId,
    webhookId,
    seq,
  );
  const row = database.get<DeliveryRow>(
    'SELECT * FROM webhook_deliveries WHERE project_id = ? AND webhook_id = ? AND seq = ?',
    projectId,
    webhookId,
    seq,
  );
  return row === undefined ? null : toDelivery(row);
}

export function listDeliveries(
  database: Database,
  projectId: string,
  { webhookId, status }: DeliveryFilter,
  page: PageRequest,
): Page<WebhookDelivery> {
  const conditions: Condition[] = [{ sql: 'project_id = ?', values: [projectId] }];
  if (webhookId !== undefined) conditions.push({ sql: 'webhook_id = ?', values: [webhookId] });
  if (status !== undefined) conditions.push({ sql: 'status = ?', values: [status] });
  const rows = readPage<DeliveryRow>(
    database,
    {
      table: 'webhook_deliveries',
      conditions,
      keyColumns: ['seq', 'webhook_id'],
      keyTypes: ['number', 'string'],
      order: 'descending',
    },
    page,
    (row) => [Number(row.seq), row.webhook_id],
  );
  return mapPage(rows, toDelivery);
}

export function pruneDeliveries(database: Database, before: number): number {
  return database.run(
    "DELETE FROM webhook_deliveries WHERE status <> 'pending' AND last_attempt_at < ?",
    before,
  );
}

function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    projectId: row.project_id,
    webhookId: row.webhook_id,
    seq: Number(row.seq),
    topic: row.topic,
    body: row.body,
    status: row.status,
    attempts: Number(row.attempts),
    nextAttemptAt: toNumber(row.next_attempt_at),
    lastAttemptAt: toNumber(row.last_attempt_at),
    responseStatus: toNumber(row.response_status),
    responseBody: row.response_body,
    error: row.error,
    createdAt: Number(row.created_at),
    deliveredAt: toNumber(row.delivered_at),
  };
}

function toNumber(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
