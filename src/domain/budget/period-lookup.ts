import { periodAt } from './period.ts';
import type { BudgetPeriod, PeriodWindow } from './period.ts';

/**
 * `periodAt` with a memory of the last window of each recurrence and time zone: most calls fall into it, and computing a
 * day in a time zone costs more than the statement that charges it.
 */
export function createPeriodLookup(): typeof periodAt {
  const lastWindows = new Map<string, PeriodWindow>();
  return (period: BudgetPeriod, at: number) => {
    if (period.kind === 'fixed') return periodAt(period, at);
    const name = `${period.every} ${period.timeZone}`;
    const last = lastWindows.get(name);
    if (last !== undefined && at >= last.start && at < last.end) return last;
    const window = periodAt(period, at);
    if (window !== null) lastWindows.set(name, window);
    return window;
  };
}
