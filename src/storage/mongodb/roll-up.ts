import { startOfDay } from '../../domain/usage/read-plan.ts';
import {
  createRollupBuilder,
  DAY_MS,
  HOUR_MS,
  QUARTER_MS,
  ROLLUP_DELAY_MS,
} from '../../domain/usage/rollup.ts';
import { inTurns } from '../../lib/in-turns.ts';
import type { Database } from './database.ts';
import { readQuarterRollups, writeRollup } from './rollups.ts';
import { readUsageCalls } from './usage-calls.ts';
import { rollupIdOf } from './usage-documents.ts';
import type { QuarterDocument } from './usage-documents.ts';
import { readInFlightQuarters, readQuarterMarks } from './usage-marks.ts';

const QUARTERS_OF_DAY = DAY_MS / QUARTER_MS;

/**
 * Makes the rollups that are missing: quarters whose time is over, and days of which every quarter is up to date. A quarter
 * with calls that run would be stale again at once, so it waits for them. What was read after a version is stored under that
 * version, so that a change meanwhile makes it stale.
 */
export async function rollUp(database: Database, now: number, limit: number): Promise<number> {
  const quarters = await staleQuarters(database, now, limit);
  let made = 0;
  for (const quarter of quarters) if (await rollUpQuarter(database, quarter)) made += 1;
  if (made > 0) return made;
  for (const day of await staleDays(database, now)) {
    if (made === Math.ceil(limit / QUARTERS_OF_DAY)) break;
    if (await rollUpDay(database, day)) made += 1;
  }
  return made;
}

async function staleQuarters(database: Database, now: number, limit: number): Promise<QuarterDocument[]> {
  const { usageQuarters, repeat } = database;
  const before = now - QUARTER_MS - ROLLUP_DELAY_MS;
  const stale = await repeat(() =>
    usageQuarters
      .find({ staleStart: { $lte: before } })
      .sort({ staleStart: -1 })
      .toArray(),
  );
  const busy = new Map<string, Set<number>>();
  const ready: QuarterDocument[] = [];
  for (const quarter of stale) {
    const { projectId, start } = quarter;
    let inFlight = busy.get(projectId);
    if (inFlight === undefined) {
      inFlight = await readInFlightQuarters(database, projectId, { from: 0, before: now });
      busy.set(projectId, inFlight);
    }
    if (!inFlight.has(start)) ready.push(quarter);
    if (ready.length === limit) break;
  }
  return ready;
}

async function rollUpQuarter(
  database: Database,
  { projectId, start, version }: QuarterDocument,
): Promise<boolean> {
  const builder = createRollupBuilder(start, QUARTER_MS);
  await readUsageCalls(database, projectId, { from: start, before: start + QUARTER_MS }, (call) => {
    if (call.status !== 'RUNNING') builder.addCall(call);
  });
  return writeRollup(database, { projectId, grain: 'quarter', start, version, rollup: builder.build() });
}

interface StaleDay {
  projectId: string;
  start: number;
}

/** Days that are over, with quarters that are not in their rollups. */
async function staleDays({ usageQuarters, repeat }: Database, now: number): Promise<StaleDay[]> {
  const days = await repeat(() =>
    usageQuarters
      .aggregate<{ _id: StaleDay }>([
        { $match: { staleDay: { $lt: startOfDay(now - ROLLUP_DELAY_MS) } } },
        { $group: { _id: { projectId: '$projectId', start: '$staleDay' } } },
      ])
      .toArray(),
  );
  return days.map(({ _id: { projectId, start } }) => ({ projectId, start: Number(start) }));
}

/** False when it is made already, or a quarter of it isn't. */
async function rollUpDay(database: Database, { projectId, start }: StaleDay): Promise<boolean> {
  const { usageQuarters, usageRollups, repeat } = database;
  const marks = await readQuarterMarks(database, projectId, { from: start, before: start + DAY_MS });
  if (marks.some(({ staleQuarters: stale }) => stale > 0)) return false;
  const version = marks.reduce((sum, mark) => sum + mark.version, 0);
  const found = await repeat(() =>
    usageRollups.findOne({ _id: rollupIdOf(projectId, 'day', start) }, { projection: { version: 1 } }),
  );
  const isMade = found?.version === version;
  if (!isMade && !(await makeDay(database, { projectId, start, version }))) return false;

  // not those that have changed since
  const read = marks.map((mark) => ({ start: mark.start, version: mark.version }));
  const ofDay = { projectId, start: { $gte: start, $lt: start + DAY_MS } };
  await repeat(() => usageQuarters.updateMany({ ...ofDay, $or: read }, { $unset: { staleDay: '' } }));
  return !isMade;
}

/** False when the quarters have changed since. */
async function makeDay(
  database: Database,
  day: { projectId: string; start: number; version: number },
): Promise<boolean> {
  const { projectId, start, version } = day;
  const quarters = await readQuarterRollups(database, projectId, { from: start, before: start + DAY_MS });
  if (quarters.reduce((sum, quarter) => sum + quarter.version, 0) !== version) return false;
  const hours = createRollupBuilder(start, HOUR_MS);
  const rollup = createRollupBuilder(start, DAY_MS);
  await inTurns(quarters, (quarter) => {
    hours.addRollup(quarter.rollup, quarter.start, QUARTER_MS);
    rollup.addRollup(quarter.rollup, quarter.start, QUARTER_MS);
  });
  // the day last: it says that both are there
  const hasHours = await writeRollup(database, { ...day, grain: 'hour', rollup: hours.build() });
  return hasHours && (await writeRollup(database, { ...day, grain: 'day', rollup: rollup.build() }));
}
