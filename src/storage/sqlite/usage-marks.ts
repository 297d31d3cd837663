import { DAY_MS, QUARTER_MS } from '../../domain/usage/rollup.ts';
import type { ChangeMark, TimeRange } from '../../domain/usage/read-plan.ts';
import { startOfQuarter } from '../../domain/usage/read-plan.ts';
import type { Database } from './database.ts';

interface MarkRow {
  start: bigint;
  version: bigint;
  stale: bigint;
}

/** Says that a finished call of that time has changed, in the transaction that changes it. */
export function markChanged(database: Database, projectId: string, startedAt: number): void {
  database.run(
    `INSERT INTO usage_quarters (project_id, start, version, rolled_up_version) VALUES (?, ?, 1, 0)
     ON CONFLICT (project_id, start) DO UPDATE SET version = version + 1`,
    projectId,
    startOfQuarter(startedAt),
  );
}

/** The marks of the UTC days that the range touches, added up for each day. */
export function readDayMarks(database: Database, projectId: string, range: TimeRange): ChangeMark[] {
  return database
    .all<MarkRow>(
      `SELECT start / ${DAY_MS} * ${DAY_MS} AS start, sum(version) AS version, sum(version <> rolled_up_version) AS stale
       FROM usage_quarters WHERE project_id = ? AND start >= ? AND start < ? GROUP BY 1`,
      projectId,
      Math.floor(range.from / DAY_MS) * DAY_MS,
      Math.ceil(range.before / DAY_MS) * DAY_MS,
    )
    .map(toMark);
}

/** The marks of the quarters that the range touches. */
export function readQuarterMarks(database: Database, projectId: string, range: TimeRange): ChangeMark[] {
  return database
    .all<MarkRow>(
      `SELECT start, version, version <> rolled_up_version AS stale
       FROM usage_quarters WHERE project_id = ? AND start >= ? AND start < ?`,
      projectId,
      startOfQuarter(range.from),
      range.before,
    )
    .map(toMark);
}

/** Quarters with calls that run. */
export function readInFlightQuarters(
  database: Database,
  projectId: string,
  { from, before }: TimeRange,
): Set<number> {
  const rows = database.all<{ start: bigint }>(
    `SELECT DISTINCT started_at / ${QUARTER_MS} * ${QUARTER_MS} AS start FROM calls INDEXED BY calls_running
     WHERE hold_state = 'held' AND project_id = ? AND started_at >= ? AND started_at < ?`,
    projectId,
    from,
    before,
  );
  return new Set(rows.map(({ start }) => Number(start)));
}

function toMark({ start, version, stale }: MarkRow): ChangeMark {
  return { start: Number(start), version: Number(version), staleQuarters: Number(stale) };
}
