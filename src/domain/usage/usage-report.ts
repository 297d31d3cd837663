import { definedOnly } from '../../lib/defined-only.ts';
import { ownTurn } from '../../lib/in-turns.ts';
import type { Tag } from '../call/call.ts';
import { ValidationError } from '../errors.ts';

import { tooManyGroups } from './accumulator.ts';
import type { Bucket, BucketWindow } from './bucket.ts';
import { isPercentile } from './metric.ts';
import { sumMetrics } from './metrics-sum.ts';
import { previousRange } from './previous-range.ts';
import type { TimeRange } from './read-plan.ts';
import { toGroups } from './usage-groups.ts';
import type { UsageInput } from './usage-input.ts';
import { DAY_MS, RANGE_MAX_DAYS } from './usage-input.ts';
import { CALL_DIMENSIONS } from './usage.ts';
import type {
  CallDimension,
  DimensionFilter,
  TagUse,
  UsageMetrics,
  UsageQuery,
  UsageRow,
  UsageStore,
} from './usage.ts';

const DEFAULT_RANGE_DAYS = 30;
/** Of a report and the one that it is compared with: what the main thread takes from a store in about 50 ms. */
export const GROUPS_MAX = 10_000;

/** A group's dimensions: null where it isn't grouped by one, or the call had none. */
export interface UsageGroup {
  agentId: string | null;
  capabilityType: string | null;
  model: string | null;
  provider: string | null;
  templateId: string | null;
  templateVersion: number | null;
  apiKeyId: string | null;
  finishReason: string | null;
  errorCategory: string | null;
  kind: string | null;
  tag: Tag | null;
  /** Null when the report has no buckets. */
  bucket: BucketWindow | null;
  /** The date of a bucket of one day, such as 2026-03-29. */
  day: string | null;
  /** True for the sum of all groups that are not listed. */
  isOther: boolean;
  metrics: UsageMetrics;
  /** The same of the previous range; null when it wasn't asked for. */
  previous: UsageMetrics | null;
}

/** The totals are the sum of the groups, to the last nano-dollar (I10), unless these overlap. */
export interface UsageReport extends TimeRange {
  timeZone: string;
  totals: UsageMetrics;
  groups: readonly UsageGroup[];
  /** True when a call can be in several groups, as with several tags. */
  groupsOverlap: boolean;
  previous: (TimeRange & { totals: UsageMetrics }) | null;
}

/**
 * Usage of a project over a range; the last 30 days when the input gives none. `withHistograms`: percentiles are wanted.
 * Throws ValidationError for a range that is too long or a report with too many groups, and StoreUnavailableError.
 */
export async function reportUsage(
  store: UsageStore,
  projectId: string,
  input: UsageInput,
  { now, withHistograms }: { now: number; withHistograms: boolean },
): Promise<UsageReport> {
  const range = rangeOf(input, now);
  const query = toQuery(projectId, input, range, withHistograms);
  const before = input.compareToPrevious === true ? previousRange(range, query.timeZone) : null;
  const [current, previous] = await Promise.all([
    aggregate(store, query),
    before === null ? null : aggregate(store, { ...query, ...before }),
  ]);
  // a store's answer of that size has taken its time already
  await ownTurn();
  if (current.rows.length + (previous?.rows.length ?? 0) > GROUPS_MAX) throw tooManyGroups(GROUPS_MAX);
  return {
    ...range,
    timeZone: query.timeZone,
    totals: current.totals,
    groups: toGroups(
      input,
      query,
      current.rows,
      before && previous && { range: before, rows: previous.rows },
    ),
    groupsOverlap: query.tags.kind === 'by_tag',
    previous: before && previous && { ...before, totals: previous.totals },
  };
}

function rangeOf(input: UsageInput, now: number): TimeRange {
  // the end is exclusive: one millisecond on, so that a call of this moment counts
  const before = input.end?.getTime() ?? Math.max(now, input.start?.getTime() ?? 0) + 1;
  const from = input.start?.getTime() ?? before - DEFAULT_RANGE_DAYS * DAY_MS;
  if (before - from > RANGE_MAX_DAYS * DAY_MS + 1)
    throw new ValidationError([
      { path: 'input.start', message: `must be at most ${RANGE_MAX_DAYS} days before end` },
    ]);
  return { from, before };
}

/** Rows and their total, which is read apart where the groups overlap. */
async function aggregate(
  store: UsageStore,
  query: UsageQuery,
): Promise<{ rows: UsageRow[]; totals: UsageMetrics }> {
  if (query.tags.kind !== 'by_tag') {
    const rows = await store.aggregate(query);
    return { rows, totals: sumMetrics(rows.map(({ metrics }) => metrics)) };
  }
  const whole: UsageQuery = { ...query, groupBy: [], bucket: null, tags: { kind: 'none' } };
  const [rows, total] = await Promise.all([store.aggregate(query), store.aggregate(whole)]);
  return { rows, totals: sumMetrics(total.map(({ metrics }) => metrics)) };
}

function toQuery(
  projectId: string,
  input: UsageInput,
  range: TimeRange,
  withHistograms: boolean,
): UsageQuery {
  const groupBy = input.groupBy ?? [];
  const bucket: Bucket | null = input.bucket ?? (groupBy.includes('day') ? 'DAY' : null);
  const dimensions = CALL_DIMENSIONS.filter(
    (dimension) =>
      groupBy.includes(dimension) ||
      // the number of a version says nothing without its template
      (dimension === 'template' && groupBy.includes('template_version')),
  );
  const metrics = [...(input.having ?? []), ...(input.orderBy ? [input.orderBy] : [])];
  return {
    projectId,
    ...range,
    groupBy: dimensions,
    bucket,
    timeZone: input.timeZone ?? 'UTC',
    filter: toFilter(input.filter ?? {}),
    tags: toTagUse(input),
    withHistograms: withHistograms || metrics.some(({ metric }) => isPercentile(metric)),
    groupsMax: GROUPS_MAX,
  };
}

export function toFilter(filter: Partial<NonNullable<UsageInput['filter']>>): DimensionFilter {
  const oneOf = (one: string | undefined, some?: readonly string[]): readonly string[] | undefined => {
    if (one === undefined) return some;
    return some === undefined || some.includes(one) ? [one] : [];
  };
  const version = filter.templateVersion;
  const wanted: Partial<Record<CallDimension, readonly string[] | undefined>> = {
    agent: oneOf(filter.agentId, filter.agentIds),
    capability: oneOf(filter.capabilityType, filter.capabilityTypes),
    model: oneOf(filter.model, filter.models),
    provider: oneOf(filter.provider),
    template: oneOf(filter.templateId),
    template_version: oneOf(version === undefined ? undefined : String(version)),
    api_key: oneOf(filter.apiKeyId),
    finish_reason: oneOf(filter.finishReason),
    error_category: oneOf(filter.errorCategory),
    kind: oneOf(filter.kind),
  };
  return definedOnly(wanted);
}

function toTagUse({ groupBy, tagKey, filter }: UsageInput): TagUse {
  if (groupBy?.includes('tag') === true)
    return tagKey === undefined ? { kind: 'by_tag' } : { kind: 'by_key', key: tagKey };
  return filter?.tag === undefined ? { kind: 'none' } : { kind: 'filter', tag: filter.tag };
}
