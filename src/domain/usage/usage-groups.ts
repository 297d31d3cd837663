import type { Tag } from '../call/call.ts';
import { createBucketLookup, localDate } from './bucket.ts';
import type { BucketWindow } from './bucket.ts';
import { groupKeyOf } from './group-key.ts';
import { toBound, valueOf } from './metric.ts';
import type { UsageMetric } from './metric.ts';
import { noMetrics, sumMetrics } from './metrics-sum.ts';
import type { TimeRange } from './read-plan.ts';
import type { UsageInput } from './usage-input.ts';
import type { UsageGroup } from './usage-report.ts';
import { CALL_DIMENSIONS } from './usage.ts';
import type { CallDimension, DimensionValues, UsageMetrics, UsageQuery, UsageRow } from './usage.ts';

/** The previous range, with its rows. */
export interface PreviousRows {
  range: TimeRange;
  rows: readonly UsageRow[];
}

/** What is the same in all buckets: the values that a report is grouped by. */
interface Series {
  dimensions: DimensionValues;
  tag: Tag | null;
  isOther: boolean;
}

interface Entry {
  series: Series;
  bucket: BucketWindow | null;
  current: UsageMetrics[];
  previous: UsageMetrics[];
}

const OTHER: Series = { dimensions: [], tag: null, isOther: true };

/**
 * The groups of a report in their order: by bucket, then by the metric that is asked for. Series that `having` or `top`
 * leave out are summed up as one, so that the groups still add up to the totals.
 */
export function toGroups(
  input: UsageInput,
  query: UsageQuery,
  rows: readonly UsageRow[],
  previous: PreviousRows | null,
): UsageGroup[] {
  const seriesOf = chooseSeries(input, rows);
  const bucketAt = query.bucket === null ? null : createBucketLookup(query.bucket, query.timeZone);
  const windowOf = (start: number | null): BucketWindow | null =>
    bucketAt === null || start === null ? null : bucketAt(start);
  const entries = new Map<string, Entry>();
  const entryOf = (row: UsageRow, bucket: BucketWindow | null): Entry => {
    const series = seriesOf(row);
    const key = JSON.stringify([bucket?.start, series.isOther ? null : keyOf(row)]);
    let entry = entries.get(key);
    if (entry === undefined) entries.set(key, (entry = { series, bucket, current: [], previous: [] }));
    return entry;
  };
  for (const row of rows) entryOf(row, windowOf(row.bucketStart)).current.push(row.metrics);
  if (previous !== null) {
    const matchOf = matchBuckets(query, previous.range);
    for (const row of previous.rows)
      entryOf(row, windowOf(matchOf(row.bucketStart))).previous.push(row.metrics);
  }
  const metric = input.orderBy?.metric ?? 'total_cost';
  const sign = input.orderBy?.direction === 'ASC' ? 1 : -1;
  const dateOf = createDates(query);
  return [...entries.values()]
    .map((entry) => toGroup(entry, dateOf, previous !== null))
    .sort((a, b) => (a.bucket?.start ?? 0) - (b.bucket?.start ?? 0) || compare(a, b, metric, sign));
}

/** Which series a row belongs to: its own, or that of all others. */
function chooseSeries(
  { having, orderBy, top }: UsageInput,
  rows: readonly UsageRow[],
): (row: UsageRow) => Series {
  if ((having === undefined || having.length === 0) && top === undefined)
    return ({ dimensions, tag }) => ({ dimensions, tag, isOther: false });
  const members = new Map<string, UsageRow[]>();
  for (const row of rows) {
    const known = members.get(keyOf(row));
    if (known === undefined) members.set(keyOf(row), [row]);
    else known.push(row);
  }
  const metric = orderBy?.metric ?? 'total_cost';
  const sign = orderBy?.direction === 'ASC' ? 1 : -1;
  const chosen = [...members]
    .map(([key, [first, ...others]]) => ({
      key,
      isOther: false,
      metrics:
        others.length === 0 && first ? first.metrics : sumMetrics([first, ...others].flatMap(metricsOf)),
    }))
    .filter(({ metrics }) => (having ?? []).every((bound) => isWithin(metrics, bound)))
    .sort((a, b) => compare(a, b, metric, sign) || (a.key < b.key ? -1 : 1))
    .slice(0, top ?? members.size);
  const keys = new Set(chosen.map(({ key }) => key));
  return (row) =>
    keys.has(keyOf(row)) ? { dimensions: row.dimensions, tag: row.tag, isOther: false } : OTHER;
}

function metricsOf(row: UsageRow | undefined): UsageMetrics[] {
  return row === undefined ? [] : [row.metrics];
}

function isWithin(
  metrics: UsageMetrics,
  { metric, atLeast, atMost }: NonNullable<UsageInput['having']>[number],
): boolean {
  const value = valueOf(metrics, metric);
  if (value === null) return false;
  if (atLeast !== undefined && value < toBound(metric, atLeast)) return false;
  return atMost === undefined || value <= toBound(metric, atMost);
}

/** Nothing to compare by comes last, and the sum of all others after that. */
function compare(
  a: { metrics: UsageMetrics; isOther: boolean },
  b: { metrics: UsageMetrics; isOther: boolean },
  metric: UsageMetric,
  sign: 1 | -1,
): number {
  if (a.isOther !== b.isOther) return a.isOther ? 1 : -1;
  const [left, right] = [valueOf(a.metrics, metric), valueOf(b.metrics, metric)];
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? 1 : -1;
  return left < right ? -sign : sign;
}

/** The bucket of the range that stands where the bucket stands in the previous one; the last one for those beyond its end. */
function matchBuckets(query: UsageQuery, range: TimeRange): (start: number | null) => number | null {
  if (query.bucket === null) return () => null;
  const bucketAt = createBucketLookup(query.bucket, query.timeZone);
  const startsOf = ({ from, before }: TimeRange): number[] => {
    const starts: number[] = [];
    for (let at = from; at < before; at = bucketAt(at).end) starts.push(bucketAt(at).start);
    return starts;
  };
  const current = startsOf(query);
  const places = new Map(startsOf(range).map((start, index) => [start, index]));
  return (start) => current[places.get(start ?? 0) ?? current.length] ?? current.at(-1) ?? null;
}

function createDates({ bucket, timeZone }: UsageQuery): (at: number) => string | null {
  if (bucket !== 'DAY') return () => null;
  const dates = new Map<number, string>();
  return (at) => {
    let date = dates.get(at);
    if (date === undefined) dates.set(at, (date = localDate(at, timeZone)));
    return date;
  };
}

function toGroup(
  { series, bucket, current, previous }: Entry,
  dateOf: (at: number) => string | null,
  isCompared: boolean,
): UsageGroup {
  const value = (dimension: CallDimension): string | null =>
    series.dimensions[CALL_DIMENSIONS.indexOf(dimension)] ?? null;
  const version = value('template_version');
  return {
    agentId: value('agent'),
    capabilityType: value('capability'),
    model: value('model'),
    provider: value('provider'),
    templateId: value('template'),
    templateVersion: version === null ? null : Number(version),
    apiKeyId: value('api_key'),
    finishReason: value('finish_reason'),
    errorCategory: value('error_category'),
    kind: value('kind'),
    tag: series.tag,
    bucket,
    day: bucket === null ? null : dateOf(bucket.start),
    isOther: series.isOther,
    metrics: combined(current),
    previous: isCompared ? combined(previous) : null,
  };
}

function combined(metrics: readonly UsageMetrics[]): UsageMetrics {
  const [first, ...others] = metrics;
  if (first === undefined) return noMetrics();
  return others.length === 0 ? first : sumMetrics(metrics);
}

function keyOf({ dimensions, tag }: UsageRow): string {
  return groupKeyOf(dimensions, tag);
}
