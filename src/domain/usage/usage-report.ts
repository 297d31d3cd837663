import { DateTime } from 'luxon';
import { z } from 'zod';
import { definedOnly } from '../../lib/defined-only.ts';
import { isTimeZone } from '../budget/period.ts';
import { labelSchema, optional } from '../field-schemas.ts';
import { USAGE_DIMENSIONS } from './usage.ts';
import type { UsageGroup, UsageMetrics, UsageQuery, UsageReport, UsageRow, UsageStore } from './usage.ts';

const DEFAULT_RANGE_DAYS = 30;
const DAY_MS = 86_400_000;
const RANGE_MAX_DAYS = 400;

export const usageInputSchema = z
  .object({
    start: optional(z.date()),
    end: optional(z.date()),
    groupBy: optional(
      z
        .array(z.enum(USAGE_DIMENSIONS))
        .refine((by) => new Set(by).size === by.length, 'must name each dimension once'),
    ),
    timeZone: optional(
      z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Copenhagen or UTC'),
    ),
    filter: optional(
      z.object({
        agentId: optional(labelSchema()),
        model: optional(labelSchema()),
        capabilityType: optional(labelSchema()),
      }),
    ),
  })
  .refine(({ start, end }) => start === undefined || end === undefined || start < end, {
    path: ['end'],
    message: 'must be after start',
  })
  .refine(
    ({ start, end }) => start === undefined || end === undefined || +end - +start <= RANGE_MAX_DAYS * DAY_MS,
    { path: ['start'], message: `must be at most ${RANGE_MAX_DAYS} days before end` },
  );
export type UsageInput = z.output<typeof usageInputSchema>;

export interface DatedUsageReport extends UsageReport {
  start: number;
  end: number;
  timeZone: string;
}

/** Usage of a project over a range; the last 30 days when the input gives none. Throws StoreUnavailableError. */
export async function reportUsage(
  store: UsageStore,
  projectId: string,
  input: UsageInput,
  now: number,
): Promise<DatedUsageReport> {
  // the end is exclusive: one millisecond on, so that a call of this moment counts
  const end = input.end?.getTime() ?? Math.max(now, input.start?.getTime() ?? 0) + 1;
  const start = input.start?.getTime() ?? end - DEFAULT_RANGE_DAYS * DAY_MS;
  const timeZone = input.timeZone ?? 'UTC';
  const query: UsageQuery = {
    projectId,
    from: start,
    before: end,
    groupBy: input.groupBy ?? [],
    timeZone,
    filter: definedOnly(input.filter ?? {}),
  };
  const rows = await store.aggregate(query);
  return { start, end, timeZone, ...toReport(rows, timeZone) };
}

/** Folds quarters of an hour into the days of the time zone; the totals are the sum of the groups. */
export function toReport(rows: readonly UsageRow[], timeZone: string): UsageReport {
  const groups = new Map<string, UsageGroup>();
  for (const row of rows) {
    const group = { ...toDimensions(row, timeZone), metrics: row.metrics };
    const key = JSON.stringify([group.agentId, group.model, group.capabilityType, group.day]);
    const known = groups.get(key);
    groups.set(
      key,
      known === undefined ? group : { ...group, metrics: addMetrics(known.metrics, group.metrics) },
    );
  }
  const sorted = [...groups.values()].sort(byDayThenCost);
  return { totals: sorted.map((group) => group.metrics).reduce(addMetrics, NO_METRICS), groups: sorted };
}

function toDimensions(row: UsageRow, timeZone: string): Omit<UsageGroup, 'metrics'> {
  const { agentId, model, capabilityType, quarterStart } = row;
  const day =
    quarterStart === null ? null : DateTime.fromMillis(quarterStart, { zone: timeZone }).toISODate();
  return { agentId, model, capabilityType, day };
}

function byDayThenCost(a: UsageGroup, b: UsageGroup): number {
  if (a.day !== b.day) return (a.day ?? '') < (b.day ?? '') ? -1 : 1;
  if (a.metrics.totalCostNano !== b.metrics.totalCostNano)
    return a.metrics.totalCostNano > b.metrics.totalCostNano ? -1 : 1;
  return 0;
}

export const NO_METRICS: UsageMetrics = {
  calls: 0,
  completed: 0,
  failed: 0,
  cancelled: 0,
  running: 0,
  attempts: 0,
  tokens: { freshInput: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 },
  promptCostNano: 0n,
  completionCostNano: 0n,
  totalCostNano: 0n,
};

function addMetrics(a: UsageMetrics, b: UsageMetrics): UsageMetrics {
  return {
    calls: a.calls + b.calls,
    completed: a.completed + b.completed,
    failed: a.failed + b.failed,
    cancelled: a.cancelled + b.cancelled,
    running: a.running + b.running,
    attempts: a.attempts + b.attempts,
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
  };
}
