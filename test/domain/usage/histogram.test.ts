import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addToHistogram,
  binOf,
  mergedCounts,
  middleOf,
  PERCENTILE_ERROR,
  percentileOf,
  toCounts,
} from '../../../src/domain/usage/histogram.ts';
import type { BinCounts, Histogram } from '../../../src/domain/usage/histogram.ts';

const anyDuration = fc.oneof(fc.nat(100), fc.nat(100_000), fc.nat(2 ** 31 - 1));

function countsOf(durations: readonly number[]): BinCounts {
  const histogram: Histogram = new Map();
  for (const duration of durations) addToHistogram(histogram, binOf(duration), 1);
  return toCounts(histogram);
}

describe('a histogram of durations', () => {
  test('is right to less than 2 % of the value', () => {
    expect(PERCENTILE_ERROR).toBeLessThan(0.02);
    fc.assert(
      fc.property(anyDuration, (duration) => {
        expect(Math.abs(middleOf(binOf(duration)) - duration)).toBeLessThanOrEqual(
          duration * PERCENTILE_ERROR,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('puts longer durations into no lower bin', () => {
    fc.assert(
      fc.property(anyDuration, anyDuration, (a, b) => {
        expect(binOf(Math.min(a, b))).toBeLessThanOrEqual(binOf(Math.max(a, b)));
      }),
    );
  });

  test('gives each percentile to less than 2 % of the value at its rank', () => {
    fc.assert(
      fc.property(
        fc.array(anyDuration, { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.9, 0.95, 0.99),
        (durations, share) => {
          const sorted = [...durations].sort((a, b) => a - b);
          const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
          const found = percentileOf(countsOf(durations), share) ?? Number.NaN;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * PERCENTILE_ERROR);
        },
      ),
    );
  });

  test('merged from parts is that of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyDuration)), (parts) => {
        expect(mergedCounts(parts.map(countsOf))).toEqual(countsOf(parts.flat()));
      }),
    );
  });

  test('of nothing has no percentile', () => {
    expect(percentileOf(mergedCounts([]), 0.5)).toBeNull();
  });
});
