import { describe, expect, test } from 'vitest';
import type { NanoUsd } from '../../../src/lib/money.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatched, HOUR, newCall, NOON } from '../../support/call-fixture.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeWarnings({ storage, newProject }: StorageContext): void {
  async function spend(project: string, totalNano: NanoUsd, startedAt = NOON): Promise<void> {
    const call = newCall(project, { agentId: 'writer', startedAt });
    await dispatched(storage(), call);
    await storage().calls.settle({ ...call, outcome: completion(totalNano, { finishedAt: startedAt + 1 }) });
  }

  /** The warnings and the reports of a used-up budget so far: a threshold each, or `used_up`. */
  async function told(project: string): Promise<(number | string)[]> {
    return (await eventsOf(storage(), project)).flatMap(({ payload }): (number | string)[] => {
      if (payload.kind === 'budget_warning') return [payload.threshold];
      return payload.kind === 'budget_exceeded' ? [payload.reason] : [];
    });
  }

  describe('a warning', () => {
    test('says what was spent of which budget, in the write that spent it', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { amountNano: 100n });
      await spend(project, 85n);
      const events = await eventsOf(storage(), project);
      expect(events.map((event) => event.payload.kind)).toEqual([
        'call_started',
        'call_completed',
        'budget_warning',
      ]);
      expect(events.at(-1)).toMatchObject({
        topic: 'openai.budget.warning',
        at: NOON + 1,
        agentId: 'writer',
        budgetId: budget.id,
        model: 'gpt-4o',
        payload: {
          currentUsage: '0.000000085',
          budgetAmount: '0.0000001',
          percentageUsed: 85,
          threshold: 0.8,
        },
      });
    });

    test('is given once for each threshold of a period, and again in the next', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { warningThresholds: [0.1, 0.15, 0.5] });
      for (let number = 1; number <= 4; number += 1) await spend(project, 80n);
      expect(await told(project)).toEqual([0.1, 0.15]);
      expect((await ledgerAt(storage(), budget)).warnedThresholds).toEqual([0.1, 0.15]);
      await spend(project, 100n, NOON + DAY);
      expect(await told(project)).toEqual([0.1, 0.15, 0.1]);
    });

    test('is given once by 20 calls that end at the same time', async () => {
      const project = newProject();
      await createdBudget(storage(), project, { amountNano: 2_000n, warningThresholds: [0.2, 0.8] });
      await Promise.all(Array.from({ length: 20 }, () => spend(project, 100n)));
      expect(await told(project)).toEqual([0.2, 0.8, 'used_up']);
    });

    test('is given by a soft budget too, which is reported as used up once', async () => {
      const project = newProject();
      await createdBudget(storage(), project, { amountNano: 100n, hard: false });
      for (let number = 1; number <= 3; number += 1) await spend(project, 60n);
      expect(await told(project)).toEqual([0.8, 'used_up']);
    });

    test('becomes due when the amount is lowered to below what was spent', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      await spend(project, 90n);
      const status = await storage().budgets.update(project, budget.id, { amountNano: 100n }, NOON + HOUR);
      expect(status?.ledger?.warnedThresholds).toEqual([0.8]);
      expect(await told(project)).toEqual([0.8]);
      expect((await eventsOf(storage(), project)).at(-1)).toMatchObject({
        at: NOON + HOUR,
        operationId: null,
        budgetId: budget.id,
      });
    });

    test('can be given again after the amount was raised, and is not repeated while it stays reached', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { amountNano: 100n, warningThresholds: [0.5] });
      await spend(project, 60n);
      await storage().budgets.update(project, budget.id, { amountNano: 110n }, NOON);
      expect(await told(project)).toEqual([0.5]);
      await storage().budgets.update(project, budget.id, { amountNano: 200n }, NOON);
      expect((await ledgerAt(storage(), budget)).warnedThresholds).toEqual([]);
      await spend(project, 40n);
      expect(await told(project)).toEqual([0.5, 0.5]);
    });
  });
}
