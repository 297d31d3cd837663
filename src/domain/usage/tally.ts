import { addToHistogram, toCounts } from './histogram.ts';
import type { Histogram } from './histogram.ts';
import { addSums, AT, moneyOf, newSums } from './sums.ts';
import type { Sums } from './sums.ts';
import type { Durations, UsageFeedback, UsageMetrics } from './usage.ts';
import type { CallShare } from './usage-call.ts';

/** What is known so far of a group of calls. */
export interface Tally {
  sums: Sums;
  latency: Histogram;
  firstToken: Histogram;
  /** By name and label (feedbackKey). */
  feedback: Map<string, UsageFeedback>;
}

export function newTally(): Tally {
  return { sums: newSums(), latency: new Map(), firstToken: new Map(), feedback: new Map() };
}

export function addShare(tally: Tally, share: CallShare, feedback: readonly UsageFeedback[]): void {
  addSums(tally.sums, share.sums);
  if (share.latencyBin !== null) addToHistogram(tally.latency, share.latencyBin, 1);
  if (share.firstTokenBin !== null) addToHistogram(tally.firstToken, share.firstTokenBin, 1);
  for (const entry of feedback) addFeedback(tally, entry);
}

/** Adds the sums of `other` to the tally, or with -1 takes them away. */
export function addTally(tally: Tally, other: Tally, times: 1 | -1 = 1): void {
  addSums(tally.sums, other.sums, times);
  for (const [bin, count] of other.latency) addToHistogram(tally.latency, bin, times * count);
  for (const [bin, count] of other.firstToken) addToHistogram(tally.firstToken, bin, times * count);
  for (const entry of other.feedback.values()) addFeedback(tally, entry, times);
}

export function addFeedback(tally: Tally, entry: UsageFeedback, times: 1 | -1 = 1): void {
  const key = JSON.stringify([entry.name, entry.label]);
  const known = tally.feedback.get(key);
  const sum = {
    name: entry.name,
    label: entry.label,
    count: (known?.count ?? 0) + times * entry.count,
    scored: (known?.scored ?? 0) + times * entry.scored,
    scoreMicro: (known?.scoreMicro ?? 0) + times * entry.scoreMicro,
  };
  if (sum.count === 0) tally.feedback.delete(key);
  else tally.feedback.set(key, sum);
}

export function toMetrics({ sums, latency, firstToken, feedback }: Tally): UsageMetrics {
  const count = (column: keyof typeof AT): number => sums[AT[column]] ?? 0;
  const durations = (number: number, sumMs: number, histogram: Histogram): Durations => ({
    count: number,
    sumMs,
    histogram: toCounts(histogram),
  });
  const promptCostNano = moneyOf(sums, 'prompt');
  const completionCostNano = moneyOf(sums, 'completion');
  return {
    calls: count('calls'),
    completed: count('completed'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    running: count('running'),
    attempts: count('attempts'),
    retries: count('retries'),
    overHold: count('overHold'),
    tokens: {
      freshInput: count('freshInput'),
      cacheRead: count('cacheRead'),
      cacheWrite: count('cacheWrite'),
      output: count('output'),
      reasoning: count('reasoning'),
    },
    promptCostNano,
    completionCostNano,
    totalCostNano: promptCostNano + completionCostNano,
    estimatedCostNano: moneyOf(sums, 'estimated'),
    presumedCostNano: moneyOf(sums, 'presumed'),
    latency: durations(count('latencies'), count('latencyMs'), latency),
    timeToFirstToken: durations(count('firstTokens'), count('firstTokenMs'), firstToken),
    generatedTokens: count('generatedTokens'),
    generationMs: count('generationMs'),
    feedback: [...feedback.values()],
  };
}
