import { startOfDay } from '../../domain/usage/read-plan.ts';
import {
  createRollupBuilder,
  DAY_MS,
  HOUR_MS,
  QUARTER_MS,
  ROLLUP_DELAY_MS,
  SLOT_MS,
} from '../../domain/usage/rollup.ts';
import type { Database } from './database.ts';
import { readQuarterRollups } from './rollups.ts';
import type { NewRollup } from './rollups.ts';
import { readUsageCalls } from './usage-calls.ts';
import { readInFlightQuarters } from './usage-marks.ts';

interface StaleRow {
  project_id: string;
  start: bigint;
  version: bigint;
}

/**
 * Makes the rollups that are missing, on a snapshot, for the writer to store: quarters whose time is over, and days of which
 * every quarter is up to date. A quarter with calls that run would be stale again at once, so it waits for them.
 */
export function makeRollups(database: Database, now: number, limit: number): NewRollup[] {
  const quarters = staleQuarters(database, now, limit);
  if (quarters.length > 0) return quarters.map((row) => rollUpQuarter(database, row));
  return staleDays(database, now, Math.ceil(limit / QUARTERS_OF_DAY)).flatMap((row) =>
    rollUpDay(database, row),
  );
}

const QUARTERS_OF_DAY = DAY_MS / QUARTER_MS;

function staleQuarters(database: Database, now: number, limit: number): StaleRow[] {
  const rows = database.all<StaleRow>(
    `SELECT project_id, start, version FROM usage_quarters INDEXED BY usage_quarters_stale
     WHERE version <> rolled_up_version AND start <= ? ORDER BY start DESC`,
    now - QUARTER_MS - ROLLUP_DELAY_MS,
  );
  const busy = new Map<string, Set<number>>();
  const isBusy = ({ project_id, start }: StaleRow): boolean => {
    let inFlight = busy.get(project_id);
    if (inFlight === undefined)
      busy.set(project_id, (inFlight = readInFlightQuarters(database, project_id, { from: 0, before: now })));
    return inFlight.has(Number(start));
  };
  return rows.filter((row) => !isBusy(row)).slice(0, limit);
}

function rollUpQuarter(database: Database, { project_id: projectId, start, version }: StaleRow): NewRollup {
  const from = Number(start);
  const builder = createRollupBuilder(from, QUARTER_MS);
  readUsageCalls(database, projectId, { from, before: from + QUARTER_MS }, (call) => {
    if (call.status !== 'RUNNING') builder.addCall(call);
  });
  return { projectId, grain: 'quarter', start: from, version: Number(version), rollup: builder.build() };
}

/** Days that are over, with every quarter up to date, whose own rollup isn't. */
function staleDays(database: Database, now: number, limit: number): StaleRow[] {
  return database.all<StaleRow>(
    `SELECT days.project_id, days.start, sum(version) AS version
     FROM (
       SELECT DISTINCT project_id, start / ${DAY_MS} * ${DAY_MS} AS start
       FROM usage_quarters INDEXED BY usage_quarters_of_stale_days WHERE version <> day_version AND start < ?
     ) AS days
     CROSS JOIN usage_quarters AS quarters ON quarters.project_id = days.project_id
       AND quarters.start >= days.start AND quarters.start < days.start + ${DAY_MS}
     GROUP BY 1, 2 HAVING sum(version <> rolled_up_version) = 0 LIMIT ?`,
    startOfDay(now - ROLLUP_DELAY_MS),
    limit,
  );
}

function rollUpDay(database: Database, { project_id: projectId, start, version }: StaleRow): NewRollup[] {
  const from = Number(start);
  const hours = createRollupBuilder(from, HOUR_MS);
  const day = createRollupBuilder(from, DAY_MS);
  for (const { start: at, rollup } of readQuarterRollups(database, projectId, {
    from,
    before: from + DAY_MS,
  })) {
    hours.addRollup(rollup, at, SLOT_MS.quarter);
    day.addRollup(rollup, at, SLOT_MS.quarter);
  }
  const shared = { projectId, start: from, version: Number(version) };
  return [
    { ...shared, grain: 'hour', rollup: hours.build() },
    { ...shared, grain: 'day', rollup: day.build() },
  ];
}
