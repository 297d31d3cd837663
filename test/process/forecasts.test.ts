import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Storage } from '../../src/domain/storage.ts';
import { createdBudget } from '../support/budget-fixture.ts';
import { completion, DAY, dispatched, HOUR, newCall, NOON } from '../support/call-fixture.ts';
import { eventsOf } from '../support/event-fixture.ts';
import { openStorageAt } from '../support/open-storage.ts';
import { startLooping } from '../support/looping-process.ts';
import { seededRandom, seedFrom } from '../support/seeded-random.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';

const PROGRAM = fileURLToPath(new URL('../support/forecast-process.ts', import.meta.url));
const PROJECT = 'forecast';
const PROCESSES = 3;
const BUDGETS = 12;
/** After so many of the budgets a process is killed in what it does. */
const KILL_EVERY = 3;

await describeOnEachStore(`${PROCESSES} processes that are killed while they tell forecasts`, (kind) => {
  /** A budget that the calls of its agent are going to use up. */
  async function spend(storage: Storage, agentId: string): Promise<string> {
    const budget = await createdBudget(storage, PROJECT, {
      scope: { kind: 'agent', agentId },
      amountNano: 10_000n,
      hard: false,
      warningThresholds: [],
      period: { kind: 'fixed', start: NOON - DAY, end: NOON + 9 * DAY },
    });
    const call = newCall(PROJECT, { agentId, startedAt: NOON - HOUR });
    await dispatched(storage, call);
    await storage.calls.settle({ ...call, outcome: completion(1_000n) });
    return budget.id;
  }

  test('each budget is told of once', { timeout: 240_000 }, async () => {
    const store = kind.open();
    const storage = await openStorageAt(store.storeUrl);
    const random = seededRandom(seedFrom('TOLLGATE_KILL_SEED'));
    const start = () => startLooping(PROGRAM, [store.storeUrl]);
    const processes = Array.from({ length: PROCESSES }, start);
    onTestFinished(async () => {
      await Promise.all(processes.map((one) => one.kill()));
      await storage.close();
      await store.remove();
    });
    await Promise.all(processes.map((one) => one.whenDone(1)));
    const budgets: string[] = [];
    for (let index = 0; index < BUDGETS; index += 1) {
      budgets.push(await spend(storage, `agent-${index}`));
      if (index % KILL_EVERY !== KILL_EVERY - 1) continue;
      const doomed = Math.floor(random() * PROCESSES);
      await processes[doomed]!.kill();
      processes[doomed] = start();
    }
    const told = async () =>
      (await eventsOf(storage, PROJECT)).flatMap(({ budgetId, payload }) =>
        payload.kind === 'budget_forecast' ? [budgetId] : [],
      );
    await expect
      .poll(async () => new Set(await told()).size, { timeout: 60_000, interval: 200 })
      .toBe(BUDGETS);
    // each looks at all of them once more
    await Promise.all(processes.map((one) => one.whenDone(2)));
    expect(new Set(await told())).toEqual(new Set(budgets));
    expect(await told()).toHaveLength(BUDGETS);
  });
});
