import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CALL_STATUSES } from '../../../src/domain/call/call.ts';
import { USAGE_DIMENSIONS } from '../../../src/domain/usage/usage.ts';
import type { UsageMetrics, UsageQuery, UsageRow } from '../../../src/domain/usage/usage.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import {
  completion,
  costOfTotal,
  DAY,
  dispatched,
  MINUTE,
  newCall,
  NOON,
  SOME_USAGE,
} from '../../support/call-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

const QUARTER = 15 * MINUTE;

/** A call of the property test: which group it falls into, and what it came to. */
const anyCall = fc.record({
  agentId: fc.constantFrom(null, 'writer', 'reader'),
  model: fc.constantFrom('gpt-4o', 'gpt-4o-mini'),
  capabilityType: fc.constantFrom(null, 'summary'),
  startedAt: fc.integer({ min: NOON, max: NOON + 2 * DAY }),
  status: fc.constantFrom(...CALL_STATUSES),
  costNano: fc.bigInt({ min: 0n, max: 2n ** 58n }),
});

export function describeUsage({ storage, newProject }: StorageContext): void {
  function query(projectId: string, changes: Partial<UsageQuery> = {}): UsageQuery {
    return {
      projectId,
      from: 0,
      before: NOON + 10 * DAY,
      groupBy: [],
      timeZone: 'UTC',
      filter: {},
      ...changes,
    };
  }

  async function aggregate(projectId: string, changes: Partial<UsageQuery> = {}): Promise<UsageRow[]> {
    return storage().usage.aggregate(query(projectId, changes));
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
      expect(await aggregate(project)).toEqual([
        {
          agentId: null,
          model: null,
          capabilityType: null,
          quarterStart: null,
          metrics: {
            calls: 5,
            completed: 2,
            failed: 1,
            cancelled: 1,
            running: 1,
            attempts: 4,
            tokens: { freshInput: 40, cacheRead: 8, cacheWrite: 4, output: 80, reasoning: 20 },
            promptCostNano: 40n,
            completionCostNano: 120n,
            totalCostNano: 160n,
          },
        },
      ]);
    });

    test('is split by agent, model, capability and quarter of an hour, and cut to its range and filter', async () => {
      const project = newProject();
      const calls = [
        { agentId: 'writer', startedAt: NOON },
        { agentId: 'writer', startedAt: NOON + QUARTER - 1 },
        { agentId: 'reader', startedAt: NOON + QUARTER, model: 'gpt-4o-mini' },
        { agentId: null, startedAt: NOON + 2 * QUARTER, capabilityType: 'summary' },
      ];
      for (const changes of calls) await dispatched(storage(), newCall(project, changes));
      const groups = async (changes: Partial<UsageQuery>) =>
        new Map(
          (await aggregate(project, changes)).map((row) => [
            row.agentId ?? row.model ?? row.capabilityType ?? row.quarterStart,
            row.metrics.calls,
          ]),
        );

      expect(await groups({ groupBy: ['agent'] })).toEqual(
        new Map([
          ['writer', 2],
          ['reader', 1],
          [null, 1],
        ]),
      );
      expect(await groups({ groupBy: ['model'] })).toEqual(
        new Map([
          ['gpt-4o', 3],
          ['gpt-4o-mini', 1],
        ]),
      );
      expect(await groups({ groupBy: ['capability'] })).toEqual(
        new Map([
          [null, 3],
          ['summary', 1],
        ]),
      );
      expect(await groups({ groupBy: ['day'] })).toEqual(
        new Map([
          [NOON, 2],
          [NOON + QUARTER, 1],
          [NOON + 2 * QUARTER, 1],
        ]),
      );
      const range = { from: NOON + 1, before: NOON + 2 * QUARTER };
      expect(await groups({ groupBy: ['agent'], ...range })).toEqual(
        new Map([
          ['writer', 1],
          ['reader', 1],
        ]),
      );
      expect(await groups({ groupBy: ['model'], filter: { agentId: 'writer' } })).toEqual(
        new Map([['gpt-4o', 2]]),
      );
      expect(await groups({ filter: { model: 'gpt-4o', capabilityType: 'summary' } })).toEqual(
        new Map([[null, 1]]),
      );
    });

    test('is the sum of its groups, of its calls and of the ledger, to the last nano-dollar', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyCall, { minLength: 1, maxLength: 12 }),
          fc.subarray([...USAGE_DIMENSIONS]),
          async (calls, groupBy) => {
            const project = newProject();
            const budget = await createdBudget(storage(), project, {
              hard: false,
              period: { kind: 'fixed', start: 0, end: NOON + 10 * DAY },
            });
            await Promise.all(calls.map((call) => run(project, call)));
            const [totals] = await aggregate(project);
            const groups = await aggregate(project, { groupBy });
            const list = await storage().calls.list(project, {}, { first: 100 });

            expect(sum(groups.map((row) => row.metrics))).toEqual(totals?.metrics);
            const costs = list.edges.map(({ node }) => node.cost?.totalNano ?? 0n);
            expect(totals?.metrics.totalCostNano).toBe(costs.reduce((total, cost) => total + cost, 0n));
            expect(totals?.metrics.totalCostNano).toBe((await ledgerAt(storage(), budget)).spentNano);
          },
        ),
        { numRuns: 15 },
      );
    });
  });

  async function run(
    project: string,
    { status, costNano, ...changes }: { status: (typeof CALL_STATUSES)[number]; costNano: bigint },
  ): Promise<void> {
    const call = newCall(project, changes);
    await dispatched(storage(), call);
    if (status === 'RUNNING') return;
    const cost = costOfTotal(costNano);
    await storage().calls.settle({ ...call, outcome: completion(0n, { status, cost, usage: SOME_USAGE }) });
  }
}

function sum(metrics: readonly UsageMetrics[]): UsageMetrics {
  return metrics.reduce((total, one) => ({
    calls: total.calls + one.calls,
    completed: total.completed + one.completed,
    failed: total.failed + one.failed,
    cancelled: total.cancelled + one.cancelled,
    running: total.running + one.running,
    attempts: total.attempts + one.attempts,
    tokens: {
      freshInput: total.tokens.freshInput + one.tokens.freshInput,
      cacheRead: total.tokens.cacheRead + one.tokens.cacheRead,
      cacheWrite: total.tokens.cacheWrite + one.tokens.cacheWrite,
      output: total.tokens.output + one.tokens.output,
      reasoning: total.tokens.reasoning + one.tokens.reasoning,
    },
    promptCostNano: total.promptCostNano + one.promptCostNano,
    completionCostNano: total.completionCostNano + one.completionCostNano,
    totalCostNano: total.totalCostNano + one.totalCostNano,
  }));
}
