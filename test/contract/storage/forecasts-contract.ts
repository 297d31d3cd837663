import { describe, expect, test } from 'vitest';
import { forecastBudget, tellForecasts } from '../../../src/domain/budget/forecast-budget.ts';
import type { BudgetScope } from '../../../src/domain/budget/scope.ts';
import { createLocalDoorbell } from '../../../src/event-bus/local-doorbell.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createdBudget } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatched, HOUR, newCall, NOON } from '../../support/call-fixture.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

const PERIOD = { kind: 'fixed', start: NOON - DAY, end: NOON + 4 * DAY } as const;

export function describeForecasts({ storage, newProject }: StorageContext): void {
  const parts = (now: number) => ({
    budgets: storage().budgets,
    usage: storage().usage,
    doorbell: createLocalDoorbell(),
    clock: { ...systemClock, now: () => now },
  });

  async function spend(project: string, startedAt: number, costNano: bigint): Promise<void> {
    const call = newCall(project, {
      startedAt,
      agentId: 'ann',
      model: 'gpt-4o-2024-08-06',
      tags: [{ key: 'team', value: 'red' }],
    });
    await dispatched(storage(), call);
    await storage().calls.settle({ ...call, outcome: completion(costNano) });
  }

  async function forecastEvents(project: string) {
    const events = await eventsOf(storage(), project);
    return events.filter(({ payload }) => payload.kind === 'budget_forecast');
  }

  describe('the forecast of a budget', () => {
    test('is told once a period, when the projection first comes above the amount', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, {
        amountNano: 10_000n,
        hard: false,
        period: PERIOD,
        warningThresholds: [],
      });
      await spend(project, NOON - 2 * HOUR, 100n);
      // 100 in two hours are 4,900 in four days and two hours
      await tellForecasts(parts(NOON), new Map());
      expect(await forecastEvents(project)).toEqual([]);

      await spend(project, NOON - HOUR, 200n);
      await Promise.all([tellForecasts(parts(NOON), new Map()), tellForecasts(parts(NOON), new Map())]);
      await tellForecasts(parts(NOON + HOUR), new Map());
      const [event, ...more] = await forecastEvents(project);
      expect(more).toEqual([]);
      expect(event).toMatchObject({
        topic: 'openai.budget.forecast',
        budgetId: budget.id,
        payload: { currentUsage: '0.0000003', budgetAmount: '0.00001', percentageUsed: 3 },
      });
      const found = await storage().budgets.find(project, budget.id, NOON);
      expect(found?.ledger).toMatchObject({ forecastTold: true, spentNano: 300n });
    });

    test('goes by the calls that the budget counts, whatever its scope', async () => {
      const project = newProject();
      const scopes: BudgetScope[] = [
        { kind: 'everything' },
        { kind: 'agent', agentId: 'ann' },
        { kind: 'model', model: 'gpt-4o' },
        { kind: 'model', model: 'gpt-4o-2024-08-06' },
        { kind: 'tag', key: 'team', value: 'red' },
      ];
      await spend(project, NOON - HOUR, 100n);
      for (const scope of scopes) {
        const budget = await createdBudget(storage(), project, { scope, period: PERIOD });
        const status = await storage().budgets.find(project, budget.id, NOON);
        const forecast = status && (await forecastBudget(storage().usage, status, NOON));
        expect(forecast?.rates.at(-1), scope.kind).toMatchObject({ spentNano: 100n, perDayNano: 2400n });
      }
      const other = await createdBudget(storage(), project, {
        scope: { kind: 'model', model: 'gpt-4' },
        period: PERIOD,
      });
      const status = await storage().budgets.find(project, other.id, NOON);
      expect(status && (await forecastBudget(storage().usage, status, NOON))).toMatchObject({
        projectedNano: 0n,
      });
    });
  });
}
