import { CALL_DIMENSIONS } from '../../src/domain/usage/usage.ts';
import type { CallDimension, UsageMetrics, UsageQuery, UsageRow } from '../../src/domain/usage/usage.ts';
import { DAY, NOON } from './call-fixture.ts';

/** A query for all that a project has used until ten days after NOON. */
export function usageQuery(projectId: string, changes: Partial<UsageQuery> = {}): UsageQuery {
  return {
    projectId,
    from: 0,
    before: NOON + 10 * DAY,
    groupBy: [],
    bucket: null,
    timeZone: 'UTC',
    filter: {},
    tags: { kind: 'none' },
    withHistograms: true,
    ...changes,
  };
}

export function valueOfDimension(row: UsageRow, dimension: CallDimension): string | null {
  return row.dimensions[CALL_DIMENSIONS.indexOf(dimension)] ?? null;
}

/** Metrics that can be compared: feedback in an order of its own. */
export function comparable(metrics: UsageMetrics): unknown {
  const feedbackKey = ({ name, label }: UsageMetrics['feedback'][number]) => `${name} ${label ?? ''}`;
  return {
    ...metrics,
    latency: { ...metrics.latency, histogram: [...metrics.latency.histogram] },
    timeToFirstToken: {
      ...metrics.timeToFirstToken,
      histogram: [...metrics.timeToFirstToken.histogram],
    },
    feedback: [...metrics.feedback].sort((a, b) => (feedbackKey(a) < feedbackKey(b) ? -1 : 1)),
  };
}

/** Rows that can be compared, in an order of their own. */
export function comparableRows(rows: readonly UsageRow[]): unknown[] {
  const keyOf = ({ dimensions, tag, bucketStart }: UsageRow) =>
    JSON.stringify([bucketStart, dimensions, tag?.key, tag?.value]);
  return [...rows]
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .map((row) => ({ ...row, metrics: comparable(row.metrics) }));
}
