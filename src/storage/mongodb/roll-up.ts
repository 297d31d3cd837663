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
import type { QuarterDocument } from './usage-documents.ts';
import { readInFlightQuarters } from './usage-marks.ts';

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
  for (const day of await staleDays(database, now, Math.ceil(limit / QUARTERS_OF_DAY)))
    if (await rollUpDay(database, day)) made += 1;
  return made;
}

async function staleQuarters(database: Database, now: number, limit: number): Promise<QuarterDocument[]> {
  const { usageQuarters, repeat } = database;
  const before = now - QUARTER_MS - ROLLUP_DELAY_MS;
  const stale = await repeat(() =>
    usageQuarters
      .aggregate<QuarterDocument & { isStale: boolean }>([
        { $match: { start: { $lte: before } } },
        { $addFields: { isStale: { $ne: ['$version', '$rolledUpVersion'] } } },
        { $match: { isStale: true } },
        { $sort: { start: -1 } },
      ])
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
  version: number;
}

/** Days that are over, with every quarter up to date, whose own rollup isn't. */
async function staleDays(database: Database, now: number, limit: number): Promise<StaleDay[]> {
  const { usageQuarters, usageRollups, repeat } = database;
  const days = await repeat(() =>
    usageQuarters
      .aggregate<{ _id: { projectId: string; start: number }; version: number; stale: number }>([
        { $match: { start: { $lt: startOfDay(now - ROLLUP_DELAY_MS) } } },
        {
          $group: {
            _id: { projectId: '$projectId', start: { $subtract: ['$start', { $mod: ['$start', DAY_MS] }] } },
            version: { $sum: '$version' },
            stale: { $sum: { $cond: [{ $eq: ['$version', '$rolledUpVersion'] }, 0, 1] } },
          },
        },
      ])
      .toArray(),
  );
  const rollups = await repeat(() =>
    usageRollups
      .find({ grain: 'day' })
      .project<StaleDay>({ _id: 0, projectId: 1, start: 1, version: 1 })
      .toArray(),
  );
  const versions = new Map(
    rollups.map(({ projectId, start, version }) => [JSON.stringify([projectId, start]), version]),
  );
  return days
    .filter(({ stale }) => Number(stale) === 0)
    .map(({ _id, version }) => ({
      projectId: _id.projectId,
      start: Number(_id.start),
      version: Number(version),
    }))
    .filter(({ projectId, start, version }) => versions.get(JSON.stringify([projectId, start])) !== version)
    .slice(0, limit);
}

/** False when the quarters have changed since. */
async function rollUpDay(database: Database, { projectId, start, version }: StaleDay): Promise<boolean> {
  const quarters = await readQuarterRollups(database, projectId, { from: start, before: start + DAY_MS });
  if (quarters.reduce((sum, quarter) => sum + quarter.version, 0) !== version) return false;
  const hours = createRollupBuilder(start, HOUR_MS);
  const day = createRollupBuilder(start, DAY_MS);
  await inTurns(quarters, (quarter) => {
    hours.addRollup(quarter.rollup, quarter.start, QUARTER_MS);
    day.addRollup(quarter.rollup, quarter.start, QUARTER_MS);
  });
  const shared = { projectId, start, version };
  // the day last: it says that both are there
  const hasHours = await writeRollup(database, { ...shared, grain: 'hour', rollup: hours.build() });
  return hasHours && (await writeRollup(database, { ...shared, grain: 'day', rollup: day.build() }));
}
