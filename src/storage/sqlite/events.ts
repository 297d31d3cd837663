import type { EventPayload, NewEvent, StoredEvent } from '../../domain/event/event.ts';
import { FILTER_FIELDS } from '../../domain/event/event-filter.ts';
import type { EventListFilter } from '../../domain/event/event-log.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import type { Condition } from './keyset.ts';

interface EventRow {
  seq: bigint;
  project_id: string;
  topic: string;
  at: bigint;
  agent_id: string | null;
  operation_id: string | null;
  capability_type: string | null;
  model: string | null;
  budget_id: string | null;
  payload: string;
}

/** Appends in the given order. There is one writer at a time, so the order of `seq` is the order of the commits. */
export function appendEvents(database: Database, events: readonly NewEvent[]): void {
  for (const event of events) {
    database.insert('events', {
      project_id: event.projectId,
      topic: event.topic,
      at: event.at,
      agent_id: event.agentId,
      operation_id: event.operationId,
      capability_type: event.capabilityType,
      model: event.model,
      budget_id: event.budgetId,
      payload: JSON.stringify(event.payload),
    });
  }
}

export function lastSeq(database: Database): number {
  const row = database.get<{ seq: bigint | null }>('SELECT max(seq) AS seq FROM events');
  return Number(row?.seq ?? 0n);
}

export function readEvents(database: Database, after: number, limit: number): StoredEvent[] {
  const rows = database.all<EventRow>(
    'SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
    after,
    limit,
  );
  return rows.map(toEvent);
}

const COLUMNS = {
  operationId: 'operation_id',
  budgetId: 'budget_id',
  agentId: 'agent_id',
  model: 'model',
  capabilityType: 'capability_type',
  topic: 'topic',
} as const;

/** Columns with an index of a project's events in their order. */
const INDEXED: ReadonlySet<string> = new Set(['operation_id', 'budget_id', 'agent_id', 'topic']);

export function listEvents(
  database: Database,
  projectId: string,
  filter: EventListFilter,
  page: PageRequest,
): Page<StoredEvent> {
  const conditions: Condition[] = [{ sql: 'project_id = ?', values: [projectId] }];
  let branches: readonly Condition[] | undefined;
  for (const [list, field] of FILTER_FIELDS) {
    const values = filter[list];
    if (values === undefined) continue;
    const column = COLUMNS[field];
    if (branches === undefined && INDEXED.has(column)) {
      // a value at a time, or all that match would have to be sorted
      branches = padded([...new Set(values)]).map((value) => ({ sql: `${column} = ?`, values: [value] }));
    } else {
      // with the plus, its index is left alone
      const sql = `+${column} IN (SELECT value FROM json_each(?))`;
      conditions.push({ sql, values: [JSON.stringify(values)] });
    }
  }
  if (filter.from !== undefined) conditions.push({ sql: 'at >= ?', values: [filter.from] });
  if (filter.to !== undefined) conditions.push({ sql: 'at < ?', values: [filter.to] });
  const rows = readPage<EventRow>(
    database,
    {
      table: 'events',
      conditions,
      ...(branches && { branches }),
      keyColumns: ['seq'],
      keyTypes: ['number'],
      order: 'ascending',
    },
    page,
    (row) => [Number(row.seq)],
  );
  return mapPage(rows, toEvent);
}

/** With nulls, which are equal to nothing, to a power of two: each other length is a statement that stays prepared. */
function padded(values: readonly string[]): (string | null)[] {
  const length = 2 ** Math.ceil(Math.log2(Math.max(1, values.length)));
  return Array.from({ length }, (_, index) => values[index] ?? null);
}

function toEvent(row: EventRow): StoredEvent {
  return {
    seq: Number(row.seq),
    projectId: row.project_id,
    topic: row.topic,
    at: Number(row.at),
    agentId: row.agent_id,
    operationId: row.operation_id,
    capabilityType: row.capability_type,
    model: row.model,
    budgetId: row.budget_id,
    payload: JSON.parse(row.payload) as EventPayload,
  };
}

/** The `seq` of the oldest event that is left, 0 for an empty log. */
export function firstSeq(database: Database): number {
  const row = database.get<{ seq: bigint | null }>('SELECT min(seq) AS seq FROM events');
  return Number(row?.seq ?? 0n);
}

/** Deletes up to `limit` of the oldest events, up to the first that is not older than `before`, and never the newest. */
export function deleteEventsBefore(database: Database, before: number, limit: number): number {
  const oldest = database.get<{ at: bigint }>('SELECT at FROM events ORDER BY seq LIMIT 1');
  if (oldest === undefined || oldest.at >= before) return 0;
  const candidates = database.all<{ seq: bigint; at: bigint }>(
    'SELECT seq, at FROM events WHERE seq < (SELECT max(seq) FROM events) ORDER BY seq LIMIT ?',
    limit,
  );
  const kept = candidates.findIndex(({ at }) => at >= before);
  const count = kept === -1 ? candidates.length : kept;
  const last = candidates[count - 1];
  if (last === undefined) return 0;
  database.run('DELETE FROM events WHERE seq <= ?', last.seq);
  return count;
}
