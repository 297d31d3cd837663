import type { NanoUsd } from '../../lib/money.ts';
import type { Budget, BudgetLedger } from './budget.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Spend is known by quarters of an hour; a rate over less time says little. */
export const SPEND_STEP_MS = HOUR_MS / 4;

/** How far a burn rate looks back. */
export const BURN_WINDOWS = { HOUR: HOUR_MS, DAY: DAY_MS, WEEK: 7 * DAY_MS } as const;
export type BurnWindow = keyof typeof BURN_WINDOWS;

/** What was spent within one step of time. */
export interface SpendStep {
  /** UTC milliseconds, a multiple of SPEND_STEP_MS. */
  start: number;
  costNano: NanoUsd;
}

export interface BurnRate {
  window: BurnWindow;
  /** From when on it is: the start of the window, or of the first spend in it. UTC milliseconds. */
  from: number;
  spentNano: NanoUsd;
  perDayNano: NanoUsd;
}

/** What a period will have spent when it goes on as before. */
export interface BudgetForecast {
  at: number;
  rates: readonly BurnRate[];
  /** The window that the projection goes by: the one that is most like what is left of the period. */
  window: BurnWindow;
  projectedNano: NanoUsd;
  /** When the amount will be used up; null when not within the period. */
  usedUpAt: number | null;
}

/** `steps`: what the budget's calls have spent in the last week, as far as it is known. */
export function forecastOf(
  { amountNano }: Pick<Budget, 'amountNano'>,
  { window: period, spentNano }: Pick<BudgetLedger, 'window' | 'spentNano'>,
  steps: readonly SpendStep[],
  now: number,
): BudgetForecast {
  const rates = (Object.keys(BURN_WINDOWS) as BurnWindow[]).map((window) => rateOf(window, steps, now));
  const leftMs = Math.max(0, period.end - now);
  const window = windowFor(leftMs);
  const { perDayNano } = rates.find((rate) => rate.window === window) ?? { perDayNano: 0n };
  const projectedNano = spentNano + (perDayNano * BigInt(leftMs)) / BigInt(DAY_MS);
  return { at: now, rates, window, projectedNano, usedUpAt: usedUpAt() };

  function usedUpAt(): number | null {
    if (spentNano >= amountNano) return now;
    if (perDayNano === 0n || projectedNano < amountNano) return null;
    return Math.min(period.end, now + Number(((amountNano - spentNano) * BigInt(DAY_MS)) / perDayNano));
  }
}

/** A day at the end of a month goes by the days before, an hour at the end of a day by the hour before. */
function windowFor(leftMs: number): BurnWindow {
  if (leftMs <= 2 * HOUR_MS) return 'HOUR';
  return leftMs <= 2 * DAY_MS ? 'DAY' : 'WEEK';
}

/** Time before the first spend is left out, so that a young installation isn't taken for a thrifty one. */
function rateOf(window: BurnWindow, steps: readonly SpendStep[], now: number): BurnRate {
  const earliest = Math.floor((now - BURN_WINDOWS[window]) / SPEND_STEP_MS) * SPEND_STEP_MS;
  const within = steps.filter(({ start, costNano }) => start >= earliest && costNano > 0n);
  const spentNano = within.reduce((sum, { costNano }) => sum + costNano, 0n);
  const known = steps.filter(({ costNano }) => costNano > 0n).map(({ start }) => start);
  const from = Math.max(earliest, known.length === 0 ? earliest : Math.min(...known));
  const spanMs = Math.max(SPEND_STEP_MS, now - from);
  return { window, from, spentNano, perDayNano: (spentNano * BigInt(DAY_MS)) / BigInt(spanMs) };
}
