import type { Clock } from '../../lib/clock.ts';
import { formatUsd } from '../../lib/money.ts';
import { sumMetrics } from '../usage/metrics-sum.ts';
import { startOfDay } from '../usage/read-plan.ts';
import type { TimeRange } from '../usage/read-plan.ts';
import { DAY_MS } from '../usage/rollup.ts';
import type { Bucket } from '../usage/bucket.ts';
import { CALL_DIMENSIONS } from '../usage/usage.ts';
import type { TagUse, UsageMetrics, UsageQuery, UsageRow, UsageStore } from '../usage/usage.ts';
import { VIEW_NAMES, VIEWS } from '../usage/view.ts';
import type { View } from '../usage/view.ts';
import type { BookStore, Difference, ProjectSpan } from './book-store.ts';

/** Differences that are told in full. */
const DIFFERENCES_MAX = 100;
/** Of all projects, where one is wanted. */
const READ_MAX = 100_000;
/** What differs is looked at again, since a call may have ended between two reads. */
const TRIES_MAX = 4;
const PAUSE_MS = 500;
/** Each grain of the rollups answers one of these. */
const GRAIN_BUCKETS: readonly (Bucket | null)[] = [null, 'HOUR', 'QUARTER_HOUR'];

export interface VerifyParts {
  books: BookStore;
  usage: UsageStore;
  clock: Clock;
  /** The only project that is looked at; every one when absent. */
  projectId?: string;
}

export interface Verification {
  calls: number;
  days: number;
  differences: readonly Difference[];
}

/**
 * Compares calls, attempts, cost entries, holds and ledgers with each other, and every rollup with the calls it was made from.
 * May run beside servers. Throws StoreUnavailableError.
 */
export async function verifyStore(parts: VerifyParts): Promise<Verification> {
  const isWanted = ({ projectId }: { projectId: string }): boolean =>
    parts.projectId === undefined || projectId === parts.projectId;
  const projects = (await parts.books.projects()).filter(isWanted);
  const differences = await lasting(parts, async () => {
    // those of other projects must not take the places
    const found = await parts.books.differences(parts.projectId === undefined ? DIFFERENCES_MAX : READ_MAX);
    return found.filter(isWanted).slice(0, DIFFERENCES_MAX);
  });
  let days = 0;
  for (const project of projects) {
    for (let day = startOfDay(project.firstStart); day <= project.lastStart; day += DAY_MS) {
      days += 1;
      if (differences.length < DIFFERENCES_MAX)
        differences.push(...(await lasting(parts, () => compareDay(parts.usage, project, day))));
    }
  }
  return { calls: projects.reduce((sum, { calls }) => sum + calls, 0), days, differences };
}

/** What still differs when it is looked at again. */
async function lasting({ clock }: VerifyParts, look: () => Promise<Difference[]>): Promise<Difference[]> {
  let differences = await look();
  for (let tries = 1; tries < TRIES_MAX && differences.length > 0; tries += 1) {
    await clock.sleep(PAUSE_MS);
    const again = new Set((await look()).map(({ message }) => message));
    differences = differences.filter(({ message }) => again.has(message));
  }
  return differences;
}

/** The day in every view and grain of the rollups, beside the sums of its calls. */
async function compareDay(usage: UsageStore, { projectId }: ProjectSpan, day: number): Promise<Difference[]> {
  const range: TimeRange = { from: day, before: day + DAY_MS };
  const query: UsageQuery = {
    projectId,
    ...range,
    groupBy: CALL_DIMENSIONS,
    bucket: 'QUARTER_HOUR',
    timeZone: 'UTC',
    filter: {},
    tags: { kind: 'none' },
    withHistograms: true,
  };
  const byTag: TagUse = { kind: 'by_tag' };
  const [rows, tagRows] = [
    await usage.aggregateCalls(query),
    await usage.aggregateCalls({ ...query, tags: byTag }),
  ];
  const differences: Difference[] = [];
  for (const name of VIEW_NAMES) {
    const view: View = VIEWS[name];
    for (const bucket of GRAIN_BUCKETS) {
      const found = await usage.aggregate({
        ...query,
        groupBy: view.dimensions,
        bucket,
        tags: view.byTag ? byTag : query.tags,
      });
      const expected = fold(view.byTag ? tagRows : rows, view, bucket);
      const where = `${new Date(day).toISOString().slice(0, 10)}, view ${name} by ${(bucket ?? 'DAY').toLowerCase()}`;
      differences.push(
        ...compareRows(expected, found).map((problem) => ({ projectId, message: `${where}: ${problem}` })),
      );
    }
  }
  return differences;
}

const BUCKET_MS = { HOUR: 3_600_000, QUARTER_HOUR: 900_000 } as const;

/** Rows by the dimensions of the view, in the buckets. */
function fold(rows: readonly UsageRow[], view: View, bucket: Bucket | null): UsageRow[] {
  const groups = new Map<string, { row: UsageRow; metrics: UsageMetrics[] }>();
  const spanMs = bucket === 'HOUR' ? BUCKET_MS.HOUR : BUCKET_MS.QUARTER_HOUR;
  for (const row of rows) {
    const dimensions = CALL_DIMENSIONS.map((dimension, index) =>
      view.dimensions.includes(dimension) ? (row.dimensions[index] ?? null) : null,
    );
    const start = row.bucketStart ?? 0;
    const folded = { ...row, dimensions, bucketStart: bucket === null ? null : start - (start % spanMs) };
    const group = groups.get(keyOf(folded));
    if (group === undefined) groups.set(keyOf(folded), { row: folded, metrics: [row.metrics] });
    else group.metrics.push(row.metrics);
  }
  return [...groups.values()].map(({ row, metrics }) => ({ ...row, metrics: sumMetrics(metrics) }));
}

function compareRows(expected: readonly UsageRow[], found: readonly UsageRow[]): string[] {
  const rollups = new Map(found.map((row) => [keyOf(row), row]));
  const problems: string[] = [];
  for (const row of expected) {
    const rollup = rollups.get(keyOf(row));
    rollups.delete(keyOf(row));
    if (rollup === undefined) problems.push(`${nameOf(row)} is missing`);
    else if (fingerprintOf(rollup.metrics) !== fingerprintOf(row.metrics))
      problems.push(
        `${nameOf(row)} says ${describe(rollup.metrics)}, the calls say ${describe(row.metrics)}`,
      );
  }
  return [
    ...problems,
    ...[...rollups.values()].map((row) => `${nameOf(row)} says ${describe(row.metrics)}, there are no calls`),
  ];
}

function keyOf({ bucketStart, dimensions, tag }: UsageRow): string {
  return JSON.stringify([bucketStart, ...dimensions, tag?.key ?? null, tag?.value ?? null]);
}

function nameOf(row: UsageRow): string {
  const values = row.dimensions.filter((value) => value !== null);
  return `[${[...values, ...(row.tag === null ? [] : [`${row.tag.key}=${row.tag.value}`])].join(', ')}]`;
}

function fingerprintOf(metrics: UsageMetrics): string {
  return JSON.stringify(metrics, (_, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    if (value instanceof Float64Array) return [...value].join();
    return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;
  });
}

function describe({ calls, totalCostNano, tokens, latency }: UsageMetrics): string {
  const sum = tokens.freshInput + tokens.cacheRead + tokens.cacheWrite + tokens.output;
  return `${calls} calls, ${sum} tokens, ${formatUsd(totalCostNano)} USD, ${latency.sumMs} ms`;
}
