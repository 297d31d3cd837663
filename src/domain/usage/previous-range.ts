import type { TimeRange } from './read-plan.ts';
import { createZoneClock } from './zone-clock.ts';

const DAY_MS = 86_400_000;

/**
 * The range of the same length that ends where this one starts: as many months before whole months, as many days before
 * whole days, in the time zone, so that clock changes shift nothing; else as many milliseconds.
 */
export function previousRange({ from, before }: TimeRange, timeZone: string): TimeRange {
  const zone = createZoneClock(timeZone);
  const first = zone.localDayAt(from);
  const next = zone.localDayAt(before);
  const isWholeDays = zone.dayStart(first) === from && zone.dayStart(next) === before;
  if (!isWholeDays) return { from: from - (before - from), before: from };
  const firstDate = new Date(first * DAY_MS);
  const nextDate = new Date(next * DAY_MS);
  const isWholeMonths = firstDate.getUTCDate() === 1 && nextDate.getUTCDate() === 1;
  const months = monthsOf(nextDate) - monthsOf(firstDate);
  const previousFirst = isWholeMonths
    ? Date.UTC(firstDate.getUTCFullYear(), firstDate.getUTCMonth() - months, 1) / DAY_MS
    : first - (next - first);
  return { from: zone.dayStart(previousFirst), before: from };
}

function monthsOf(date: Date): number {
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
