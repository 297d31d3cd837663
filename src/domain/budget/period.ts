import { DateTime, IANAZone } from 'luxon';

export const RECURRENCES = ['DAY', 'WEEK', 'MONTH'] as const;
export type Recurrence = (typeof RECURRENCES)[number];

/** A fixed span of time, or one that starts again each day, week (Monday, ISO 8601) or month in a named time zone. */
export type BudgetPeriod =
  { kind: 'fixed'; start: number; end: number } | { kind: 'recurring'; every: Recurrence; timeZone: string };

/** One concrete period: from `start` up to but not including `end`, UTC milliseconds. */
export interface PeriodWindow {
  start: number;
  end: number;
  timeZone: string;
  /** Names the period in a budget's ledger: its start and its time zone. */
  key: string;
}

const UNITS = { DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;

/** The period that `at` falls into; null before or after a fixed period. Nothing is reset: a period is computed. */
export function periodAt(period: BudgetPeriod, at: number): PeriodWindow | null {
  if (period.kind === 'fixed') {
    return at >= period.start && at < period.end ? toWindow(period.start, period.end, 'UTC') : null;
  }
  const unit = UNITS[period.every];
  const start = DateTime.fromMillis(at, { zone: period.timeZone }).startOf(unit);
  // a day of 23 or 25 hours ends where the next one starts
  const end = start.plus({ [unit]: 1 }).startOf(unit);
  return toWindow(start.toMillis(), end.toMillis(), period.timeZone);
}

/** When a used-up budget has money again; null for a fixed period, which never starts again. */
export function resetsAt(period: BudgetPeriod, window: PeriodWindow): number | null {
  return period.kind === 'recurring' ? window.end : null;
}

/** True for a name of the IANA time zone database, such as Europe/Copenhagen or UTC. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

function toWindow(start: number, end: number, timeZone: string): PeriodWindow {
  return { start, end, timeZone, key: `${new Date(start).toISOString()}|${timeZone}` };
}
