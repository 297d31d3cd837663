import type { Bucket } from '../domain/usage/bucket.ts';
import type { UsageMetric } from '../domain/usage/metric.ts';
import { usageInputSchema } from '../domain/usage/usage-input.ts';
import type { UsageDimension } from '../domain/usage/usage.ts';
import type { Builder } from './builder.ts';
import type { TagInputRef } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import { upperCaseEnum } from './enums.ts';

/** The input of `usage`. */
export function defineUsageInputs(
  builder: Builder,
  { callKind, finishReason, errorCategory }: CallTypes,
  tagInput: TagInputRef,
) {
  const dimension = upperCaseEnum<UsageDimension>(
    builder,
    'UsageDimension',
    'What a usage report is grouped by.',
    {
      agent: 'The agent that made the call.',
      capability: 'What the call was for.',
      model: 'The model that was asked.',
      provider: 'Who runs the model.',
      template: 'The prompt template that was rendered.',
      template_version: 'The version of the template, with the template.',
      api_key: 'The API key that the call was made with.',
      finish_reason: 'Why the model stopped.',
      error_category: 'Why the call failed.',
      kind: 'What was asked for: a completion, a chat, embeddings.',
      tag: "The call's labels: all of them, so that groups overlap, or with `tagKey` the values of one.",
      day: "The day on which the call was dispatched, in the report's time zone: the bucket DAY.",
    },
  );
  const bucket = builder.enumType('UsageBucket', {
    description: "How a usage report cuts time into pieces, in the report's time zone.",
    values: {
      QUARTER_HOUR: { value: 'QUARTER_HOUR', description: '15 minutes.' },
      HOUR: { value: 'HOUR', description: 'One hour of the local clock.' },
      DAY: { value: 'DAY', description: 'From one midnight to the next: 23 or 25 hours when clocks change.' },
      WEEK: { value: 'WEEK', description: 'From Monday on (ISO 8601).' },
      MONTH: { value: 'MONTH', description: 'A month of the calendar.' },
    } satisfies Record<Bucket, { value: string; description: string }>,
  });
  const metric = upperCaseEnum<UsageMetric>(
    builder,
    'UsageMetric',
    'What groups are ordered and chosen by.',
    {
      calls: 'All calls.',
      completed: 'Calls that were answered.',
      failed: 'Calls that failed.',
      cancelled: 'Calls that were ended early.',
      attempts: 'Upstream requests.',
      retries: 'Upstream requests after the first of each call.',
      error_rate: 'The share of the finished calls that failed.',
      prompt_tokens: 'Prompt tokens.',
      completion_tokens: 'Answer tokens.',
      reasoning_tokens: 'Tokens spent on reasoning.',
      total_tokens: 'Prompt and answer tokens.',
      prompt_cost: 'Cost of the prompts, in dollars.',
      completion_cost: 'Cost of the answers, in dollars.',
      total_cost: 'Both together, in dollars.',
      average_latency: 'Mean latency, in milliseconds.',
      p50_latency: 'Median latency.',
      p90_latency: '90th percentile of the latency.',
      p95_latency: '95th percentile of the latency.',
      p99_latency: '99th percentile of the latency.',
      average_time_to_first_token: 'Mean time to the first token.',
      p50_time_to_first_token: 'Median time to the first token.',
      p90_time_to_first_token: '90th percentile of the time to the first token.',
      p95_time_to_first_token: '95th percentile of the time to the first token.',
      p99_time_to_first_token: '99th percentile of the time to the first token.',
      tokens_per_second: 'Answer tokens per second.',
      feedback_count: 'Entries of feedback.',
      feedback_score: 'Mean score of the feedback.',
    },
  );

  const filter = builder.inputType('UsageFilter', {
    description: 'Which calls to count; all fields must match, and a list matches any of its values.',
    fields: (t) => ({
      agentId: t.string({ description: 'Made by this agent.' }),
      agentIds: t.stringList({ description: 'Made by one of these agents.' }),
      model: t.string({ description: 'That asked this model.' }),
      models: t.stringList({ description: 'That asked one of these models.' }),
      capabilityType: t.string({ description: 'Made for this capability.' }),
      capabilityTypes: t.stringList({ description: 'Made for one of these capabilities.' }),
      provider: t.string({ description: 'That this provider was asked for.' }),
      templateId: t.id({ description: 'Rendered from this prompt template.' }),
      templateVersion: t.int({ description: 'Rendered from this version of a template.' }),
      apiKeyId: t.id({ description: 'Made with this API key.' }),
      finishReason: t.field({ type: finishReason, description: 'Whose model stopped for this reason.' }),
      errorCategory: t.field({ type: errorCategory, description: 'That failed for this reason.' }),
      kind: t.field({ type: callKind, description: 'That asked for this.' }),
      tag: t.field({ type: tagInput, description: 'With this label.' }),
    }),
  });
  const having = builder.inputType('UsageHaving', {
    description: 'A bound on what is listed, by the sums over the whole range.',
    fields: (t) => ({
      metric: t.field({ type: metric, required: true, description: 'What is bounded.' }),
      atLeast: t.field({ type: 'Decimal', description: 'Not less than this.' }),
      atMost: t.field({ type: 'Decimal', description: 'Not more than this.' }),
    }),
  });
  const direction = builder.enumType('SortDirection', {
    description: 'Which end comes first.',
    values: { ASC: { description: 'The least first.' }, DESC: { description: 'The most first.' } } as const,
  });
  const orderBy = builder.inputType('UsageOrder', {
    description: 'What groups are ordered by, within their bucket.',
    fields: (t) => ({
      metric: t.field({ type: metric, required: true, description: 'The metric.' }),
      direction: t.field({ type: direction, description: 'DESC by default.' }),
    }),
  });

  return builder
    .inputType('UsageInput', {
      description: 'What to report. The last 30 days when no range is given.',
      fields: (t) => ({
        start: t.field({ type: 'DateTime', description: 'From this instant on.' }),
        end: t.field({ type: 'DateTime', description: 'Up to this instant, which is not in it.' }),
        groupBy: t.field({
          type: [dimension],
          description: 'Dimensions of the groups; one group when left out.',
        }),
        bucket: t.field({ type: bucket, description: 'Pieces of time; the whole range when left out.' }),
        tagKey: t.string({
          description: 'With groupBy TAG: only labels of this name, of which a call has at most one.',
        }),
        timeZone: t.string({
          description: 'IANA time zone of the buckets, such as Europe/Copenhagen; UTC by default.',
        }),
        filter: t.field({ type: filter, description: 'Which calls to count.' }),
        having: t.field({
          type: [having],
          description: 'Which groups to list; the others are summed up in one with isOther.',
        }),
        orderBy: t.field({ type: orderBy, description: 'The order of the groups; TOTAL_COST by default.' }),
        top: t.int({
          description:
            'List only so many, the first by orderBy over the whole range; the others are summed up in one with isOther.',
        }),
        compareToPrevious: t.boolean({
          description: 'Also report the range of the same length before this one; false by default.',
        }),
      }),
    })
    .validate(usageInputSchema);
}
