/**
 * Counts of durations in milliseconds by bins whose width grows with the value: 32 bins for each doubling, one for each
 * value below 32. A bin's middle is at most 1/64 = 1.6 % away from any value in it, and histograms are merged by adding
 * their counts, so that a percentile over months is as exact as one over a minute.
 */
export type Histogram = Map<number, number>;

const STEPS = 32;
const STEP_BITS = 5;
/** Longest duration that is told apart, in milliseconds: 24.8 days. */
const LONGEST = 2 ** 31 - 1;

/** How far a percentile can be from the exact one, as a share of it. */
export const PERCENTILE_ERROR = 1 / (2 * STEPS);

export function binOf(durationMs: number): number {
  const value = Math.min(LONGEST, Math.max(0, Math.round(durationMs)));
  if (value < STEPS) return value;
  const doubling = 31 - Math.clz32(value) - STEP_BITS;
  return STEPS * (doubling + 1) + (value >>> doubling) - STEPS;
}

const BINS = binOf(LONGEST) + 1;

/** The middle of the bin, in milliseconds. */
export function middleOf(bin: number): number {
  if (bin < STEPS) return bin;
  const doubling = Math.floor(bin / STEPS) - 1;
  const least = (STEPS + (bin % STEPS)) * 2 ** doubling;
  return least + (2 ** doubling - 1) / 2;
}

export function addToHistogram(histogram: Histogram, bin: number, count: number): void {
  const sum = (histogram.get(bin) ?? 0) + count;
  if (sum === 0) histogram.delete(bin);
  else histogram.set(bin, sum);
}

/** A histogram that is complete: each bin with its count after it, by bins. It goes from thread to thread faster than a Map. */
export type BinCounts = Float64Array;

export const NO_COUNTS: BinCounts = new Float64Array(0);

export function toCounts(histogram: Histogram): BinCounts {
  if (histogram.size === 0) return NO_COUNTS;
  const counts = new Float64Array(2 * histogram.size);
  let at = 0;
  for (const bin of Float64Array.from(histogram.keys()).sort()) {
    counts[at] = bin;
    counts[at + 1] = histogram.get(bin) ?? 0;
    at += 2;
  }
  return counts;
}

/** All of them together. */
export function mergedCounts(parts: readonly BinCounts[]): BinCounts {
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length <= 1) return filled[0] ?? NO_COUNTS;
  const sums = new Float64Array(BINS);
  for (const counts of filled) {
    for (let at = 0; at < counts.length; at += 2) {
      const bin = counts[at] ?? 0;
      sums[bin] = (sums[bin] ?? 0) + (counts[at + 1] ?? 0);
    }
  }
  const merged = new Map<number, number>();
  for (let bin = 0; bin < BINS; bin += 1) {
    const count = sums[bin] ?? 0;
    if (count !== 0) merged.set(bin, count);
  }
  return toCounts(merged);
}

/** The least value that `share` of all values do not exceed (nearest rank); null without values. */
export function percentileOf(counts: BinCounts, share: number): number | null {
  let total = 0;
  for (let at = 1; at < counts.length; at += 2) total += counts[at] ?? 0;
  if (total === 0) return null;
  let rank = Math.max(1, Math.ceil(share * total));
  for (let at = 0; at < counts.length; at += 2) {
    rank -= counts[at + 1] ?? 0;
    if (rank <= 0) return middleOf(counts[at] ?? 0);
  }
  return null;
}
