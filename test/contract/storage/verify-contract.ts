import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyStore } from '../../../src/domain/verify/verify-store.ts';
import { newId } from '../../../src/lib/ids.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createdBudget } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatched, HOUR, newCall, NOON, refusal } from '../../support/call-fixture.ts';
import type { StorageFixture } from './storage-contract.ts';

/** In a store of its own: what other tests settle need not add up. */
export function describeVerify(name: string, open: () => Promise<StorageFixture>): void {
  describe(`verifying a ${name} storage`, () => {
    let fixture: StorageFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(() => fixture.close());
    const storage = () => fixture.storage;

    test('finds no difference after settles, releases, presumptions, corrections and rollups', async () => {
      const project = newId();
      await createdBudget(storage(), project, { hard: false, amountNano: 1_000_000n });
      const calls = Array.from({ length: 8 }, (_, number) =>
        newCall(project, {
          startedAt: NOON + number * 5 * HOUR,
          agentId: number % 2 === 0 ? 'ann' : null,
          tags: number % 3 === 0 ? [{ key: 'team', value: 'red' }] : [],
        }),
      );
      for (const [number, call] of calls.entries()) {
        await dispatched(storage(), call, { leaseUntil: call.startedAt + HOUR });
        if (number === 0) continue;
        const outcome = number === 1 ? refusal() : completion(BigInt(30 * number));
        if (number !== 2) await storage().calls.settle({ ...call, outcome });
      }
      const { usage, books } = storage();
      const parts = { usage, books, clock: systemClock };
      expect((await verifyStore(parts)).differences).toEqual([]);
      while ((await usage.rollUp(NOON + 50 * DAY, 1_000)) > 0);
      await storage().calls.presumeSpent(NOON + 40 * DAY, 100);
      const [first] = calls;
      if (first) await storage().calls.settle({ ...first, outcome: completion(5n) });
      while ((await usage.rollUp(NOON + 50 * DAY, 1_000)) > 0);
      const { differences, calls: count } = await verifyStore(parts);
      expect(differences).toEqual([]);
      expect(count).toBe(8);
    });
  });
}
