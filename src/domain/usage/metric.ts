import { parseUsd } from '../../lib/money.ts';
import { percentileOf } from './histogram.ts';
import type { Durations, UsageMetrics } from './usage.ts';

/** What groups can be ordered and chosen by. */
export const USAGE_METRICS = [
  'calls',
  'completed',
  'failed',
  'cancelled',
  'attempts',
  'retries',
  'error_rate',
  'prompt_tokens',
  'completion_tokens',
  'reasoning_tokens',
  'total_tokens',
  'prompt_cost',
  'completion_cost',
  'total_cost',
  'average_latency',
  'p50_latency',
  'p90_latency',
  'p95_latency',
  'p99_latency',
  'average_time_to_first_token',
  'p50_time_to_first_token',
  'p90_time_to_first_token',
  'p95_time_to_first_token',
  'p99_time_to_first_token',
  'tokens_per_second',
  'feedback_count',
  'feedback_score',
] as const;
export type UsageMetric = (typeof USAGE_METRICS)[number];

/** Money in nano-dollars as bigint, times in milliseconds; null where there is nothing to divide by. */
export function valueOf(metrics: UsageMetrics, metric: UsageMetric): number | bigint | null {
  const { tokens } = metrics;
  const promptTokens = tokens.freshInput + tokens.cacheRead + tokens.cacheWrite;
  switch (metric) {
    case 'calls':
    case 'completed':
    case 'failed':
    case 'cancelled':
    case 'attempts':
    case 'retries':
      return metrics[metric];
    case 'error_rate':
      return errorRate(metrics);
    case 'prompt_tokens':
      return promptTokens;
    case 'completion_tokens':
      return tokens.output;
    case 'reasoning_tokens':
      return tokens.reasoning;
    case 'total_tokens':
      return promptTokens + tokens.output;
    case 'prompt_cost':
      return metrics.promptCostNano;
    case 'completion_cost':
      return metrics.completionCostNano;
    case 'total_cost':
      return metrics.totalCostNano;
    case 'average_latency':
      return averageMs(metrics.latency);
    case 'p50_latency':
      return percentileOf(metrics.latency.histogram, 0.5);
    case 'p90_latency':
      return percentileOf(metrics.latency.histogram, 0.9);
    case 'p95_latency':
      return percentileOf(metrics.latency.histogram, 0.95);
    case 'p99_latency':
      return percentileOf(metrics.latency.histogram, 0.99);
    case 'average_time_to_first_token':
      return averageMs(metrics.timeToFirstToken);
    case 'p50_time_to_first_token':
      return percentileOf(metrics.timeToFirstToken.histogram, 0.5);
    case 'p90_time_to_first_token':
      return percentileOf(metrics.timeToFirstToken.histogram, 0.9);
    case 'p95_time_to_first_token':
      return percentileOf(metrics.timeToFirstToken.histogram, 0.95);
    case 'p99_time_to_first_token':
      return percentileOf(metrics.timeToFirstToken.histogram, 0.99);
    case 'tokens_per_second':
      return tokensPerSecond(metrics);
    case 'feedback_count':
      return metrics.feedback.reduce((sum, { count }) => sum + count, 0);
    case 'feedback_score':
      return averageScore(metrics.feedback);
  }
}

/** True for a metric that needs histograms. */
export function isPercentile(metric: UsageMetric): boolean {
  return /^p\d\d_/.test(metric);
}

/** A bound in the unit of `valueOf`, from a decimal number: dollars for costs. */
export function toBound(metric: UsageMetric, decimal: string): number | bigint {
  if (!metric.endsWith('_cost')) return Number(decimal);
  return decimal.startsWith('-') ? -parseUsd(decimal.slice(1)) : parseUsd(decimal);
}

/** The share of the finished calls that failed. */
export function errorRate({ calls, running, failed }: UsageMetrics): number | null {
  const finished = calls - running;
  return finished === 0 ? null : failed / finished;
}

export function averageMs({ count, sumMs }: Durations): number | null {
  return count === 0 ? null : sumMs / count;
}

export function tokensPerSecond({ generatedTokens, generationMs }: UsageMetrics): number | null {
  return generationMs === 0 ? null : (generatedTokens * 1000) / generationMs;
}

/** The average of what has a score. */
export function averageScore(feedback: UsageMetrics['feedback']): number | null {
  const scored = feedback.reduce((sum, entry) => sum + entry.scored, 0);
  const micro = feedback.reduce((sum, entry) => sum + entry.scoreMicro, 0);
  return scored === 0 ? null : micro / scored / 1_000_000;
}
