import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellForecasts } from '../../../src/domain/budget/forecast-budget.ts';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import type { Storage } from '../../../src/domain/storage.ts';
import { createLocalDoorbell } from '../../../src/event-bus/local-doorbell.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatched, dispatchOf, HOUR, newCall, NOON } from '../../support/call-fixture.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

/** Two storages on the same data, as two processes have them. Skipped for a backend that has no `second`. */
export function describeSharedStore({ storage, fixture, newProject }: StorageContext): void {
  describe('two storages on the same data', () => {
    let other: Storage | undefined;
    beforeAll(async () => {
      other = await fixture().second?.();
    });
    afterAll(async () => {
      await other?.close();
    });

    function both(skip: () => void): Storage[] {
      if (other === undefined) {
        skip();
        return [];
      }
      return [storage(), other];
    }

    test('admit together exactly as many calls as fit', async ({ skip }) => {
      const storages = both(skip);
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const outcomes = await Promise.all(
        storages.flatMap((one) =>
          Array.from({ length: 32 }, () => one.calls.dispatch(dispatchOf(newCall(project)))),
        ),
      );
      expect(outcomes.filter((outcome) => outcome.kind === 'dispatched')).toHaveLength(10);
      for (const one of storages) expect((await ledgerAt(one, budget)).heldNano).toBe(1_000n);
    });

    test('dispatch the same operationId once, and settle it once', async ({ skip }) => {
      const storages = both(skip);
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      const dispatches = await Promise.all(storages.map((one) => one.calls.dispatch(dispatchOf(call))));
      expect(dispatches.map(({ kind }) => kind).sort()).toEqual(['dispatched', 'existing']);
      const settles = await Promise.all(
        storages.map((one) => one.calls.settle({ ...call, outcome: completion(40n) })),
      );
      expect(settles.map(({ kind }) => kind).sort()).toEqual(['settled', 'unchanged']);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 40n, heldNano: 0n });
    });

    test('presume a call spent once, warn once and show the same events in the same order', async ({
      skip,
    }) => {
      const storages = both(skip);
      const project = newProject();
      await createdBudget(storage(), project, { amountNano: 2_000n });
      await Promise.all(
        storages.flatMap((one) =>
          Array.from({ length: 10 }, () =>
            one.calls.dispatch(dispatchOf(newCall(project), { leaseUntil: NOON + 1 })),
          ),
        ),
      );
      const presumed = await Promise.all(storages.map((one) => one.calls.presumeSpent(NOON + 2, 1_000)));
      expect(presumed.flat().filter((call) => call.projectId === project)).toHaveLength(20);
      const [events, eventsOfOther] = await Promise.all(storages.map((one) => eventsOf(one, project)));
      expect(events).toEqual(eventsOfOther);
      const count = (kind: string) => events?.filter(({ payload }) => payload.kind === kind).length;
      expect([count('call_started'), count('call_failed')]).toEqual([20, 20]);
      expect([count('budget_warning'), count('budget_exceeded')]).toEqual([1, 1]);
    });

    test('tell a forecast once, however many processes look at once and again', async ({ skip }) => {
      const storages = both(skip);
      const project = newProject();
      const period = { kind: 'fixed', start: NOON - DAY, end: NOON + 30 * DAY } as const;
      await createdBudget(storage(), project, { amountNano: 1_000n, hard: false, period });
      const call = newCall(project);
      await dispatched(storage(), call);
      await storage().calls.settle({ ...call, outcome: completion(40n) });
      const memories = Array.from({ length: 4 }, () => new Map<string, string>());
      const look = (now: number) =>
        Promise.all(
          memories.map((memory, index) => {
            const { budgets, usage } = storages[index % storages.length] ?? storage();
            const clock = { ...systemClock, now: () => now };
            return tellForecasts({ budgets, usage, doorbell: createLocalDoorbell(), clock }, memory);
          }),
        );
      await look(NOON + HOUR);
      // as after a kill: processes that remember nothing
      for (const memory of memories) memory.clear();
      await look(NOON + 2 * HOUR);
      const events = await eventsOf(storage(), project);
      expect(events.filter(({ payload }) => payload.kind === 'budget_forecast')).toHaveLength(1);
    });

    test('refuse each other when their versions differ', async ({ skip }) => {
      const [one, two] = both(skip);
      await one?.checkIn({ id: newProject(), version: '1.0.0' }, 100_000, 200_000);
      await expect(two?.checkIn({ id: newProject(), version: '2.0.0' }, 100_000, 200_000)).rejects.toThrow(
        StoreUnavailableError,
      );
    });
  });
}
