import { addToHistogram } from './histogram.ts';
import type { Histogram } from './histogram.ts';
import { newTally, toMetrics } from './tally.ts';
import type { Durations, UsageFeedback, UsageMetrics } from './usage.ts';

/** The sum of nothing. */
export function noMetrics(): UsageMetrics {
  return toMetrics(newTally());
}

/** The sum of the metrics, exactly. */
export function sumMetrics(metrics: Iterable<UsageMetrics>): UsageMetrics {
  let sum = noMetrics();
  for (const one of metrics) sum = add(sum, one);
  return sum;
}

/** Adds to the histograms of `a`, which must be its own. */
function add(a: UsageMetrics, b: UsageMetrics): UsageMetrics {
  return {
    calls: a.calls + b.calls,
    completed: a.completed + b.completed,
    failed: a.failed + b.failed,
    cancelled: a.cancelled + b.cancelled,
    running: a.running + b.running,
    attempts: a.attempts + b.attempts,
    retries: a.retries + b.retries,
    overHold: a.overHold + b.overHold,
    tokens: {
      freshInput: a.tokens.freshInput + b.tokens.freshInput,
      cacheRead: a.tokens.cacheRead + b.tokens.cacheRead,
      cacheWrite: a.tokens.cacheWrite + b.tokens.cacheWrite,
      output: a.tokens.output + b.tokens.output,
      reasoning: a.tokens.reasoning + b.tokens.reasoning,
    },
    promptCostNano: a.promptCostNano + b.promptCostNano,
    completionCostNano: a.completionCostNano + b.completionCostNano,
    totalCostNano: a.totalCostNano + b.totalCostNano,
    estimatedCostNano: a.estimatedCostNano + b.estimatedCostNano,
    presumedCostNano: a.presumedCostNano + b.presumedCostNano,
    latency: addDurations(a.latency, b.latency),
    timeToFirstToken: addDurations(a.timeToFirstToken, b.timeToFirstToken),
    generatedTokens: a.generatedTokens + b.generatedTokens,
    generationMs: a.generationMs + b.generationMs,
    feedback: b.feedback.length === 0 ? a.feedback : addFeedback(a.feedback, b.feedback),
  };
}

function addDurations(a: Durations, b: Durations): Durations {
  const histogram: Histogram = a.histogram;
  for (const [bin, count] of b.histogram) addToHistogram(histogram, bin, count);
  return { count: a.count + b.count, sumMs: a.sumMs + b.sumMs, histogram };
}

function addFeedback(a: readonly UsageFeedback[], b: readonly UsageFeedback[]): UsageFeedback[] {
  const sums = new Map<string, UsageFeedback>();
  for (const entry of [...a, ...b]) {
    const key = JSON.stringify([entry.name, entry.label]);
    const known = sums.get(key);
    sums.set(
      key,
      known === undefined
        ? entry
        : {
            ...entry,
            count: known.count + entry.count,
            scored: known.scored + entry.scored,
            scoreMicro: known.scoreMicro + entry.scoreMicro,
          },
    );
  }
  return [...sums.values()];
}
