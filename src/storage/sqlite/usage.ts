import { createUsageAccumulator } from '../../domain/usage/accumulator.ts';
import { planDays, planRest, rangesOf, splitRanges, withinDay } from '../../domain/usage/read-plan.ts';
import type { RollupRead } from '../../domain/usage/read-plan.ts';
import { SLOT_MS } from '../../domain/usage/rollup.ts';
import type { UsageQuery, UsageRow } from '../../domain/usage/usage.ts';
import { viewsFor } from '../../domain/usage/view.ts';
import type { Database } from './database.ts';
import { readRollups } from './rollups.ts';
import { readUsageCalls } from './usage-calls.ts';
import { readDayMarks, readInFlightQuarters, readQuarterMarks } from './usage-marks.ts';

/** Days and quarters from rollups, and what isn't rolled up from the calls, on one snapshot. */
export function aggregateUsage(database: Database, query: UsageQuery): UsageRow[] {
  const { projectId } = query;
  const accumulator = createUsageAccumulator(query);
  const views = viewsFor(query);
  const add = (reads: readonly RollupRead[]): Set<number> => {
    const found = readRollups(database, projectId, reads, views, query.withHistograms);
    for (const { read, parts } of found)
      for (const part of parts) accumulator.addRollup(part, read.start, SLOT_MS[read.grain], read.splitHours);
    return new Set(found.map(({ read }) => read.start));
  };

  const inFlight = readInFlightQuarters(database, projectId, query);
  const days = readDayMarks(database, projectId, query);
  const dayReads = planDays(query, days, inFlight);
  const readDays = add(dayReads);
  const unread = [
    ...days.filter(({ start }) => !readDays.has(start)).map(({ start }) => withinDay(start, query)),
    ...splitRanges(dayReads.filter(({ start }) => readDays.has(start))),
  ];
  const marks = unread.flatMap((range) => readQuarterMarks(database, projectId, range));
  const { rollups, byCall } = planRest(query, marks, inFlight);
  const readQuarters = add(rollups);
  for (const { start } of rollups) if (!readQuarters.has(start)) byCall.add(start);
  for (const range of rangesOf(byCall, query))
    readUsageCalls(database, projectId, range, (call) => accumulator.addCall(call));
  return accumulator.rows();
}

/** From the calls alone. */
export function aggregateUsageOfCalls(database: Database, query: UsageQuery): UsageRow[] {
  const accumulator = createUsageAccumulator(query);
  readUsageCalls(database, query.projectId, query, (call) => accumulator.addCall(call));
  return accumulator.rows();
}
