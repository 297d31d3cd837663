import { describe, expect, test } from 'vitest';
import { forecastBudgets, tellForecasts } from '../../../src/domain/budget/forecast-budget.ts';
import type { NewCall } from '../../../src/domain/call/call.ts';
import type { SpendSource } from '../../../src/domain/budget/recent-spend.ts';
import { scopeKeyOf } from '../../../src/domain/budget/scope.ts';
import type { BudgetScope } from '../../../src/domain/budget/scope.ts';
import { createLocalDoorbell } from '../../../src/event-bus/local-doorbell.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createdBudget } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatched, HOUR, newAttempt, newCall, NOON } from '../../support/call-fixture.ts';
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

  async function spend(
    project: string,
    startedAt: number,
    costNano: bigint,
    changes: Partial<NewCall> = {},
  ): Promise<void> {
    const call = newCall(project, {
      startedAt,
      agentId: 'ann',
      model: 'gpt-4o-2024-08-06',
      tags: [{ key: 'team', value: 'red' }],
      ...changes,
    });
    await dispatched(storage(), call);
    const asked = { model: call.model, provider: call.provider };
    await storage().calls.settle({ ...call, outcome: completion(costNano, { asked }) });
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
      expect(found?.ledger).toMatchObject({ forecastToldNano: 10_000n, spentNano: 300n });
    });

    test('is told again when the amount was raised, and that is too little as well', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, {
        amountNano: 300n,
        hard: false,
        period: PERIOD,
        warningThresholds: [],
      });
      await spend(project, NOON - HOUR, 100n);
      const memory = new Map<string, string>();
      await tellForecasts(parts(NOON), memory);
      const raise = (amountNano: bigint) =>
        storage().budgets.update(project, budget.id, { amountNano, name: null }, NOON);
      await raise(200n);
      await tellForecasts(parts(NOON), memory);
      expect(await forecastEvents(project)).toHaveLength(1);
      // more than the 9,700 that are projected
      await raise(20_000n);
      await tellForecasts(parts(NOON), memory);
      expect(await forecastEvents(project)).toHaveLength(1);
      await raise(1_000n);
      await Promise.all([tellForecasts(parts(NOON), memory), tellForecasts(parts(NOON), new Map())]);
      const amounts = (await forecastEvents(project)).map(({ payload }) =>
        payload.kind === 'budget_forecast' ? payload.budgetAmount : null,
      );
      expect(amounts).toEqual(['0.0000003', '0.000001']);
    });

    test('of many budgets takes a few reports, and goes by the calls that each counts, whatever its scope', async () => {
      const project = newProject();
      const red = { kind: 'tag', key: 'team', value: 'red' } as const;
      const scopes: [scope: BudgetScope, spentNano: bigint][] = [
        [{ kind: 'everything' }, 130n],
        [{ kind: 'agent', agentId: 'ann' }, 100n],
        [{ kind: 'agent', agentId: 'bob' }, 30n],
        [{ kind: 'agent', agentId: 'eve' }, 0n],
        [{ kind: 'capability', capabilityType: 'summary' }, 30n],
        [{ kind: 'apiKey', apiKeyId: 'key' }, 30n],
        [{ kind: 'model', model: 'gpt-4o' }, 130n],
        [{ kind: 'model', model: 'gpt-4o-2024-08-06' }, 100n],
        [{ kind: 'model', model: 'gpt-4' }, 0n],
        [red, 100n],
        [{ ...red, value: 'blue' }, 30n],
        [{ ...red, key: 'stage' }, 0n],
      ];
      await spend(project, NOON - HOUR, 100n);
      await spend(project, NOON - HOUR, 30n, {
        agentId: 'bob',
        model: 'gpt-4o',
        capabilityType: 'summary',
        apiKeyId: 'key',
        tags: [{ key: 'team', value: 'blue' }],
      });
      const budgets = await Promise.all(
        scopes.map(([scope]) => createdBudget(storage(), project, { scope, period: PERIOD })),
      );
      const statuses = await storage().budgets.findMany(
        project,
        budgets.map(({ id }) => id),
        NOON,
      );
      for (const state of ['from calls', 'from rollups']) {
        let reports = 0;
        const usage: SpendSource = {
          costsOfOtherModels: (query) => storage().usage.costsOfOtherModels(query),
          aggregate(query) {
            reports += 1;
            return storage().usage.aggregate(query);
          },
        };
        const forecasts = await forecastBudgets(
          usage,
          statuses.filter((status) => status !== null),
          NOON,
        );
        const spent = forecasts.map((forecast) => forecast?.rates.map((rate) => rate.spentNano));
        expect(spent, state).toEqual(scopes.map(([, spentNano]) => [spentNano, spentNano, spentNano]));
        expect(forecasts[1]?.rates.at(-1), state).toMatchObject({ perDayNano: 2400n });
        // two for each kind of scope, and for each name of a label
        expect(reports).toBe(14);
        while ((await storage().usage.rollUp(NOON + DAY, 1_000)) > 0);
      }
    });

    test('on a model goes by the attempts of that model, as its ledger does', async () => {
      const project = newProject();
      const models = ['gpt-4o', 'gpt-4o-mini', 'o3-mini'];
      const budgets = await Promise.all(
        models.map((model) =>
          createdBudget(storage(), project, { hard: false, scope: { kind: 'model', model }, period: PERIOD }),
        ),
      );
      const scopeKeys = models.map((model) => scopeKeyOf({ kind: 'model', model }));
      const costs = [
        [
          'gpt-4o-mini',
          [
            ['gpt-4o', 70n],
            ['gpt-4o', 20n],
            ['gpt-4o-mini', 10n],
          ],
        ],
        [
          'o3-mini',
          [
            ['gpt-4o', 5n],
            ['o3-mini', 3n],
          ],
        ],
        [
          'gpt-4o',
          [
            ['gpt-4o', 1n],
            ['gpt-4o', 1n],
          ],
        ],
      ] as const;
      for (const [index, [model, asked]] of costs.entries()) {
        const call = newCall(project, { startedAt: NOON - (index + 1) * HOUR + 61_007, model: 'gpt-4o' });
        await dispatched(storage(), call, { scopeKeys });
        const attempts = asked.map(([name, costNano], number) =>
          newAttempt(costNano, { number: number + 1, model: name, modelFamily: name }),
        );
        const total = asked.reduce((sum, [, costNano]) => sum + costNano, 0n);
        const outcome = completion(total, { attempts, asked: { model, provider: call.provider } });
        await storage().calls.settle({ ...call, outcome });
      }
      const statuses = await storage().budgets.findMany(
        project,
        budgets.map(({ id }) => id),
        NOON,
      );
      const found = statuses.filter((status) => status !== null);
      expect(found.map(({ ledger }) => ledger?.spentNano)).toEqual([97n, 10n, 3n]);
      for (const state of ['from calls', 'from rollups']) {
        const forecasts = await forecastBudgets(storage().usage, found, NOON);
        const spent = forecasts.map((forecast) => forecast?.rates.map((rate) => rate.spentNano));
        // by the hour, by the day and by the week
        expect(spent, state).toEqual([
          [90n, 97n, 97n],
          [10n, 10n, 10n],
          [0n, 3n, 3n],
        ]);
        while ((await storage().usage.rollUp(NOON + DAY, 1_000)) > 0);
      }
    });
  });
}
