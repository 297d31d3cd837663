import { describe, expect, test } from 'vitest';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import {
  completion,
  costOfTotal,
  DAY,
  dispatched,
  newAttempt,
  newCall,
  NOON,
} from '../../support/call-fixture.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import { usageQuery } from '../../support/usage-query.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeReprice({ storage, newProject }: StorageContext): void {
  const dearer = { ...costOfTotal(90n), priceVersion: 'another price' };

  describe('pricing a call again', () => {
    test('moves the difference to where the call was charged, and tells what that crosses', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { amountNano: 100n });
      const call = newCall(project);
      await dispatched(storage(), call);
      await storage().calls.settle({ ...call, outcome: completion(40n) });

      const command = {
        ...call,
        attempts: [{ number: 1, cost: dearer }],
        cost: dearer,
        bookedAt: NOON + DAY,
      };
      expect(await storage().calls.reprice(command)).toBe(true);
      expect((await storage().calls.find(call))?.cost).toEqual(dearer);
      expect((await storage().calls.attemptsOf(project, [call.operationId]))[0]?.[0]?.cost).toEqual(dearer);
      expect(await storage().calls.holdsOf(call)).toMatchObject([{ state: 'settled', chargedNano: 90n }]);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 90n, heldNano: 0n });
      expect((await eventsOf(storage(), project)).at(-1)).toMatchObject({
        at: NOON + DAY,
        payload: { kind: 'budget_warning', threshold: 0.8, currentUsage: '0.00000009' },
      });
      const [row] = await storage().usage.aggregate(usageQuery(project));
      expect(row?.metrics.totalCostNano).toBe(90n);
    });

    test('changes nothing the second time, for a running call, or for one that is not there', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      const command = { ...call, attempts: [{ number: 1, cost: dearer }], cost: dearer, bookedAt: NOON };
      expect(await storage().calls.reprice(command)).toBe(false);
      await dispatched(storage(), call);
      expect(await storage().calls.reprice(command)).toBe(false);
      await storage().calls.settle({ ...call, outcome: completion(40n) });
      expect(await storage().calls.reprice(command)).toBe(true);
      expect(await storage().calls.reprice(command)).toBe(false);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 90n, heldNano: 0n });
    });

    test('changes a call whose last attempt keeps its price', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await dispatched(storage(), call);
      const attempts = [newAttempt(10n), newAttempt(40n, { number: 2 })];
      const before = costOfTotal(50n);
      await storage().calls.settle({ ...call, outcome: completion(50n, { attempts }) });
      const cost = { ...costOfTotal(130n), priceVersion: before.priceVersion };
      const command = { ...call, attempts: [{ number: 1, cost: dearer }], cost, bookedAt: NOON };
      expect(await storage().calls.reprice(command)).toBe(true);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 130n });
      expect(await storage().calls.reprice(command)).toBe(false);
    });

    test('can make it cheaper', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await dispatched(storage(), call);
      await storage().calls.settle({ ...call, outcome: completion(40n) });
      const cheaper = { ...costOfTotal(10n), priceVersion: 'a cheaper price' };
      const command = { ...call, attempts: [{ number: 1, cost: cheaper }], cost: cheaper, bookedAt: NOON };
      expect(await storage().calls.reprice(command)).toBe(true);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 10n, heldNano: 0n });
    });
  });
}
