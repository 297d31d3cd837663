import { afterEach, beforeEach, expect, test } from 'vitest';
import { tellForecasts } from '../../../src/domain/budget/forecast-budget.ts';
import type { Budget } from '../../../src/domain/budget/budget.ts';
import type { NewCall } from '../../../src/domain/call/call.ts';
import type { Storage } from '../../../src/domain/storage.ts';
import { createLocalDoorbell } from '../../../src/event-bus/local-doorbell.ts';
import { systemClock } from '../../../src/lib/clock.ts';
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
import { readMongo, findingsOf } from '../../support/mongo-findings.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

const PROJECT = 'project';
const LEASE_END = NOON + MINUTE;

/** Of the call during which the process dies after so many writes. */
const operationIdOf = (writes: number) => `call/${String(writes).padStart(2, '0')}`;

await describeWithMongo('a process that dies', (server) => {
  let fixture: Awaited<ReturnType<typeof openMongoFixture>>;
  /** What is still to be closed of the processes that died. */
  let graves: Promise<void>[];
  beforeEach(async () => {
    graves = [];
    fixture = await openMongoFixture(server);
  });
  afterEach(async () => {
    await Promise.all(graves);
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
      const call = newCall(PROJECT, { operationId: operationIdOf(writes) });
      await prepare?.(fixture.storage, call);
      // what still follows from it would be the first thing that the dying process does
      await fixture.storage.events.lastSeq();
      const dying = await openDyingStorage(fixture.url, writes);
      const closed = act(dying.storage, call)
        .catch(() => undefined)
        .then(() => dying.close());
      const outcome = await Promise.race([closed.then(() => 'closed'), dying.died.then(() => 'died')]);
      graves.push(closed);
      if (outcome === 'closed') return writes - 1;
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
  const run = (storage: Storage, call: NewCall) => dispatched(storage, call, { leaseUntil: LEASE_END });
  const settle = (storage: Storage, call: NewCall) =>
    storage.calls.settle({ ...call, outcome: completion(40n) });

  test('while it dispatches leaves no hold on some of the budgets', async () => {
    await budgets();
    expect(await dieEverywhere({ act: dispatch })).toBeGreaterThan(5);
    await sweep();
    expect(findingsOf(await readMongo(fixture.url))).toEqual([]);
  });

  test('while it dispatches leaves the operationId to whoever repeats the call', async () => {
    await budgets();
    const deaths = await dieEverywhere({
      async act(storage, call) {
        await dispatch(storage, call);
      },
    });
    const repeatedAt = LEASE_END + 1;
    for (let death = 1; death <= deaths; death += 1) {
      const call = newCall(PROJECT, { operationId: operationIdOf(death), startedAt: repeatedAt });
      const outcome = await fixture.storage.calls.dispatch(dispatchOf(call, { leaseUntil: repeatedAt + 1 }));
      expect(outcome.kind).not.toBe('refused');
      if (outcome.kind === 'existing') expect(outcome.call.status).toBe('RUNNING');
    }
    await sweep();
    const contents = await readMongo(fixture.url);
    expect(contents.calls).toHaveLength(deaths + 1);
    expect(findingsOf(contents)).toEqual([]);
  });

  test('while its call is refused by the last budget gives back what the others held', async () => {
    await budgets();
    const full = await createdBudget(fixture.storage, PROJECT, { id: 'd', amountNano: 100n });
    // the room that it has when it is looked at is gone when the hold is to be placed
    await dieEverywhere({
      async act(storage, call) {
        const others = Array.from({ length: 4 }, (_, number) =>
          newCall(PROJECT, { operationId: `${call.operationId}/${number}` }),
        );
        await Promise.all([call, ...others].map((one) => dispatch(storage, one)));
      },
    });
    await sweep();
    const contents = await readMongo(fixture.url);
    expect(findingsOf(contents)).toEqual([]);
    expect((await ledgerAt(fixture.storage, full)).spentNano).toBeLessThanOrEqual(100n);
  });

  test('while it extends a hold leaves what the call is charged as it was', async () => {
    await budgets();
    const deaths = await dieEverywhere({
      prepare: run,
      act: (storage, call) => storage.calls.extendHold(call, 50n),
    });
    expect(deaths).toBe(4);
    for (let death = 1; death <= deaths; death += 2) {
      await settle(fixture.storage, newCall(PROJECT, { operationId: operationIdOf(death) }));
    }
    await sweep();
    expect(findingsOf(await readMongo(fixture.url))).toEqual([]);
  });

  test('while it settles has its end finished by others, with each warning once', async () => {
    await budgets({ amountNano: 1_000n, hard: false, warningThresholds: [0.04, 0.2, 0.3] });
    const deaths = await dieEverywhere({ prepare: run, act: settle });
    expect(deaths).toBeGreaterThan(5);
    await sweep();
    const contents = await readMongo(fixture.url);
    expect(findingsOf(contents)).toEqual([]);
    expect(contents.calls.map(({ status }) => status)).toEqual(contents.calls.map(() => 'COMPLETED'));
    for (const budgetId of ['a', 'b', 'c']) {
      const told = contents.events.filter((event) => event.budgetId === budgetId);
      const thresholds = told.flatMap(({ payload }) => ('threshold' in payload ? [payload.threshold] : []));
      expect(thresholds).toEqual([0.04, 0.2, 0.3]);
    }
  });

  test('while it presumes a call spent has it charged once', async () => {
    await budgets();
    const deaths = await dieEverywhere({
      prepare: run,
      act: (storage) => storage.calls.presumeSpent(LEASE_END + 1, 1_000),
    });
    expect(deaths).toBeGreaterThan(5);
    await sweep();
    const contents = await readMongo(fixture.url);
    expect(findingsOf(contents)).toEqual([]);
    expect(contents.calls.map((call) => call.holdState)).toEqual(contents.calls.map(() => 'presumed_spent'));
  });

  test('while it corrects what was presumed spent has it corrected once', async () => {
    await budgets();
    const deaths = await dieEverywhere({
      async prepare(storage, call) {
        await run(storage, call);
        await storage.calls.presumeSpent(LEASE_END + 1, 1_000);
      },
      act: settle,
    });
    expect(deaths).toBeGreaterThan(5);
    await sweep();
    const contents = await readMongo(fixture.url);
    expect(findingsOf(contents)).toEqual([]);
    expect(contents.calls.map(({ cost }) => cost?.totalNano)).toEqual(contents.calls.map(() => 40n));
  });

  test('while it prices a call again has it priced once', async () => {
    await budgets();
    const cost = { ...costOfTotal(90n), priceVersion: 'another' };
    await dieEverywhere({
      async prepare(storage, call) {
        await run(storage, call);
        await settle(storage, call);
      },
      act: (storage, call) =>
        storage.calls.reprice({ ...call, attempts: [{ number: 1, cost }], cost, bookedAt: LEASE_END }),
    });
    await sweep();
    const contents = await readMongo(fixture.url);
    expect(findingsOf(contents)).toEqual([]);
    expect(contents.calls.map((call) => call.cost?.totalNano)).toEqual(contents.calls.map(() => 90n));
  });

  test('while it edits a budget has the warning given that the edit makes due', async () => {
    const [budget] = await budgets();
    const call = newCall(PROJECT);
    await run(fixture.storage, call);
    await settle(fixture.storage, call);
    let amountNano = 50n;
    const deaths = await dieEverywhere({
      // raised, so that the next edit crosses the threshold again, but not before the last one was followed up
      async prepare(storage) {
        await sweep();
        await storage.budgets.update(PROJECT, budget!.id, { amountNano: 1_000n }, NOON);
      },
      act: (storage) => storage.budgets.update(PROJECT, budget!.id, { amountNano: (amountNano -= 1n) }, NOON),
    });
    expect(deaths).toBe(5);
    await sweep();
    const contents = await readMongo(fixture.url);
    expect(findingsOf(contents)).toEqual([]);
    const told = contents.events.filter((event) => event.budgetId === budget!.id);
    expect(told).toHaveLength(deaths + 1);
  });

  test('while it tells a forecast has it told once', async () => {
    const tell = ({ budgets: store, usage }: Storage) =>
      tellForecasts(
        {
          budgets: store,
          usage,
          doorbell: createLocalDoorbell(),
          clock: { ...systemClock, now: () => NOON + MINUTE },
        },
        new Map(),
      );
    const deaths = await dieEverywhere({
      async prepare(storage, call) {
        const period = { kind: 'fixed', start: 0, end: NOON + 100 * DAY } as const;
        const { operationId: id } = call;
        await createdBudget(storage, PROJECT, { id, amountNano: 1_000n, hard: false, period });
        await run(storage, call);
        await settle(storage, call);
      },
      act: tell,
    });
    expect(deaths).toBeGreaterThan(1);
    await tell(fixture.storage);
    const { events } = await readMongo(fixture.url);
    const told = events.flatMap((event) =>
      event.payload.kind === 'budget_forecast' ? [event.budgetId ?? ''] : [],
    );
    const expected = Array.from({ length: deaths + 1 }, (_, index) => operationIdOf(index + 1));
    expect(told.sort((one, other) => one.localeCompare(other))).toEqual(expected);
  });
});
