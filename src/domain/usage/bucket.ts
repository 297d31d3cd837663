import { createZoneClock } from './zone-clock.ts';
import type { ZoneClock } from './zone-clock.ts';

/** How time is cut into pieces. */
export const BUCKETS = ['QUARTER_HOUR', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
export type Bucket = (typeof BUCKETS)[number];

export interface BucketWindow {
  /** UTC milliseconds. */
  start: number;
  /** Not in it. */
  end: number;
}

/** The bucket that an instant falls into. */
export type BucketLookup = (at: number) => BucketWindow;

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 4 * QUARTER_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS_OF_WEEK = 7;
/** 1970-01-01 was a Thursday, and weeks start on Monday (ISO 8601). */
const MONDAY_SHIFT = 3;

/**
 * Buckets in the local time of a zone, without gap or overlap. A day on which clocks change has 23 or 25 hours (23.5 or 24.5 on
 * Lord Howe Island), and an hour that comes twice makes two buckets.
 */
export function createBucketLookup(bucket: Bucket, timeZone: string): BucketLookup {
  const zone = createZoneClock(timeZone);
  switch (bucket) {
    case 'QUARTER_HOUR':
      return (at) => {
        const start = Math.floor(at / QUARTER_MS) * QUARTER_MS;
        return { start, end: start + QUARTER_MS };
      };
    case 'HOUR':
      return (at) => hourAt(zone, at);
    case 'DAY':
      return daysFrom(zone, (day) => ({ first: day, next: day + 1 }));
    case 'WEEK':
      return daysFrom(zone, (day) => {
        const first = Math.floor((day + MONDAY_SHIFT) / DAYS_OF_WEEK) * DAYS_OF_WEEK - MONDAY_SHIFT;
        return { first, next: first + DAYS_OF_WEEK };
      });
    case 'MONTH':
      return daysFrom(zone, (day) => {
        const date = new Date(day * DAY_MS);
        const firstOf = (month: number): number => Date.UTC(date.getUTCFullYear(), month, 1) / DAY_MS;
        return { first: firstOf(date.getUTCMonth()), next: firstOf(date.getUTCMonth() + 1) };
      });
  }
}

/** The date on which the bucket starts, such as 2026-03-29. */
export function localDate(at: number, timeZone: string): string {
  return new Date(createZoneClock(timeZone).localDayAt(at) * DAY_MS).toISOString().slice(0, 10);
}

/** A local hour ends early, or starts late, where the clocks change within it. */
function hourAt(zone: ZoneClock, at: number): BucketWindow {
  const offset = zone.offsetAt(at);
  let start = Math.floor((at + offset) / HOUR_MS) * HOUR_MS - offset;
  let end = start + HOUR_MS;
  const quarter = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  for (let step = quarter; step >= start; step -= QUARTER_MS) {
    if (zone.offsetAt(step) === offset) continue;
    start = step + QUARTER_MS;
    break;
  }
  for (let step = quarter; step < end; step += QUARTER_MS) {
    if (zone.offsetAt(step) === offset) continue;
    end = step;
    break;
  }
  return { start, end };
}

function daysFrom(
  zone: ZoneClock,
  daysOf: (localDay: number) => { first: number; next: number },
): BucketLookup {
  const windows = new Map<number, BucketWindow>();
  return (at) => {
    const { first, next } = daysOf(zone.localDayAt(at));
    let window = windows.get(first);
    if (window === undefined) {
      window = { start: zone.dayStart(first), end: zone.dayStart(next) };
      windows.set(first, window);
    }
    return window;
  };
}
