import { mergedCounts } from './histogram.ts';
import { newTally, toMetrics } from './tally.ts';
import type { Durations, UsageFeedback, UsageMetrics } from './usage.ts';

/** The sum of nothing. */
export function noMetrics(): UsageMetrics {
  return toMetrics(newTally());
}

/** The sum of the metrics, exactly. */
export function sumMetrics(metrics: Iterable<UsageMetrics>): UsageMetrics {
  const all = [...metrics];
  let sum = noMetrics();
  for (const one of all) sum = add(sum, one);
  return {
    ...sum,
    latency: sumDurations(all.map(({ latency }) => latency)),
    timeToFirstToken: sumDurations(all.map(({ timeToFirstToken }) => timeToFirstToken)),
  };
}

/** All but the durations. */
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
    latency: a.latency,
    timeToFirstToken: a.timeToFirstToken,
    generatedTokens: a.generatedTokens + b.generatedTokens,
    generationMs: a.generationMs + b.generationMs,
    feedback: b.feedback.length === 0 ? a.feedback : addFeedback(a.feedback, b.feedback),
  };
}

function sumDurations(durations: readonly Durations[]): Durations {
  let count = 0;
  let sumMs = 0;
  for (const one of durations) {
    count += one.count;
    sumMs += one.sumMs;
  }
  return { count, sumMs, histogram: mergedCounts(durations.map(({ histogram }) => histogram)) };
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
