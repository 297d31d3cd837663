import type { EventPayload, NewEvent, StoredEvent } from '../../domain/event/event.ts';
import type { Database } from './database.ts';

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
  return rows.map((row) => ({
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
  }));
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
