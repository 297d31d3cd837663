import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Budget } from '../../../src/domain/budget/budget.ts';
import type { NewCall } from '../../../src/domain/call/call.ts';
import type { Storage } from '../../../src/domain/storage.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import {
  completion,
  costOfTotal,
  DAY,
  dispatched,
  dispatchOf,
  MINUTE,
  newCall,
  NOON,
} from '../../support/call-fixture.ts';
import { openDyingStorage } from '../../support/dying-storage.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import { auditMongo, findingsOf } from '../../support/mongo-audit.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

const PROJECT = 'project';
const LEASE_END = NOON + MINUTE;

await describeWithMongo('a process that dies', (server) => {
  let fixture: Awaited<ReturnType<typeof openMongoFixture>>;
  beforeEach(async () => {
    fixture = await openMongoFixture(server);
  });
  afterEach(async () => {
    await fixture.close();
  });

  /** What a process does that may die, after what was prepared for it by one that doesn't. */
  interface Scenario {
    prepare?: (storage: Storage, call: NewCall) => Promise<unknown>;
    act: (storage: Storage, call: NewCall) => Promise<unknown>;
  }

  /**
   * Plays the scenario again and again, each time with a death one write later, until it goes to its end; then sweeps as
   * the other processes do. Returns how many deaths there were.
   */
  async function dieEverywhere({ prepare, act }: Scenario): Promise<number> {
    for (let writes = 1; ; writes += 1) {
      const call = newCall(PROJECT, { operationId: `call/${String(writes).padStart(2, '0')}` });
      await prepare?.(fixture.storage, call);
      const dying = await openDyingStorage(fixture.url);
      dying.dieAfterWrites(writes);
      await act(dying.storage, call).catch(() => undefined);
      await dying.close();
      if (!dying.isDead) return writes - 1;
    }
  }

  /** Two sweeps by others, far enough apart for everything that is due. */
  async function sweep(): Promise<void> {
    await fixture.storage.calls.presumeSpent(LEASE_END + DAY, 1_000);
    await fixture.storage.calls.presumeSpent(LEASE_END + 2 * DAY, 1_000);
  }

  function budgets(changes: Partial<Budget> = {}): Promise<Budget[]> {
    const period = { kind: 'fixed', start: 0, end: NOON + 100 * DAY } as const;
    const create = (id: string) =>
      createdBudget(fixture.storage, PROJECT, { id, amountNano: 1_000_000n, period, ...changes });
    return Promise.all(['a', 'b', 'c'].map(create));
  }

  const dispatch = (storage: Storage, call: NewCall) =>
    storage.calls.dispatch(dispatchOf(call, { leaseUntil: LEASE_END }));

  test('while it dispatches leaves no hold on some of the budgets', async () => {
    await budgets();
    expect(await dieEverywhere({ act: dispatch })).toBeGreaterThan(6);
    await sweep();
    expect(findingsOf(await auditMongo(fixture.url))).toEqual([]);
  });
});
