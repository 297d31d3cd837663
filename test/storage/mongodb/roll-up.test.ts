import { expect, onTestFinished, test } from 'vitest';
import type { Storage } from '../../../src/domain/storage.ts';
import { MIGRATIONS } from '../../../src/storage/mongodb/migrations.ts';
import { rollUp } from '../../../src/storage/mongodb/roll-up.ts';
import { aggregateUsage } from '../../../src/storage/mongodb/usage.ts';
import { differencesOf } from '../../support/books-fixture.ts';
import { completion, DAY, dispatched, HOUR, newCall, NOON } from '../../support/call-fixture.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { openMonitored } from '../../support/monitored-database.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';
import { usageQuery } from '../../support/usage-query.ts';

const LATER = NOON + 10 * DAY;

await describeWithMongo('the rollups of a MongoDB store', (server) => {
  async function openStore() {
    const fixture = await openMongoFixture(server);
    onTestFinished(() => fixture.close());
    const monitored = await openMonitored(fixture.url);
    onTestFinished(monitored.close);
    return { storage: fixture.storage, ...monitored };
  }

  async function settleAt(storage: Storage, startedAt: number) {
    const call = newCall('project', { startedAt });
    await dispatched(storage, call);
    await storage.calls.settle({ ...call, outcome: completion(40n) });
    // waits for what follows from the settle
    await storage.events.lastSeq();
    return call;
  }

  async function rollUpAll(storage: Storage): Promise<number> {
    const made = await storage.usage.rollUp(LATER, 1_000);
    return made === 0 ? 0 : made + (await rollUpAll(storage));
  }

  test('are looked for without reading what is rolled up', async () => {
    const { storage, database, commands } = await openStore();
    for (let day = 0; day < 5; day += 1) await settleAt(storage, NOON + day * DAY);
    expect(await rollUpAll(storage)).toBe(10);
    commands.length = 0;
    expect(await rollUp(database, LATER, 1_000)).toBe(0);
    expect(commands).toEqual([
      { name: 'find', collection: 'usage_quarters', documents: 0 },
      { name: 'aggregate', collection: 'usage_quarters', documents: 0 },
    ]);

    // a late change makes one quarter and its day stale, and nothing else
    await settleAt(storage, NOON + DAY);
    expect(await rollUpAll(storage)).toBe(2);
    expect(await differencesOf(storage)).toEqual([]);
  });

  test('between the days that a report begins and ends in are not read by the quarter', async () => {
    const { storage, database, commands } = await openStore();
    for (let day = 0; day < 6; day += 1) {
      for (const hours of [-2, 0, 2]) await settleAt(storage, NOON + day * DAY + hours * HOUR);
    }
    await rollUpAll(storage);
    commands.length = 0;
    const range = { from: NOON - HOUR, before: NOON + 5 * DAY + HOUR };
    const [row] = await aggregateUsage(database, usageQuery('project', range));
    expect(row?.metrics.calls).toBe(2 + 4 * 3 + 2);
    const read = (collection: string) =>
      commands.filter((command) => command.collection === collection).map(({ documents }) => documents);
    // the days between; the quarters of the first and of the last
    expect(read('usage_rollups')).toEqual([4, 2, 2]);
    expect(read('calls')).toEqual([0]);
  });

  test('of a store of the schema before are found, and made once', async () => {
    const { storage, db } = await openStore();
    for (let day = 0; day < 3; day += 1) await settleAt(storage, NOON + day * DAY);
    await rollUpAll(storage);
    await settleAt(storage, NOON + DAY);
    await db.collection('usage_quarters').updateMany({}, { $unset: { staleStart: '', staleDay: '' } });
    await MIGRATIONS[8]?.(db);
    await MIGRATIONS[8]?.(db);
    expect(await rollUpAll(storage)).toBe(2);
    expect(await differencesOf(storage)).toEqual([]);
    const isMarked = { $or: [{ staleStart: { $exists: true } }, { staleDay: { $exists: true } }] };
    expect(await db.collection('usage_quarters').countDocuments(isMarked)).toBe(0);
  });
});
