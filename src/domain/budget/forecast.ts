import type { NanoUsd } from '../../lib/money.ts';
import type { Budget, BudgetLedger } from './budget.ts';

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const QUARTER_MS = HOUR_MS / 4;

/** How far a burn rate looks back. */
export const BURN_WINDOWS = { HOUR: HOUR_MS, DAY: DAY_MS, WEEK: 7 * DAY_MS } as const;
export type BurnWindow = keyof typeof BURN_WINDOWS;

/** What was spent within one step of time. */
export interface SpendStep {
  /** UTC milliseconds. */
  start: number;
  costNano: NanoUsd;
}

/** What the calls of a budget have spent, in no order. */
export interface RecentSpend {
  /** By hours, from `hoursFrom` on. */
  hours: readonly SpendStep[];
  /** The last of these hours by quarters, from `quartersFrom` on. */
  quarters: readonly SpendStep[];
}

/** From when on a forecast has to know what was spent. */
export function hoursFrom(now: number): number {
  return floorTo(HOUR_MS, now - BURN_WINDOWS.WEEK);
}

/** From when on it has to know that by quarters of an hour. */
export function quartersFrom(now: number): number {
  return floorTo(HOUR_MS, now - BURN_WINDOWS.HOUR);
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

export function forecastOf(
  { amountNano }: Pick<Budget, 'amountNano'>,
  { window: period, spentNano }: Pick<BudgetLedger, 'window' | 'spentNano'>,
  spend: RecentSpend,
  now: number,
): BudgetForecast {
  const firstSpend = firstSpendOf(spend, now);
  const rates = (Object.keys(BURN_WINDOWS) as BurnWindow[]).map((window) =>
    rateOf(window, spend, firstSpend, now),
  );
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

/** A forecast is told once for an amount, and again when the amount was raised and that is too little as well. */
export function isForecastDue(
  { amountNano }: Pick<Budget, 'amountNano'>,
  { forecastToldNano }: Pick<BudgetLedger, 'forecastToldNano'>,
  { projectedNano }: Pick<BudgetForecast, 'projectedNano'>,
): boolean {
  return projectedNano > amountNano && (forecastToldNano === null || forecastToldNano < amountNano);
}

/** A day at the end of a month goes by the days before, an hour at the end of a day by the hour before. */
export function windowFor(leftMs: number): BurnWindow {
  if (leftMs <= 2 * HOUR_MS) return 'HOUR';
  return leftMs <= 2 * DAY_MS ? 'DAY' : 'WEEK';
}

/** When the first step with spend began; null without any. */
function firstSpendOf({ hours, quarters }: RecentSpend, now: number): number | null {
  const firstOf = (steps: readonly SpendStep[]): number | null =>
    steps.reduce<number | null>(
      (first, { start, costNano }) => (costNano > 0n && (first === null || start < first) ? start : first),
      null,
    );
  const hour = firstOf(hours);
  return hour !== null && hour >= quartersFrom(now) ? (firstOf(quarters) ?? hour) : hour;
}

/** Time before the first spend is left out, so that a young installation isn't taken for a thrifty one. */
function rateOf(
  window: BurnWindow,
  { hours, quarters }: RecentSpend,
  firstSpend: number | null,
  now: number,
): BurnRate {
  const [steps, stepMs] = window === 'HOUR' ? [quarters, QUARTER_MS] : [hours, HOUR_MS];
  const earliest = floorTo(stepMs, now - BURN_WINDOWS[window]);
  const spentNano = steps.reduce(
    (sum, { start, costNano }) => (start >= earliest ? sum + costNano : sum),
    0n,
  );
  const from = Math.max(earliest, firstSpend ?? earliest);
  // a rate over less than a quarter of an hour says little
  const spanMs = Math.max(QUARTER_MS, now - from);
  return { window, from, spentNano, perDayNano: (spentNano * BigInt(DAY_MS)) / BigInt(spanMs) };
}

function floorTo(stepMs: number, at: number): number {
  return Math.floor(at / stepMs) * stepMs;
}
