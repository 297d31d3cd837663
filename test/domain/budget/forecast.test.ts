import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastOf, isForecastDue, quartersFrom } from '../../../src/domain/budget/forecast.ts';
import type { RecentSpend, SpendStep } from '../../../src/domain/budget/forecast.ts';
import { periodAt } from '../../../src/domain/budget/period.ts';
import { DAY, HOUR, NOON } from '../../support/call-fixture.ts';

const MONTH = { kind: 'recurring', every: 'MONTH', timeZone: 'Europe/Copenhagen' } as const;

function monthAt(now: number) {
  const window = periodAt(MONTH, now);
  if (window === null) throw new Error('a month has no gap');
  return window;
}

const QUARTER = HOUR / 4;
const NO_SPEND: RecentSpend = { hours: [], quarters: [] };

/** Spend by quarters of an hour, as a forecast is given it. */
function spendOf(quarters: readonly SpendStep[], now: number): RecentSpend {
  const hours = new Map<number, bigint>();
  for (const { start, costNano } of quarters) {
    const hour = start - (start % HOUR);
    hours.set(hour, (hours.get(hour) ?? 0n) + costNano);
  }
  return {
    hours: [...hours].map(([start, costNano]) => ({ start, costNano })),
    quarters: quarters.filter(({ start }) => start >= quartersFrom(now)),
  };
}

/** The same amount in every quarter of an hour of the last `span`. */
function evenSpend(now: number, span: number, costNano: bigint): RecentSpend {
  const last = Math.floor(now / QUARTER) * QUARTER;
  const quarters = Array.from({ length: Math.floor(span / QUARTER) }, (_, step) => ({
    start: last - (step + 1) * QUARTER,
    costNano,
  }));
  return spendOf(quarters, now);
}

describe('a forecast', () => {
  test('goes on as before: an even spend is used up when it reaches the amount', () => {
    // 96 steps a day, for 10 nano-dollars each: 960 a day
    const window = monthAt(NOON);
    const spend = evenSpend(NOON, 8 * DAY, 10n);
    const forecast = forecastOf({ amountNano: 20_000n }, { window, spentNano: 9_000n }, spend, NOON);
    expect(forecast.window).toBe('WEEK');
    for (const { perDayNano } of forecast.rates) expect(Number(perDayNano)).toBeCloseTo(960, -2);
    const days = (window.end - NOON) / DAY;
    expect(Number(forecast.projectedNano) / (9_000 + days * 960)).toBeCloseTo(1, 1);
    expect(((forecast.usedUpAt ?? 0) - NOON) / DAY).toBeCloseTo(11_000 / 960, 0);
  });

  test('of a young installation goes by the time since its first spend', () => {
    const spend = evenSpend(NOON, 2 * HOUR, 10n);
    const { rates } = forecastOf(
      { amountNano: 1_000_000n },
      { window: monthAt(NOON), spentNano: 80n },
      spend,
      NOON,
    );
    const week = rates.find(({ window }) => window === 'WEEK');
    expect(NOON - (week?.from ?? 0)).toBeLessThanOrEqual(2 * HOUR);
    expect(Number(week?.perDayNano)).toBeGreaterThan(900);
  });

  test('of an installation that is minutes old goes by those minutes', () => {
    const now = NOON + 50 * 60_000;
    const spend = spendOf([{ start: NOON + 2 * QUARTER, costNano: 20n }], now);
    const { rates } = forecastOf(
      { amountNano: 1_000_000n },
      { window: monthAt(now), spentNano: 20n },
      spend,
      now,
    );
    for (const { from } of rates) expect(from).toBe(NOON + 2 * QUARTER);
    for (const { perDayNano } of rates) expect(perDayNano).toBe((20n * 24n * 60n) / 20n);
  });

  test('near the end of a period goes by the last hour, further from it by a day or a week', () => {
    const { end } = monthAt(NOON);
    const windowAt = (now: number) =>
      forecastOf({ amountNano: 1n }, { window: monthAt(now), spentNano: 0n }, NO_SPEND, now).window;
    expect(windowAt(end - HOUR)).toBe('HOUR');
    expect(windowAt(end - DAY)).toBe('DAY');
    expect(windowAt(end - 5 * DAY)).toBe('WEEK');
  });

  test('of a budget that is used up says now, and without spend says never', () => {
    const window = monthAt(NOON);
    expect(forecastOf({ amountNano: 10n }, { window, spentNano: 12n }, NO_SPEND, NOON).usedUpAt).toBe(NOON);
    expect(forecastOf({ amountNano: 10n }, { window, spentNano: 2n }, NO_SPEND, NOON)).toMatchObject({
      usedUpAt: null,
      projectedNano: 2n,
    });
  });

  test('never projects less than was spent, and uses up only within the period', () => {
    const anyStep = fc.record({
      start: fc.integer({ min: 0, max: 700 }).map((step) => NOON - step * QUARTER),
      costNano: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    });
    const anyAmount = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(fc.array(anyStep), anyAmount, anyAmount, (steps, amountNano, spentNano) => {
        const window = monthAt(NOON);
        const spend = spendOf(steps, NOON);
        const { projectedNano, usedUpAt } = forecastOf({ amountNano }, { window, spentNano }, spend, NOON);
        expect(projectedNano).toBeGreaterThanOrEqual(spentNano);
        if (usedUpAt === null) expect(projectedNano < amountNano).toBe(true);
        else {
          expect(usedUpAt).toBeGreaterThanOrEqual(NOON);
          expect(usedUpAt).toBeLessThanOrEqual(window.end);
        }
      }),
    );
  });

  test('is told once for an amount, and again when it was raised and is too little as well', () => {
    const forecast = { projectedNano: 100n };
    expect(isForecastDue({ amountNano: 100n }, { forecastToldNano: null }, forecast)).toBe(false);
    expect(isForecastDue({ amountNano: 50n }, { forecastToldNano: null }, forecast)).toBe(true);
    expect(isForecastDue({ amountNano: 50n }, { forecastToldNano: 50n }, forecast)).toBe(false);
    expect(isForecastDue({ amountNano: 40n }, { forecastToldNano: 50n }, forecast)).toBe(false);
    expect(isForecastDue({ amountNano: 60n }, { forecastToldNano: 50n }, forecast)).toBe(true);
  });
});
