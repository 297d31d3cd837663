import { createUsageAccumulator } from '../../domain/usage/accumulator.ts';
import {
  joinedRanges,
  planDays,
  planRest,
  rangesOf,
  splitRanges,
  withinDay,
} from '../../domain/usage/read-plan.ts';
import type { RollupRead } from '../../domain/usage/read-plan.ts';
import { SLOT_MS } from '../../domain/usage/rollup.ts';
import type { UsageQuery, UsageRow } from '../../domain/usage/usage.ts';
import { viewsFor } from '../../domain/usage/view.ts';
import type { Database } from './database.ts';
import { readRollups } from './rollups.ts';
import { readUsageCalls } from './usage-calls.ts';
import { inTurns } from '../../lib/in-turns.ts';
import { readDayMarks, readInFlightQuarters, readQuarterMarks } from './usage-marks.ts';

/**
 * Days and quarters from rollups, and what isn't rolled up from the calls. A call that ends meanwhile is in one place only:
 * its quarter is read as a whole, by its calls if it was on its way or had changed when this began.
 */
export async function aggregateUsage(database: Database, query: UsageQuery): Promise<UsageRow[]> {
  const { projectId } = query;
  const accumulator = createUsageAccumulator(query);
  const views = viewsFor(query);
  const add = async (reads: readonly RollupRead[]): Promise<Set<number>> => {
    if (reads.length === 0) return new Set();
    const found = await readRollups(database, projectId, reads, views, query.withHistograms);
    await inTurns(found, ({ read, parts }) => {
      for (const part of parts) accumulator.addRollup(part, read.start, SLOT_MS[read.grain], read.splitHours);
    });
    return new Set(found.map(({ read }) => read.start));
  };

  // in this order: a call that is told to have ended after the first is marked before the second
  const inFlight = await readInFlightQuarters(database, projectId, query);
  const days = await readDayMarks(database, projectId, query);
  const dayReads = planDays(query, days, inFlight);
  const readDays = await add(dayReads);
  const unread = [
    ...days.filter(({ start }) => !readDays.has(start)).map(({ start }) => withinDay(start, query)),
    ...splitRanges(dayReads.filter(({ start }) => readDays.has(start))),
  ];
  const ofRanges = joinedRanges(unread).map((range) => readQuarterMarks(database, projectId, range));
  const marks = (await Promise.all(ofRanges)).flat();
  const { rollups, byCall } = planRest(query, marks, inFlight);
  const readQuarters = await add(rollups);
  for (const { start } of rollups) if (!readQuarters.has(start)) byCall.add(start);
  for (const range of rangesOf(byCall, query))
    await readUsageCalls(database, projectId, range, (call) => accumulator.addCall(call));
  return accumulator.rows();
}

/** From the calls alone. */
export async function aggregateUsageOfCalls(database: Database, query: UsageQuery): Promise<UsageRow[]> {
  const accumulator = createUsageAccumulator(query);
  await readUsageCalls(database, query.projectId, query, (call) => accumulator.addCall(call));
  return accumulator.rows();
}
