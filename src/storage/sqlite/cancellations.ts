import type { Call } from '../../domain/call/call.ts';
import type { CallKey } from '../../domain/call/call-store.ts';
import { readStoredCall } from './calls.ts';
import type { Database } from './database.ts';

export function requestCancel(database: Database, key: CallKey, at: number): Call | null {
  const stored = readStoredCall(database, key);
  if (stored?.call.status !== 'RUNNING') return stored?.call ?? null;
  database.run(
    'UPDATE calls SET cancel_requested_at = ? WHERE project_id = ? AND operation_id = ?',
    at,
    key.projectId,
    key.operationId,
  );
  return stored.call;
}

export function cancellations(database: Database, calls: readonly CallKey[]): CallKey[] {
  const rows = database.all<{ project_id: string; operation_id: string }>(
    `SELECT c.project_id, c.operation_id
     FROM json_each(?) AS wanted
     JOIN calls AS c
       ON c.project_id = json_extract(wanted.value, '$[0]') AND c.operation_id = json_extract(wanted.value, '$[1]')
     WHERE c.cancel_requested_at IS NOT NULL`,
    JSON.stringify(calls.map(({ projectId, operationId }) => [projectId, operationId])),
  );
  return rows.map((row) => ({ projectId: row.project_id, operationId: row.operation_id }));
}
