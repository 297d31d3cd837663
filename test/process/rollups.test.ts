import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Storage } from '../../src/domain/storage.ts';
import { verifyStore } from '../../src/domain/verify/verify-store.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createdBudget, ledgerAt } from '../support/budget-fixture.ts';
import { DAY, NOON } from '../support/call-fixture.ts';
import { startLooping } from '../support/looping-process.ts';
import { openStorageAt } from '../support/open-storage.ts';
import { sizeOf } from '../support/proof.ts';
import { seededRandom, seedFrom } from '../support/seeded-random.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { usageQuery } from '../support/usage-query.ts';

const PROGRAM = fileURLToPath(new URL('../support/busy-store-process.ts', import.meta.url));
const PROJECT = 'busy';
const KILLS = sizeOf('TOLLGATE_ROLLUP_KILLS', { usual: 6, proof: 30 });
/** Things that are done before one of the processes is killed. */
const WORK_MAX = 40;
const LATER = NOON + 100 * DAY;

await describeOnEachStore('rollups under two processes that are killed again and again', (kind) => {
  let store: ProcessStore;
  let storage: Storage;
  beforeEach(async () => {
    store = kind.open();
    storage = await openStorageAt(store.storeUrl);
  });
  afterEach(async () => {
    await storage.close();
    await store.remove();
  });

  test('agree with the calls, and the calls with the ledger', { timeout: 240_000 }, async () => {
    const seed = seedFrom('TOLLGATE_KILL_SEED');
    const random = seededRandom(seed);
    const budget = await createdBudget(storage, PROJECT, {
      hard: false,
      period: { kind: 'fixed', start: 0, end: NOON + 10 * DAY },
    });
    const start = (number: number) => startLooping(PROGRAM, [store.storeUrl, PROJECT, String(seed + number)]);
    const processes = [start(0), start(1)];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const index = Math.floor(random() * processes.length);
      await processes[index]?.whenDone(1 + Math.floor(random() * WORK_MAX));
      await processes[index]?.kill();
      processes[index] = start(2 + kill);
    }
    await Promise.all(processes.map((one) => one.whenDone(10)));
    await Promise.all(processes.map((one) => one.kill()));

    // what the processes have left is finished by the sweep, as by a server
    await expect
      .poll(async () => (await storage.calls.presumeSpent(LATER, 1_000)).length, { timeout: 60_000 })
      .toBe(0);
    for (const moment of ['before', 'after'] as const) {
      if (moment === 'after') while ((await storage.usage.rollUp(LATER, 1_000)) > 0);
      const { books, usage } = storage;
      const { differences, calls } = await verifyStore({ books, usage, clock: systemClock });
      expect(differences, `${moment} the last rollups, seed ${seed}`).toEqual([]);
      expect(calls).toBeGreaterThan(10);
      const [totals] = await usage.aggregate(usageQuery(PROJECT));
      expect(totals?.metrics.totalCostNano).toBe((await ledgerAt(storage, budget)).spentNano);
      expect(totals?.metrics.running).toBe(0);
    }
  });
});
