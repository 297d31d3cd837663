import { apiKeySnapshot, changed, rotated, stateOf } from '../../domain/access/api-key.ts';
import type { ApiKey, ApiKeyChange } from '../../domain/access/api-key.ts';
import type { KeyUse, Rotation } from '../../domain/access/api-key-store.ts';
import type { Actor, AuditStamp } from '../../domain/access/audit.ts';
import { NO_LIMITS } from '../../domain/access/principal.ts';
import type { RateLimits, Role } from '../../domain/access/principal.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { appendAudit } from './audit-log.ts';
import type { Database, SqlValue } from './database.ts';
import { readPage } from './keyset.ts';

interface ApiKeyRow {
  project_id: string;
  id: string;
  name: string;
  role: Role;
  agent_ids: string | null;
  models: string | null;
  limits: string;
  secrets: string;
  created_at: bigint;
  created_by: string;
  expires_at: bigint | null;
  revoked_at: bigint | null;
  last_used_at: bigint | null;
}

export function createApiKey(database: Database, key: ApiKey, audit: AuditStamp): void {
  database.insert('api_keys', fromKey(key));
  addHash(database, key);
  appendAudit(database, audit, null, apiKeySnapshot(key));
}

export function rotateApiKey(
  database: Database,
  projectId: string,
  keyId: string,
  { secret, previousUntil }: Rotation,
  audit: AuditStamp,
): ApiKey | null {
  const key = findApiKey(database, projectId, keyId);
  if (key === null || stateOf(key, audit.at) !== 'active') return null;
  const next = rotated(key, secret, previousUntil);
  const kept = next.secrets.map(({ hash }) => hash);
  for (const { hash } of key.secrets) {
    if (!kept.includes(hash)) database.run('DELETE FROM api_key_hashes WHERE hash = ?', hash);
  }
  addHash(database, next);
  write(database, next);
  appendAudit(database, audit, apiKeySnapshot(key), apiKeySnapshot(next));
  return next;
}

export function updateApiKey(
  database: Database,
  projectId: string,
  keyId: string,
  change: ApiKeyChange,
  audit: AuditStamp,
): ApiKey | null {
  const key = findApiKey(database, projectId, keyId);
  if (key === null || stateOf(key, audit.at) !== 'active') return null;
  const next = changed(key, change);
  if (next === null) return key;
  write(database, next);
  appendAudit(database, audit, apiKeySnapshot(key), apiKeySnapshot(next));
  return next;
}

export function revokeApiKey(
  database: Database,
  projectId: string,
  keyId: string,
  at: number,
  audit: AuditStamp,
): ApiKey | null {
  const key = findApiKey(database, projectId, keyId);
  if (key === null || key.revokedAt !== null) return key;
  const next: ApiKey = { ...key, revokedAt: at };
  write(database, next);
  appendAudit(database, audit, apiKeySnapshot(key), apiKeySnapshot(next));
  return next;
}

export function markKeysUsed(database: Database, uses: readonly KeyUse[]): void {
  for (const { projectId, id, at } of uses) {
    database.run(
      'UPDATE api_keys SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE project_id = ? AND id = ?',
      at,
      projectId,
      id,
    );
  }
}

export function findApiKey(database: Database, projectId: string, keyId: string): ApiKey | null {
  const row = database.get<ApiKeyRow>(
    'SELECT * FROM api_keys WHERE project_id = ? AND id = ?',
    projectId,
    keyId,
  );
  return row === undefined ? null : toKey(row);
}

export function findKeysByHashes(database: Database, hashes: readonly string[]): ApiKey[] {
  return hashes.flatMap((hash) => {
    const row = database.get<ApiKeyRow>(
      `SELECT api_keys.* FROM api_key_hashes
       JOIN api_keys ON api_keys.project_id = api_key_hashes.project_id AND api_keys.id = api_key_hashes.key_id
       WHERE hash = ?`,
      hash,
    );
    return row === undefined ? [] : [toKey(row)];
  });
}

export function listApiKeys(database: Database, projectId: string, page: PageRequest): Page<ApiKey> {
  const rows = readPage<ApiKeyRow>(
    database,
    {
      table: 'api_keys',
      conditions: [{ sql: 'project_id = ?', values: [projectId] }],
      keyColumns: ['id'],
      keyTypes: ['string'],
      order: 'ascending',
    },
    page,
    (row) => [row.id],
  );
  return mapPage(rows, toKey);
}

function addHash(database: Database, { projectId, id, secrets: [newest] }: ApiKey): void {
  database.insert('api_key_hashes', { hash: newest.hash, project_id: projectId, key_id: id });
}

function write(database: Database, key: ApiKey): void {
  const { project_id, id, name, agent_ids, models, limits, secrets, revoked_at } = fromKey(key);
  database.run(
    `UPDATE api_keys SET name = ?, agent_ids = ?, models = ?, limits = ?, secrets = ?, revoked_at = ?
     WHERE project_id = ? AND id = ?`,
    ...[name, agent_ids, models, limits, secrets, revoked_at, project_id, id],
  );
}

function fromKey(key: ApiKey): Record<keyof ApiKeyRow, SqlValue> {
  return {
    project_id: key.projectId,
    id: key.id,
    name: key.name,
    role: key.role,
    agent_ids: key.agentIds === null ? null : JSON.stringify(key.agentIds),
    models: key.models === null ? null : JSON.stringify(key.models),
    limits: JSON.stringify(key.limits),
    secrets: JSON.stringify(key.secrets),
    created_at: key.createdAt,
    created_by: JSON.stringify(key.createdBy),
    expires_at: key.expiresAt,
    revoked_at: key.revokedAt,
    last_used_at: key.lastUsedAt,
  };
}

function toKey(row: ApiKeyRow): ApiKey {
  const instant = (at: bigint | null) => (at === null ? null : Number(at));
  return {
    projectId: row.project_id,
    id: row.id,
    name: row.name,
    role: row.role,
    agentIds: row.agent_ids === null ? null : (JSON.parse(row.agent_ids) as string[]),
    models: row.models === null ? null : (JSON.parse(row.models) as string[]),
    // one that was kept before there were limits by model has none
    limits: { ...NO_LIMITS, ...(JSON.parse(row.limits) as RateLimits) },
    secrets: JSON.parse(row.secrets) as ApiKey['secrets'],
    createdAt: Number(row.created_at),
    createdBy: JSON.parse(row.created_by) as Actor,
    expiresAt: instant(row.expires_at),
    revokedAt: instant(row.revoked_at),
    lastUsedAt: instant(row.last_used_at),
  };
}
