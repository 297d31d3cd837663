import type { Call, Hold } from '../../domain/call/call.ts';
import type { CallFilter } from '../../domain/call/call-filter.ts';
import type { CallKey, IndexedFilter } from '../../domain/call/call-store.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { fromDispatched, fromEnded, toCall } from './call-rows.ts';
import type { CallRow } from './call-rows.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import type { Condition } from './keyset.ts';

/** A call with what the ledger knows of it. */
export interface StoredCall {
  call: Call;
  /** What is or was held for it on every budget, extensions included; also when no budget counts it. */
  heldNano: NanoUsd;
  holdState: Hold['state'];
}

export function insertCall(database: Database, call: Call): void {
  database.insert('calls', fromDispatched(call));
}

export function updateEndedCall(database: Database, call: Call, holdState: Hold['state']): void {
  const columns = { ...fromEnded(call), hold_state: holdState };
  const assignments = Object.keys(columns).map((column) => `${column} = ?`);
  database.run(
    `UPDATE calls SET ${assignments.join(', ')} WHERE project_id = ? AND operation_id = ?`,
    ...Object.values(columns),
    call.projectId,
    call.operationId,
  );
}

export function updateHeld(database: Database, key: CallKey, heldNano: NanoUsd): void {
  database.run(
    'UPDATE calls SET held_nano = ? WHERE project_id = ? AND operation_id = ?',
    heldNano,
    key.projectId,
    key.operationId,
  );
}

export function renewLeases(database: Database, calls: readonly CallKey[], leaseUntil: number): void {
  for (const { projectId, operationId } of calls) {
    database.run(
      `UPDATE calls SET lease_until = ? WHERE project_id = ? AND operation_id = ? AND hold_state = 'held'`,
      leaseUntil,
      projectId,
      operationId,
    );
  }
}

export function readStoredCall(database: Database, key: CallKey): StoredCall | null {
  const row = database.get<CallRow>(
    'SELECT * FROM calls WHERE project_id = ? AND operation_id = ?',
    key.projectId,
    key.operationId,
  );
  return row === undefined ? null : toStoredCall(row);
}

/** Running calls of all projects whose lease ended before `now`, the longest ended first. */
export function readAbandonedCalls(database: Database, now: number, limit: number): StoredCall[] {
  const rows = database.all<CallRow>(
    `SELECT * FROM calls WHERE hold_state = 'held' AND lease_until < ? ORDER BY lease_until LIMIT ?`,
    now,
    limit,
  );
  return rows.map(toStoredCall);
}

export function findCall(database: Database, key: CallKey): Call | null {
  return readStoredCall(database, key)?.call ?? null;
}

export function listCalls(
  database: Database,
  projectId: string,
  filter: IndexedFilter,
  page: PageRequest,
): Page<Call> {
  const rows = readPage<CallRow>(
    database,
    {
      table: 'calls',
      conditions: toConditions(projectId, filter),
      keyColumns: ['started_at', 'operation_id'],
      keyTypes: ['number', 'string'],
      order: 'descending',
    },
    page,
    (row) => [Number(row.started_at), row.operation_id],
  );
  return mapPage(rows, toCall);
}

/** All that the filter says but the text of what was asked. */
export function toConditions(projectId: string, filter: CallFilter): Condition[] {
  const conditions: Condition[] = [{ sql: 'project_id = ?', values: [projectId] }];
  const add = (sql: string, ...values: (string | number | bigint | undefined)[]): void => {
    const given = values.filter((value) => value !== undefined);
    if (given.length > 0) conditions.push({ sql, values: given });
  };
  add('agent_id = ?', filter.agentId);
  add('capability_type = ?', filter.capabilityType);
  add('model = ?', filter.model);
  add('provider = ?', filter.provider);
  add('kind = ?', filter.kind);
  add('status = ?', filter.status);
  add('template_id = ?', filter.templateId);
  add('template_version = ?', filter.templateVersion);
  add('api_key_id = ?', filter.apiKeyId);
  add('finish_reason = ?', filter.finishReason);
  add('error_category = ?', filter.errorCategory);
  add('total_nano >= ?', filter.minCostNano);
  add('total_nano <= ?', filter.maxCostNano);
  add('finished_at - started_at >= ?', filter.minLatencyMs);
  add('finished_at - started_at <= ?', filter.maxLatencyMs);
  add('started_at >= ?', filter.startedFrom);
  add('started_at < ?', filter.startedBefore);
  add(
    `EXISTS (SELECT 1 FROM json_each(tags) WHERE value ->> '$.key' = ? AND value ->> '$.value' = ?)`,
    filter.tag?.key,
    filter.tag?.value,
  );
  return conditions;
}

function toStoredCall(row: CallRow): StoredCall {
  return { call: toCall(row), heldNano: row.held_nano, holdState: row.hold_state };
}
