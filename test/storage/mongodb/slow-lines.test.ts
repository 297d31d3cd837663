import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Storage } from '../../../src/domain/storage.ts';
import { createMongoStorage } from '../../../src/storage/mongodb/storage.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatchOf, MINUTE, newCall, NOON } from '../../support/call-fixture.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import type { FaultProxy } from '../../support/fault-proxy.ts';
import { findingsOf, readMongo } from '../../support/mongo-findings.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { seededRandom, seedFrom } from '../../support/seeded-random.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

const PROJECT = 'project';
/** Milliseconds of each way to the database, at most. */
const DISTANCES = [5, 40, 90];
const CALLS_EACH = 20;
const ROOM = 25;
/** What a call of the fixture holds. */
const HELD_NANO = 100n;

await describeWithMongo('instances at different distances of their database', (server) => {
  let fixture: Awaited<ReturnType<typeof openMongoFixture>>;
  let proxies: FaultProxy[];
  let storages: Storage[];

  beforeEach(async () => {
    fixture = await openMongoFixture(server);
    proxies = await Promise.all(DISTANCES.map(() => startFaultProxy(fixture.url)));
    storages = await Promise.all(
      proxies.map(({ url }) => createMongoStorage({ url, version: '0.1.0', onRetry: () => undefined })),
    );
  });
  afterEach(async () => {
    await Promise.all(proxies.map((proxy) => proxy.heal()));
    await Promise.all(storages.map((storage) => storage.close()));
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await fixture.close();
  });

  test('let exactly as many calls in as there is room for, and charge each once', async () => {
    const seed = seedFrom('SLOW_LINES_SEED');
    const random = seededRandom(seed);
    const budget = await createdBudget(fixture.storage, PROJECT, {
      id: 'a',
      amountNano: HELD_NANO * BigInt(ROOM),
    });
    for (const [index, proxy] of proxies.entries())
      proxy.delay(() => Math.round(random() * (DISTANCES[index] ?? 0)));

    const run = async (storage: Storage): Promise<boolean> => {
      const call = newCall(PROJECT, {});
      const outcome = await storage.calls.dispatch(
        dispatchOf(call, { leaseUntil: NOON + MINUTE, onRefusal: 'record' }),
      );
      if (outcome.kind === 'refused') return false;
      // all that was held is used, so that no room comes back
      await storage.calls.settle({ ...call, outcome: completion(HELD_NANO) });
      return true;
    };
    const results = await Promise.all(
      storages.flatMap((storage) => Array.from({ length: CALLS_EACH }, () => run(storage))),
    );
    expect(results.filter(Boolean), `seed ${seed}`).toHaveLength(ROOM);

    await Promise.all(proxies.map((proxy) => proxy.heal()));
    await fixture.storage.calls.presumeSpent(NOON + DAY, 1_000);
    expect(await ledgerAt(fixture.storage, budget)).toMatchObject({
      spentNano: HELD_NANO * BigInt(ROOM),
      heldNano: 0n,
    });
    expect(findingsOf(await readMongo(fixture.url))).toEqual([]);
  });
});
