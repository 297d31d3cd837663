import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addToHistogram,
  binOf,
  middleOf,
  PERCENTILE_ERROR,
  percentileOf,
} from '../../../src/domain/usage/histogram.ts';
import type { Histogram } from '../../../src/domain/usage/histogram.ts';

const anyDuration = fc.oneof(fc.nat(100), fc.nat(100_000), fc.nat(2 ** 31 - 1));

function histogramOf(durations: readonly number[]): Histogram {
  const histogram: Histogram = new Map();
  for (const duration of durations) addToHistogram(histogram, binOf(duration), 1);
  return histogram;
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
          const found = percentileOf(histogramOf(durations), share) ?? Number.NaN;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * PERCENTILE_ERROR);
        },
      ),
    );
  });

  test('merged from parts is that of the whole', () => {
    fc.assert(
      fc.property(fc.array(anyDuration), fc.array(anyDuration), (left, right) => {
        const merged = histogramOf(left);
        for (const [bin, count] of histogramOf(right)) addToHistogram(merged, bin, count);
        expect(merged).toEqual(histogramOf([...left, ...right]));
      }),
    );
  });

  test('of nothing has no percentile', () => {
    expect(percentileOf(new Map(), 0.5)).toBeNull();
  });
});
