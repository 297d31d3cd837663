import type { CallKind } from '../domain/call/call.ts';
import type { ErrorCategory } from '../domain/errors.ts';
import type { FinishReason } from '../domain/provider/provider.ts';
import { percentileOf } from '../domain/usage/histogram.ts';
import { averageMs, averageScore, errorRate, tokensPerSecond } from '../domain/usage/metric.ts';
import type { UsageGroup, UsageReport } from '../domain/usage/usage-report.ts';
import { summariseFeedback } from '../domain/usage/feedback-summary.ts';
import type { FeedbackSummary } from '../domain/usage/feedback-summary.ts';
import type { Durations, UsageMetrics } from '../domain/usage/usage.ts';
import { takenInTurns } from '../lib/in-turns.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { TokenUsage } from '../domain/token/usage.ts';
import type { Builder } from './builder.ts';
import type { CallTypes } from './call-types.ts';

/** For the limit of a query's cost: a report with every field stays below it. No more than GROUPS_MAX are answered, whatever it says. */
const GROUPS_ASSUMED = 150;

/** What a usage report is made of. */
export function defineUsageTypes(
  builder: Builder,
  { callKind, finishReason, errorCategory, tag }: CallTypes,
) {
  const durations = builder.objectRef<Durations>('UsageDurations').implement({
    description:
      'How long something took, in milliseconds. A percentile is at most 1.6 % away from the exact one; null without calls.',
    fields: (t) => ({
      count: t.exposeInt('count', { description: 'Calls that are in it.' }),
      averageMs: t.float({ nullable: true, description: 'The mean, exact.', resolve: averageMs }),
      p50Ms: t.float({
        nullable: true,
        description: 'Half of the calls took at most as long.',
        resolve: ({ histogram }) => percentileOf(histogram, 0.5),
      }),
      p90Ms: t.float({
        nullable: true,
        description: '90 % of the calls took at most as long.',
        resolve: ({ histogram }) => percentileOf(histogram, 0.9),
      }),
      p95Ms: t.float({
        nullable: true,
        description: '95 % of the calls took at most as long.',
        resolve: ({ histogram }) => percentileOf(histogram, 0.95),
      }),
      p99Ms: t.float({
        nullable: true,
        description: '99 % of the calls took at most as long.',
        resolve: ({ histogram }) => percentileOf(histogram, 0.99),
      }),
    }),
  });

  const feedbackLabel = builder.objectRef<FeedbackSummary['labels'][number]>('UsageFeedbackLabel').implement({
    description: 'How often a label was given.',
    fields: (t) => ({
      label: t.exposeString('label', { description: 'The label.' }),
      count: t.exposeInt('count', { description: 'How often.' }),
    }),
  });

  const feedback = builder.objectRef<FeedbackSummary>('UsageFeedback').implement({
    description: 'Feedback of one name on the calls.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name.' }),
      count: t.exposeInt('count', { description: 'How often it was given.' }),
      averageScore: t.exposeFloat('averageScore', {
        nullable: true,
        description: 'The mean of its scores, from 0 to 1; null when none has a score.',
      }),
      labels: t.field({
        type: [feedbackLabel],
        description: 'Its labels, the most frequent first.',
        resolve: ({ labels }) => [...labels],
      }),
    }),
  });

  const tokens = (description: string, count: (metrics: UsageMetrics) => number) => ({
    description,
    resolve: count,
  });
  const metrics = builder.objectRef<UsageMetrics>('UsageMetrics').implement({
    description: 'Sums over calls. A running call counts as a call; its tokens and cost are not known yet.',
    fields: (t) => ({
      calls: t.exposeInt('calls', { description: 'All calls.' }),
      completed: t.exposeInt('completed', { description: 'Those that were answered.' }),
      failed: t.exposeInt('failed', { description: 'Those that failed.' }),
      cancelled: t.exposeInt('cancelled', { description: 'Those that were ended early.' }),
      running: t.exposeInt('running', { description: 'Those under way.' }),
      errorRate: t.float({
        nullable: true,
        description: 'The share of the finished calls that failed, from 0 to 1.',
        resolve: errorRate,
      }),
      attempts: t.exposeInt('attempts', { description: 'Upstream requests.' }),
      retries: t.exposeInt('retries', { description: 'Of those, after the first of each call.' }),
      overHold: t.exposeInt('overHold', { description: 'Calls that cost more than was held for them.' }),
      promptTokens: t.float(tokens('Prompt tokens, a whole number.', (all) => tokensOf(all).promptTokens)),
      freshPromptTokens: t.float(
        tokens('Of those, neither read from a cache nor written to one.', (all) => all.tokens.freshInput),
      ),
      cachedPromptTokens: t.float(
        tokens('Of those, read from a cache.', (all) => tokensOf(all).cachedPromptTokens),
      ),
      cacheWriteTokens: t.float(tokens('Of those, written to a cache.', (all) => all.tokens.cacheWrite)),
      completionTokens: t.float(
        tokens('Answer tokens, a whole number.', (all) => tokensOf(all).completionTokens),
      ),
      reasoningTokens: t.float(
        tokens('Of those, spent on reasoning.', (all) => tokensOf(all).reasoningTokens),
      ),
      totalTokens: t.float(tokens('Prompt and answer together.', (all) => tokensOf(all).totalTokens)),
      promptCost: t.expose('promptCostNano', { type: 'Decimal', description: 'Cost of the prompts.' }),
      completionCost: t.expose('completionCostNano', {
        type: 'Decimal',
        description: 'Cost of the answers.',
      }),
      totalCost: t.expose('totalCostNano', { type: 'Decimal', description: 'Both together.' }),
      estimatedCost: t.expose('estimatedCostNano', {
        type: 'Decimal',
        description: 'The part of the total that comes from tokens that Tollgate counted.',
      }),
      presumedCost: t.expose('presumedCostNano', {
        type: 'Decimal',
        description: 'The part of the total that is holds of calls with an unknown outcome.',
      }),
      latency: t.expose('latency', {
        type: durations,
        description: 'Of completed calls, from dispatch to end.',
      }),
      timeToFirstToken: t.expose('timeToFirstToken', {
        type: durations,
        description: 'Of completed calls that were streamed.',
      }),
      tokensPerSecond: t.float({
        nullable: true,
        description:
          'Answer tokens of completed calls per second of their latency, from the first token on where it is known.',
        resolve: tokensPerSecond,
      }),
      feedbackCount: t.int({
        description: 'Entries of feedback on the calls.',
        resolve: (all) => all.feedback.reduce((sum, { count }) => sum + count, 0),
      }),
      averageFeedbackScore: t.float({
        nullable: true,
        description: 'The mean of all their scores, from 0 to 1; null when none has a score.',
        resolve: (all) => averageScore(all.feedback),
      }),
      feedback: t.field({
        type: [feedback],
        description: 'Feedback by name.',
        resolve: (all) => summariseFeedback(all.feedback),
      }),
    }),
  });

  const group = builder.objectRef<UsageGroup>('UsageGroup').implement({
    description:
      'The sums of one group. A dimension is null when the report is not grouped by it, or its calls have none.',
    fields: (t) => ({
      agentId: t.exposeString('agentId', { nullable: true, description: 'The agent.' }),
      capabilityType: t.exposeString('capabilityType', { nullable: true, description: 'The capability.' }),
      model: t.exposeString('model', { nullable: true, description: 'The model.' }),
      provider: t.exposeString('provider', { nullable: true, description: 'The provider.' }),
      templateId: t.exposeID('templateId', { nullable: true, description: 'The prompt template.' }),
      templateVersion: t.exposeInt('templateVersion', { nullable: true, description: 'Its version.' }),
      apiKeyId: t.exposeID('apiKeyId', { nullable: true, description: 'The API key.' }),
      finishReason: t.field({
        type: finishReason,
        nullable: true,
        description: 'Why the model stopped.',
        resolve: (all) => all.finishReason as FinishReason | null,
      }),
      errorCategory: t.field({
        type: errorCategory,
        nullable: true,
        description: 'Why the calls failed.',
        resolve: (all) => all.errorCategory as ErrorCategory | null,
      }),
      kind: t.field({
        type: callKind,
        nullable: true,
        description: 'What was asked for.',
        resolve: (all) => all.kind as CallKind | null,
      }),
      tag: t.expose('tag', { type: tag, nullable: true, description: 'The label.' }),
      bucketStart: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When its bucket of time begins.',
        resolve: ({ bucket }) => bucket?.start ?? null,
      }),
      bucketEnd: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it ends; this instant is not in it.',
        resolve: ({ bucket }) => bucket?.end ?? null,
      }),
      day: t.exposeString('day', {
        nullable: true,
        description: 'The date of a bucket of one day, as 2026-03-29.',
      }),
      isOther: t.exposeBoolean('isOther', {
        description: 'True for the sum of all groups that `top` or `having` left out.',
      }),
      metrics: t.expose('metrics', { type: metrics, description: 'Its sums.' }),
      previous: t.expose('previous', {
        type: metrics,
        nullable: true,
        description: 'Its sums in the previous range; null unless compareToPrevious is true.',
      }),
    }),
  });

  const previous = builder.objectRef<NonNullable<UsageReport['previous']>>('UsagePreviousRange').implement({
    description: 'The range before, of the same length by the calendar of the time zone.',
    fields: (t) => ({
      start: t.expose('from', { type: 'DateTime', description: 'When it begins.' }),
      end: t.expose('before', { type: 'DateTime', description: 'When it ends.' }),
      totals: t.expose('totals', { type: metrics, description: 'Sums over all its calls.' }),
    }),
  });

  return builder.objectRef<UsageReport>('UsageReport').implement({
    description:
      'What was used and what it cost. The totals are the sum of the groups, to the last nano-dollar, unless the groups overlap.',
    fields: (t) => ({
      start: t.expose('from', {
        type: 'DateTime',
        description: 'Calls dispatched at or after this instant.',
      }),
      end: t.expose('before', { type: 'DateTime', description: 'Calls dispatched before this instant.' }),
      timeZone: t.exposeString('timeZone', { description: 'The IANA time zone of its buckets.' }),
      totals: t.expose('totals', { type: metrics, description: 'Sums over all calls in the range.' }),
      groups: t.field({
        type: [group],
        description: 'By bucket, then by what they are ordered by; dearest first by default.',
        extensions: { assumedSize: GROUPS_ASSUMED },
        resolve: ({ groups }) => takenInTurns(groups),
      }),
      groupsOverlap: t.exposeBoolean('groupsOverlap', {
        description:
          'True when a call can be in several groups, since it can have several tags: then the groups add up to more than the totals.',
      }),
      previous: t.expose('previous', {
        type: previous,
        nullable: true,
        description: 'The previous range; null unless compareToPrevious is true.',
      }),
    }),
  });
}

function tokensOf({ tokens }: UsageMetrics): TokenUsage {
  return toTokenUsage({ ...tokens, estimated: false });
}
