import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CALL_STATUSES } from '../../../src/domain/call/call.ts';
import type { NewCall } from '../../../src/domain/call/call.ts';
import { ValidationError } from '../../../src/domain/errors.ts';
import { sumMetrics } from '../../../src/domain/usage/metrics-sum.ts';
import { BUCKETS } from '../../../src/domain/usage/bucket.ts';
import { CALL_DIMENSIONS } from '../../../src/domain/usage/usage.ts';
import type { TagUse, UsageQuery, UsageRow } from '../../../src/domain/usage/usage.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import {
  completion,
  costOfTotal,
  DAY,
  dispatched,
  HOUR,
  MINUTE,
  newCall,
  NOON,
  refusal,
  SOME_USAGE,
} from '../../support/call-fixture.ts';
import { comparable, comparableRows, usageQuery, valueOfDimension } from '../../support/usage-query.ts';
import type { StorageContext } from './storage-contract.ts';

const QUARTER = 15 * MINUTE;
/** When everything in these tests is over. */
const LATER = NOON + 100 * DAY;
const ROLL_UP_MAX = 1_000;

const TAG_USES: readonly TagUse[] = [
  { kind: 'none' },
  { kind: 'filter', tag: { key: 'team', value: 'blue' } },
  { kind: 'by_key', key: 'team' },
  { kind: 'by_tag' },
];

/** A call of the property tests: which group it falls into, and what it came to. */
const anyCall = fc.record({
  agentId: fc.constantFrom(null, 'writer', 'reader'),
  model: fc.constantFrom('gpt-4o', 'gpt-4o-mini'),
  capabilityType: fc.constantFrom(null, 'summary'),
  tags: fc.constantFrom(
    [],
    [{ key: 'team', value: 'blue' }],
    [
      { key: 'team', value: 'red' },
      { key: 'stage', value: 'test' },
    ],
  ),
  startedAt: fc.integer({ min: NOON, max: NOON + 2 * DAY }),
  tookMs: fc.integer({ min: 0, max: 100_000 }),
  status: fc.constantFrom(...CALL_STATUSES),
  costNano: fc.bigInt({ min: 0n, max: 2n ** 58n }),
});

const anyQuery = fc.record({
  groupBy: fc.subarray([...CALL_DIMENSIONS]),
  bucket: fc.constantFrom(null, ...BUCKETS),
  timeZone: fc.constantFrom('UTC', 'Europe/Copenhagen', 'Asia/Kathmandu'),
  tags: fc.constantFrom(...TAG_USES),
  filter: fc.constantFrom({}, { agent: ['writer'] }, { model: ['gpt-4o'], capability: ['summary'] }),
});

export function describeUsage({ storage, newProject }: StorageContext): void {
  async function aggregate(projectId: string, changes: Partial<UsageQuery> = {}): Promise<UsageRow[]> {
    return storage().usage.aggregate(usageQuery(projectId, changes));
  }

  /** Until there is nothing left to roll up. */
  async function rollUp(now = LATER): Promise<void> {
    while ((await storage().usage.rollUp(now, ROLL_UP_MAX)) > 0);
  }

  async function expectSameAsCalls(projectId: string, changes: Partial<UsageQuery> = {}): Promise<void> {
    const query = usageQuery(projectId, changes);
    const [rows, ofCalls] = [
      await storage().usage.aggregate(query),
      await storage().usage.aggregateCalls(query),
    ];
    expect(comparableRows(rows)).toEqual(comparableRows(ofCalls));
  }

  describe('the usage of a project', () => {
    test('is empty before the first call', async () => {
      expect(await aggregate(newProject())).toEqual([]);
      expect(await aggregate(newProject(), { groupBy: ['agent'] })).toEqual([]);
    });

    test('sums calls, attempts, tokens and cost; a running call counts and costs nothing yet', async () => {
      const project = newProject();
      const statuses = ['COMPLETED', 'COMPLETED', 'FAILED', 'CANCELLED', 'RUNNING'] as const;
      for (const status of statuses) {
        const call = newCall(project);
        await dispatched(storage(), call);
        if (status !== 'RUNNING')
          await storage().calls.settle({ ...call, outcome: completion(40n, { status }) });
      }
      const durations = (count: number, ms: number) => ({
        count,
        sumMs: count * ms,
        histogram: expect.any(Float64Array) as unknown,
      });
      expect(await aggregate(project)).toEqual([
        {
          dimensions: CALL_DIMENSIONS.map(() => null),
          tag: null,
          bucketStart: null,
          metrics: {
            calls: 5,
            completed: 2,
            failed: 1,
            cancelled: 1,
            running: 1,
            attempts: 4,
            retries: 0,
            overHold: 0,
            tokens: { freshInput: 40, cacheRead: 8, cacheWrite: 4, output: 80, reasoning: 20 },
            promptCostNano: 40n,
            completionCostNano: 120n,
            totalCostNano: 160n,
            estimatedCostNano: 0n,
            presumedCostNano: 0n,
            latency: durations(2, MINUTE),
            timeToFirstToken: durations(2, 12),
            generatedTokens: 40,
            generationMs: 2 * (MINUTE - 12),
            feedback: [],
          },
        },
      ]);
    });

    test('is split by what calls have one of, and cut to its range and filter', async () => {
      const project = newProject();
      const calls: Partial<NewCall>[] = [
        { agentId: 'writer', startedAt: NOON, apiKeyId: 'key' },
        { agentId: 'writer', startedAt: NOON + QUARTER - 1, kind: 'chat' },
        { agentId: 'reader', startedAt: NOON + QUARTER, model: 'gpt-4o-mini', provider: 'other' },
        { agentId: null, startedAt: NOON + 2 * QUARTER, capabilityType: 'summary' },
      ];
      for (const [index, changes] of calls.entries()) {
        const call = newCall(project, changes);
        await dispatched(storage(), call);
        const outcome = index === 3 ? refusal() : completion(1n);
        await storage().calls.settle({ ...call, outcome });
      }
      for (const state of ['from calls', 'from rollups']) {
        const groups = async (dimension: UsageQuery['groupBy'][number], changes: Partial<UsageQuery> = {}) =>
          Object.fromEntries(
            (await aggregate(project, { groupBy: [dimension], ...changes })).map((row) => [
              String(valueOfDimension(row, dimension)),
              row.metrics.calls,
            ]),
          );
        expect(await groups('agent'), state).toEqual({ writer: 2, reader: 1, null: 1 });
        expect(await groups('model'), state).toEqual({ 'gpt-4o': 3, 'gpt-4o-mini': 1 });
        expect(await groups('capability'), state).toEqual({ null: 3, summary: 1 });
        expect(await groups('provider'), state).toEqual({ openai: 3, other: 1 });
        expect(await groups('api_key'), state).toEqual({ null: 3, key: 1 });
        expect(await groups('kind'), state).toEqual({ complete: 3, chat: 1 });
        expect(await groups('finish_reason'), state).toEqual({ stop: 3, null: 1 });
        expect(await groups('error_category'), state).toEqual({ null: 3, rate_limit: 1 });
        const range = { from: NOON + 1, before: NOON + 2 * QUARTER };
        expect(await groups('agent', range), state).toEqual({ writer: 1, reader: 1 });
        const writer = { filter: { agent: ['writer', 'nobody'] } };
        expect(await groups('model', writer), state).toEqual({ 'gpt-4o': 2 });
        const none = { filter: { model: ['gpt-4o'], capability: [] } };
        expect(await groups('model', none), state).toEqual({});

        const quarters = await aggregate(project, { bucket: 'QUARTER_HOUR' });
        expect(new Map(quarters.map((row) => [row.bucketStart, row.metrics.calls])), state).toEqual(
          new Map([
            [NOON, 2],
            [NOON + QUARTER, 1],
            [NOON + 2 * QUARTER, 1],
          ]),
        );
        await rollUp();
      }
    });

    test('is refused when it makes more groups than it may, from calls and from rollups', async () => {
      const project = newProject();
      for (const agentId of ['ann', 'bob', 'cid'])
        await run(project, { status: 'COMPLETED', costNano: 1n, tookMs: 1, agentId, startedAt: NOON });
      const byAgent = { groupBy: ['agent'] as const };
      for (let round = 0; round < 2; round += 1) {
        expect(await aggregate(project, { ...byAgent, groupsMax: 3 })).toHaveLength(3);
        await expect(aggregate(project, { ...byAgent, groupsMax: 2 })).rejects.toThrow(ValidationError);
        await rollUp();
      }
    });

    test('is split by tags: by all of them, with calls in several groups, or by the values of one key', async () => {
      const project = newProject();
      const blue = { key: 'team', value: 'blue' };
      const red = { key: 'team', value: 'red' };
      const urgent = { key: 'urgent', value: 'yes' };
      for (const tags of [[blue], [blue, urgent], [red], [urgent], []]) {
        const call = newCall(project, { tags });
        await dispatched(storage(), call);
        await storage().calls.settle({ ...call, outcome: completion(7n) });
      }
      for (const state of ['from calls', 'from rollups']) {
        const groups = async (tags: TagUse) =>
          Object.fromEntries(
            (await aggregate(project, { tags })).map(({ tag, metrics }) => [
              tag === null ? 'none' : `${tag.key}=${tag.value}`,
              [metrics.calls, metrics.totalCostNano],
            ]),
          );
        expect(await groups({ kind: 'by_tag' }), state).toEqual({
          'team=blue': [2, 14n],
          'team=red': [1, 7n],
          'urgent=yes': [2, 14n],
          none: [1, 7n],
        });
        expect(await groups({ kind: 'by_key', key: 'team' }), state).toEqual({
          'team=blue': [2, 14n],
          'team=red': [1, 7n],
          none: [2, 14n],
        });
        expect(await groups({ kind: 'filter', tag: urgent }), state).toEqual({ none: [2, 14n] });
        await rollUp();
      }
    });

    test('is the sum of its groups, of its calls and of the ledger, to the last nano-dollar', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyCall, { minLength: 1, maxLength: 12 }),
          anyQuery,
          fc.boolean(),
          async (calls, { tags: _, ...grouping }, isRolledUp) => {
            const project = newProject();
            const budget = await createdBudget(storage(), project, {
              hard: false,
              period: { kind: 'fixed', start: 0, end: NOON + 10 * DAY },
            });
            await Promise.all(calls.map((call) => run(project, call)));
            if (isRolledUp) await rollUp();
            const [totals] = await aggregate(project);
            const groups = await aggregate(project, { ...grouping, filter: {} });
            const list = await storage().calls.list(project, {}, { first: 100 });

            const sum = sumMetrics(groups.map((row) => row.metrics));
            expect(comparable(sum)).toEqual(totals && comparable(totals.metrics));
            const costs = list.edges.map(({ node }) => node.cost?.totalNano ?? 0n);
            expect(totals?.metrics.totalCostNano).toBe(costs.reduce((total, cost) => total + cost, 0n));
            expect(totals?.metrics.totalCostNano).toBe((await ledgerAt(storage(), budget)).spentNano);
          },
        ),
        { numRuns: 15 },
      );
    });
  });

  describe('rollups', () => {
    test('say the same as the calls, whatever is asked', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyCall, { minLength: 1, maxLength: 12 }),
          fc.array(anyQuery, { minLength: 1, maxLength: 5 }),
          fc.tuple(fc.integer({ min: -QUARTER, max: 2 * DAY }), fc.integer({ min: 1, max: 3 * DAY })),
          fc.integer({ min: NOON, max: NOON + 4 * DAY }),
          async (calls, queries, [offset, length], now) => {
            const project = newProject();
            await Promise.all(calls.map((call) => run(project, call)));
            await rollUp(now);
            const from = NOON + offset;
            for (const query of queries) {
              await expectSameAsCalls(project, query);
              await expectSameAsCalls(project, { ...query, from, before: from + length });
            }
          },
        ),
        { numRuns: 25 },
      );
    });

    test('follow late settles, corrections of what was presumed spent, and new prices', async () => {
      const project = newProject();
      const early = newCall(project);
      const late = newCall(project, { startedAt: NOON + MINUTE });
      const lost = newCall(project, { startedAt: NOON + 2 * MINUTE });
      for (const call of [early, late]) await dispatched(storage(), call);
      await dispatched(storage(), lost, { leaseUntil: NOON + HOUR });
      await storage().calls.settle({ ...early, outcome: completion(10n) });
      const cost = async () =>
        (await aggregate(project, { bucket: 'DAY' })).map(({ metrics }) => metrics.totalCostNano);

      await rollUp();
      expect(await cost()).toEqual([10n]);
      await storage().calls.settle({ ...late, outcome: completion(20n) });
      expect(await cost()).toEqual([30n]);
      await rollUp();
      expect(await cost()).toEqual([30n]);
      await storage().calls.presumeSpent(NOON + 2 * HOUR, 10);
      expect(await cost()).toEqual([130n]);
      await rollUp();
      const [presumed] = await aggregate(project);
      expect(presumed?.metrics).toMatchObject({ totalCostNano: 130n, presumedCostNano: 100n, running: 0 });
      await storage().calls.settle({ ...lost, outcome: completion(40n) });
      expect(await cost()).toEqual([70n]);
      await rollUp();
      await storage().calls.reprice({
        ...early,
        attempts: [{ number: 1, cost: { ...costOfTotal(5n), priceVersion: 'gpt-4o@2' } }],
        cost: { ...costOfTotal(5n), priceVersion: 'gpt-4o@2' },
        bookedAt: NOON + DAY,
      });
      expect(await cost()).toEqual([65n]);
      await rollUp();
      expect(await cost()).toEqual([65n]);
      await expectSameAsCalls(project);
    });

    test('are made once when two processes make them at a time, and not again when nothing has changed', async () => {
      const project = newProject();
      const calls = Array.from({ length: 6 }, (_, hour) =>
        newCall(project, { startedAt: NOON + hour * HOUR }),
      );
      for (const call of calls) {
        await dispatched(storage(), call);
        await storage().calls.settle({ ...call, outcome: completion(3n) });
      }
      await Promise.all([rollUp(), rollUp()]);
      await expectSameAsCalls(project, { bucket: 'DAY', groupBy: ['agent', 'model'] });
      expect(await storage().usage.rollUp(LATER, ROLL_UP_MAX)).toBe(0);
    });
  });

  async function run(
    project: string,
    {
      status,
      costNano,
      tookMs,
      ...changes
    }: {
      status: (typeof CALL_STATUSES)[number];
      costNano: bigint;
      tookMs: number;
      startedAt: number;
    } & Partial<NewCall>,
  ): Promise<void> {
    const call = newCall(project, changes);
    await dispatched(storage(), call);
    if (status === 'RUNNING') return;
    const cost = costOfTotal(costNano);
    const finishedAt = call.startedAt + tookMs;
    await storage().calls.settle({
      ...call,
      outcome: completion(0n, { status, cost, usage: SOME_USAGE, finishedAt }),
    });
  }
}
