import type { Actor, AuditStamp } from '../../domain/access/audit.ts';
import { providerKeySnapshot } from '../../domain/provider/provider-key.ts';
import type { ProviderKey } from '../../domain/provider/provider-key.ts';
import { appendAudit } from './audit-log.ts';
import type { Database } from './database.ts';

interface ProviderKeyRow {
  project_id: string;
  provider: string;
  sealed_key: string;
  hint: string;
  base_url: string | null;
  set_at: bigint;
  set_by: string;
}

export function setProviderKey(database: Database, key: ProviderKey, audit: AuditStamp): void {
  const before = find(database, key.projectId, key.provider);
  if (before !== null) remove(database, key.projectId, key.provider);
  database.insert('provider_keys', {
    project_id: key.projectId,
    provider: key.provider,
    sealed_key: key.sealedKey,
    hint: key.hint,
    base_url: key.baseUrl,
    set_at: key.setAt,
    set_by: JSON.stringify(key.setBy),
  });
  appendAudit(database, audit, before && providerKeySnapshot(before), providerKeySnapshot(key));
}

export function deleteProviderKey(
  database: Database,
  projectId: string,
  provider: string,
  audit: AuditStamp,
): boolean {
  const before = find(database, projectId, provider);
  if (before === null) return false;
  remove(database, projectId, provider);
  appendAudit(database, audit, providerKeySnapshot(before), null);
  return true;
}

export function listProviderKeys(database: Database, projectId: string): ProviderKey[] {
  return database
    .all<ProviderKeyRow>('SELECT * FROM provider_keys WHERE project_id = ? ORDER BY provider', projectId)
    .map(toKey);
}

export function allProviderKeys(database: Database): ProviderKey[] {
  return database.all<ProviderKeyRow>('SELECT * FROM provider_keys ORDER BY project_id, provider').map(toKey);
}

export function resealProviderKey(
  database: Database,
  { projectId, provider, sealedKey: before }: ProviderKey,
  sealedKey: string,
): void {
  database.run(
    'UPDATE provider_keys SET sealed_key = ? WHERE project_id = ? AND provider = ? AND sealed_key = ?',
    sealedKey,
    projectId,
    provider,
    before,
  );
}

function find(database: Database, projectId: string, provider: string): ProviderKey | null {
  const row = database.get<ProviderKeyRow>(
    'SELECT * FROM provider_keys WHERE project_id = ? AND provider = ?',
    projectId,
    provider,
  );
  return row === undefined ? null : toKey(row);
}

function remove(database: Database, projectId: string, provider: string): void {
  database.run('DELETE FROM provider_keys WHERE project_id = ? AND provider = ?', projectId, provider);
}

function toKey(row: ProviderKeyRow): ProviderKey {
  return {
    projectId: row.project_id,
    provider: row.provider,
    sealedKey: row.sealed_key,
    hint: row.hint,
    baseUrl: row.base_url,
    setAt: Number(row.set_at),
    setBy: JSON.parse(row.set_by) as Actor,
  };
}
