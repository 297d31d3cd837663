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

/** The least value that `share` of all values do not exceed (nearest rank); null without values. */
export function percentileOf(histogram: Histogram, share: number): number | null {
  let total = 0;
  for (const count of histogram.values()) total += count;
  if (total === 0) return null;
  let rank = Math.max(1, Math.ceil(share * total));
  const bins = [...histogram.keys()].sort((a, b) => a - b);
  for (const bin of bins) {
    rank -= histogram.get(bin) ?? 0;
    if (rank <= 0) return middleOf(bin);
  }
  return null;
}
