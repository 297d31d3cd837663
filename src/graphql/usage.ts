import { reportUsage, usageInputSchema } from '../domain/usage/usage-report.ts';
import type { DatedUsageReport } from '../domain/usage/usage-report.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { UsageDimension, UsageGroup, UsageMetrics } from '../domain/usage/usage.ts';
import type { Builder } from './builder.ts';
import { upperCaseEnum } from './enums.ts';

/** Reports of what was used and what it cost. */
export function defineUsage(builder: Builder): void {
  const dimension = upperCaseEnum<UsageDimension>(
    builder,
    'UsageDimension',
    'What a usage report is grouped by.',
    {
      agent: 'The agent that made the call.',
      model: 'The model that was asked.',
      capability: 'What the call was for.',
      day: "The day on which the call was dispatched, in the report's time zone.",
    },
  );

  const metrics = builder.objectRef<UsageMetrics>('UsageMetrics').implement({
    description: 'Sums over calls. A running call counts as a call; its tokens and cost are not known yet.',
    fields: (t) => ({
      calls: t.exposeInt('calls', { description: 'All calls.' }),
      completed: t.exposeInt('completed', { description: 'Those that were answered.' }),
      failed: t.exposeInt('failed', { description: 'Those that failed.' }),
      cancelled: t.exposeInt('cancelled', { description: 'Those that were ended early.' }),
      running: t.exposeInt('running', { description: 'Those under way.' }),
      attempts: t.exposeInt('attempts', { description: 'Upstream requests.' }),
      promptTokens: t.float({
        description: 'Prompt tokens, a whole number.',
        resolve: (m) => tokensOf(m).promptTokens,
      }),
      cachedPromptTokens: t.float({
        description: 'Of those, read from a cache.',
        resolve: (m) => tokensOf(m).cachedPromptTokens,
      }),
      completionTokens: t.float({
        description: 'Answer tokens, a whole number.',
        resolve: (m) => tokensOf(m).completionTokens,
      }),
      reasoningTokens: t.float({
        description: 'Of those, spent on reasoning.',
        resolve: (m) => tokensOf(m).reasoningTokens,
      }),
      totalTokens: t.float({
        description: 'Prompt and answer together.',
        resolve: (m) => tokensOf(m).totalTokens,
      }),
      promptCost: t.expose('promptCostNano', { type: 'Decimal', description: 'Cost of the prompts.' }),
      completionCost: t.expose('completionCostNano', {
        type: 'Decimal',
        description: 'Cost of the answers.',
      }),
      totalCost: t.expose('totalCostNano', { type: 'Decimal', description: 'Both together.' }),
    }),
  });

  const group = builder.objectRef<UsageGroup>('UsageGroup').implement({
    description:
      'The sums of one group. A dimension is null when the report is not grouped by it, or its calls have none.',
    fields: (t) => ({
      agentId: t.exposeString('agentId', { nullable: true, description: 'The agent.' }),
      model: t.exposeString('model', { nullable: true, description: 'The model.' }),
      capabilityType: t.exposeString('capabilityType', { nullable: true, description: 'The capability.' }),
      day: t.exposeString('day', { nullable: true, description: 'The day, as 2026-03-29.' }),
      metrics: t.expose('metrics', { type: metrics, description: 'Its sums.' }),
    }),
  });

  const report = builder.objectRef<DatedUsageReport>('UsageReport').implement({
    description:
      'What was used and what it cost. The totals are the sum of the groups, to the last nano-dollar.',
    fields: (t) => ({
      start: t.expose('start', {
        type: 'DateTime',
        description: 'Calls dispatched at or after this instant.',
      }),
      end: t.expose('end', { type: 'DateTime', description: 'Calls dispatched before this instant.' }),
      timeZone: t.exposeString('timeZone', { description: 'The IANA time zone of its days.' }),
      totals: t.expose('totals', { type: metrics, description: 'Sums over all calls in the range.' }),
      groups: t.field({
        type: [group],
        description: 'By day, then dearest first.',
        resolve: ({ groups }) => [...groups],
      }),
    }),
  });

  const filter = builder.inputType('UsageFilter', {
    description: 'Which calls to count; all fields must match.',
    fields: (t) => ({
      agentId: t.string({ description: 'Made by this agent.' }),
      model: t.string({ description: 'That asked this model.' }),
      capabilityType: t.string({ description: 'Made for this capability.' }),
    }),
  });

  const input = builder
    .inputType('UsageInput', {
      description: 'What to report. The last 30 days when no range is given.',
      fields: (t) => ({
        start: t.field({ type: 'DateTime', description: 'From this instant on.' }),
        end: t.field({ type: 'DateTime', description: 'Up to this instant, which is not in it.' }),
        groupBy: t.field({
          type: [dimension],
          description: 'Dimensions of the groups; one group when left out.',
        }),
        timeZone: t.string({
          description: 'IANA time zone of the days, such as Europe/Copenhagen; UTC by default.',
        }),
        filter: t.field({ type: filter, description: 'Which calls to count.' }),
      }),
    })
    .validate(usageInputSchema);

  builder.queryField('usage', (t) =>
    t.field({
      type: report,
      description: 'Calls, tokens and cost over a range of time.',
      authScopes: { viewer: true },
      args: { input: t.arg({ type: input, required: true, description: 'What to report.' }) },
      resolve: (_, args, { principal, services }) =>
        reportUsage(services.storage.usage, principal.projectId, args.input, services.clock.now()),
    }),
  );
}

function tokensOf({ tokens }: UsageMetrics) {
  return toTokenUsage({ ...tokens, estimated: false });
}
