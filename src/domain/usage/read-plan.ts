import { createBucketLookup } from './bucket.ts';
import type { BucketLookup } from './bucket.ts';
import { DAY_MS, HOUR_MS, QUARTER_MS } from './rollup.ts';
import type { Grain } from './rollup.ts';
import type { UsageQuery } from './usage.ts';

/** From (inclusive) and before (exclusive), UTC milliseconds. */
export interface TimeRange {
  from: number;
  before: number;
}

/**
 * What the store knows of a quarter of an hour, or of all those of a UTC day together. `version` grows with every change of
 * a finished call, `staleQuarters` counts those whose rollup isn't of their newest version.
 */
export interface ChangeMark {
  start: number;
  version: number;
  staleQuarters: number;
}

/** A rollup that may be used if it is of that version. */
export interface RollupRead {
  grain: Grain;
  start: number;
  version: number;
  /** Hours of a day that are in two buckets, counted from 0: their quarters are read instead. */
  splitHours: readonly number[];
}

/** A bucket of a day in Kathmandu begins at a quarter past; an hour has one of these each hour. */
const SPLIT_HOURS_MAX = 2;

/** The days that a query covers as a whole can be read from their rollups, where nothing of them has changed since. */
export function planDays(
  query: UsageQuery,
  days: readonly ChangeMark[],
  inFlightQuarters: ReadonlySet<number>,
): RollupRead[] {
  const bucketAt = query.bucket === null ? null : createBucketLookup(query.bucket, query.timeZone);
  const busyDays = new Set([...inFlightQuarters].map(startOfDay));
  return days.flatMap(({ start, version, staleQuarters }): RollupRead[] => {
    const isCovered = start >= query.from && start + DAY_MS <= query.before;
    if (!isCovered || staleQuarters > 0 || busyDays.has(start)) return [];
    const { grain, splitHours } = bucketAt === null ? WHOLE_DAY : grainOfDay(start, bucketAt);
    return grain === 'quarter' ? [] : [{ grain, start, version, splitHours }];
  });
}

/** The hours of these days that have to be read by their quarters. */
export function splitRanges(days: readonly RollupRead[]): TimeRange[] {
  return days.flatMap(({ start, splitHours }) =>
    splitHours.map((hour) => ({ from: start + hour * HOUR_MS, before: start + (hour + 1) * HOUR_MS })),
  );
}

/** What is left of the query's range after the days that were read. */
export interface RestPlan {
  /** Quarters that can be read from their rollups. */
  rollups: RollupRead[];
  /** Quarters whose calls have to be read. */
  byCall: Set<number>;
}

/**
 * `quarters`: the marks of the days that were not read as a whole, and of the hours that were split. Time without a mark has no
 * finished call.
 */
export function planRest(
  query: UsageQuery,
  quarters: readonly ChangeMark[],
  inFlightQuarters: ReadonlySet<number>,
): RestPlan {
  const rollups: RollupRead[] = [];
  const byCall = new Set(inFlightQuarters);
  for (const { start, version, staleQuarters } of quarters) {
    const isCovered = start >= query.from && start + QUARTER_MS <= query.before;
    if (isCovered && staleQuarters === 0 && !inFlightQuarters.has(start))
      rollups.push({ grain: 'quarter', start, version, splitHours: [] });
    else byCall.add(start);
  }
  return { rollups, byCall };
}

/** The quarters as ranges, those next to each other as one, cut to the query's. */
export function rangesOf(quarters: Iterable<number>, { from, before }: TimeRange): TimeRange[] {
  const ofQuarters = [...quarters].map((start) => ({ from: start, before: start + QUARTER_MS }));
  return joinedRanges(ofQuarters)
    .map((range) => ({ from: Math.max(range.from, from), before: Math.min(range.before, before) }))
    .filter((range) => range.from < range.before);
}

/** The ranges with those that touch or overlap as one, in order. */
export function joinedRanges(ranges: readonly TimeRange[]): TimeRange[] {
  const joined: TimeRange[] = [];
  for (const { from, before } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && last.before >= from) last.before = Math.max(last.before, before);
    else joined.push({ from, before });
  }
  return joined;
}

/**
 * The ranges in which these rollups begin, so that what lies between is not read: for a month that begins and ends within a
 * day, the quarters of the first and the last.
 */
export function rangesOfReads(reads: readonly Pick<RollupRead, 'start'>[]): TimeRange[] {
  return joinedRanges(reads.map(({ start }) => ({ from: start, before: start + DAY_MS }))).map(
    ({ from, before }) => ({ from, before: before - DAY_MS + 1 }),
  );
}

/** The part of a UTC day that is in the range. */
export function withinDay(day: number, { from, before }: TimeRange): TimeRange {
  return { from: Math.max(day, from), before: Math.min(day + DAY_MS, before) };
}

export function startOfQuarter(at: number): number {
  return Math.floor(at / QUARTER_MS) * QUARTER_MS;
}

export function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

type DayGrain = Pick<RollupRead, 'grain' | 'splitHours'>;

const WHOLE_DAY: DayGrain = { grain: 'day', splitHours: [] };

/** The coarsest grain of which no slot is in two buckets, but for a few hours. */
function grainOfDay(day: number, bucketAt: BucketLookup): DayGrain {
  const end = day + DAY_MS;
  let at = bucketAt(day).end;
  if (at >= end) return WHOLE_DAY;
  const splitHours: number[] = [];
  for (; at < end; at = bucketAt(at).end) {
    if (at % HOUR_MS === 0) continue;
    if (splitHours.push(Math.floor((at - day) / HOUR_MS)) > SPLIT_HOURS_MAX)
      return { grain: 'quarter', splitHours: [] };
  }
  return { grain: 'hour', splitHours };
}
