import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUCKETS } from '../../../src/domain/usage/bucket.ts';
import { usageInputSchema } from '../../../src/domain/usage/usage-input.ts';
import { reportUsage } from '../../../src/domain/usage/usage-report.ts';
import { sumMetrics } from '../../../src/domain/usage/metrics-sum.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import { completion, costOfTotal, DAY, dispatched, HOUR, newCall } from '../../support/call-fixture.ts';
import { comparable } from '../../support/usage-query.ts';
import type { StorageContext } from './storage-contract.ts';

/** Zones, each with instants at which its clocks change, and the length in hours of the day on which they do. */
const CHANGES: readonly [timeZone: string, at: string, hours: number][] = [
  ['Europe/Copenhagen', '2026-03-29T01:00:00Z', 23],
  ['Europe/Copenhagen', '2026-10-25T01:00:00Z', 25],
  ['America/New_York', '2026-03-08T07:00:00Z', 23],
  ['America/New_York', '2026-11-01T06:00:00Z', 25],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', 23.5],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', 24.5],
  // its clocks never change, and its days begin at a quarter past
  ['Asia/Kathmandu', '2026-03-29T18:14:59Z', 24],
];

const anyCall = fc.record({
  /** Before or after the change of the clocks. */
  offset: fc.oneof(
    fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
    fc.integer({ min: -2 * DAY, max: 2 * DAY }),
  ),
  agentId: fc.constantFrom('ann', 'bob', null),
  model: fc.constantFrom('gpt-4o', 'o3'),
  costNano: fc.bigInt({ min: 0n, max: 2n ** 58n }),
});

const anyInput = fc.record(
  {
    groupBy: fc.constantFrom([], ['agent'], ['agent', 'model']),
    bucket: fc.constantFrom(...BUCKETS),
    top: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ['groupBy', 'bucket'] },
);

export function describeUsageInZones({ storage, newProject }: StorageContext): void {
  describe('a report where the clocks change', () => {
    test.each(CHANGES)('in %s at %s', async (timeZone, at, hours) => {
      const change = Date.parse(at);
      const range = { start: new Date(change - 3 * DAY), end: new Date(change + 3 * DAY) };
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyCall, { minLength: 1, maxLength: 10 }),
          fc.array(anyInput, { minLength: 1, maxLength: 4 }),
          async (calls, inputs) => {
            const project = newProject();
            const budget = await createdBudget(storage(), project, {
              hard: false,
              period: { kind: 'fixed', start: 0, end: change + 10 * DAY },
            });
            await Promise.all(
              calls.map(async ({ offset, costNano, ...changes }) => {
                const call = newCall(project, { ...changes, startedAt: change + offset });
                await dispatched(storage(), call);
                const cost = costOfTotal(costNano);
                await storage().calls.settle({
                  ...call,
                  outcome: completion(0n, { cost, finishedAt: call.startedAt + 10 }),
                });
              }),
            );
            const { spentNano } = await ledgerAt(storage(), budget, change);
            for (const isRolledUp of [false, true]) {
              if (isRolledUp) while ((await storage().usage.rollUp(change + 100 * DAY, 1_000)) > 0);
              for (const input of inputs) {
                const report = await reportUsage(
                  storage().usage,
                  project,
                  usageInputSchema.parse({ ...input, ...range, timeZone }),
                  { now: change, withHistograms: true },
                );
                expect(report.totals).toMatchObject({ calls: calls.length, totalCostNano: spentNano });
                const sum = sumMetrics(report.groups.map(({ metrics }) => metrics));
                expect(comparable(sum)).toEqual(comparable(report.totals));
                const byBucket = new Map<number, number>();
                for (const { bucket, metrics } of report.groups) {
                  if (bucket === null) throw new Error('a group without its bucket');
                  byBucket.set(bucket.start, (byBucket.get(bucket.start) ?? 0) + metrics.calls);
                  const inside = calls.filter(
                    ({ offset }) => change + offset >= bucket.start && change + offset < bucket.end,
                  );
                  expect(metrics.calls).toBeLessThanOrEqual(inside.length);
                  const isDayOfChange = bucket.start <= change && bucket.end > change;
                  if (input.bucket === 'DAY' && isDayOfChange)
                    expect((bucket.end - bucket.start) / HOUR).toBe(hours);
                }
                for (const { bucket } of report.groups) {
                  const inside = calls.filter(
                    ({ offset }) =>
                      change + offset >= (bucket?.start ?? 0) && change + offset < (bucket?.end ?? 0),
                  );
                  expect(byBucket.get(bucket?.start ?? 0)).toBe(inside.length);
                }
              }
            }
          },
        ),
        { numRuns: 4 },
      );
    });
  });
}
