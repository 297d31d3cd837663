import type { AuditEntry, AuditFilter, AuditStamp, ActorKind } from '../../domain/access/audit.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import type { Condition } from './keyset.ts';

interface AuditRow {
  project_id: string;
  id: string;
  at: bigint;
  actor_kind: ActorKind;
  actor_id: string | null;
  action: string;
  target_kind: string;
  target_id: string;
  before: string;
  after: string;
}

const COLUMNS: Readonly<Record<keyof AuditFilter, string>> = {
  action: 'action',
  targetKind: 'target_kind',
  targetId: 'target_id',
  actorId: 'actor_id',
};

/** Writes the entry of a change in the transaction that makes it; nothing without a stamp. */
export function appendAudit(
  database: Database,
  stamp: AuditStamp | undefined,
  before: object | null,
  after: object | null,
): void {
  if (stamp === undefined) return;
  database.insert('audit_log', {
    project_id: stamp.projectId,
    id: stamp.id,
    at: stamp.at,
    actor_kind: stamp.actor.kind,
    actor_id: stamp.actor.id,
    action: stamp.action,
    target_kind: stamp.targetKind,
    target_id: stamp.targetId,
    before: JSON.stringify(before),
    after: JSON.stringify(after),
  });
}

export function listAudit(
  database: Database,
  projectId: string,
  filter: AuditFilter,
  page: PageRequest,
): Page<AuditEntry> {
  const conditions: Condition[] = [{ sql: 'project_id = ?', values: [projectId] }];
  for (const [name, column] of Object.entries(COLUMNS)) {
    const value = filter[name as keyof AuditFilter];
    if (value !== undefined) conditions.push({ sql: `${column} = ?`, values: [value] });
  }
  const rows = readPage<AuditRow>(
    database,
    {
      table: 'audit_log',
      conditions,
      keyColumns: ['at', 'id'],
      keyTypes: ['number', 'string'],
      order: 'descending',
    },
    page,
    (row) => [Number(row.at), row.id],
  );
  return mapPage(rows, toEntry);
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    projectId: row.project_id,
    id: row.id,
    at: Number(row.at),
    actor: { kind: row.actor_kind, id: row.actor_id },
    action: row.action,
    targetKind: row.target_kind,
    targetId: row.target_id,
    before: JSON.parse(row.before) as unknown,
    after: JSON.parse(row.after) as unknown,
  };
}
