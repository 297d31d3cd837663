import type { Collection } from 'mongodb';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithMongo, newDatabase } from '../../support/shared-mongo.ts';
import type { TestDatabase } from '../../support/shared-mongo.ts';

interface Ledger {
  _id: string;
  committed: bigint;
  holds: Record<string, bigint>;
}

const DUPLICATE_KEY = 11_000;
const CALLERS = 64;
const ROOM = 20;

/** What the MongoDB store relies on, of whatever server the tests got. */
await describeWithMongo('the MongoDB server of the tests', (server) => {
  let database: TestDatabase;
  let client: MongoClient;

  beforeAll(async () => {
    database = newDatabase(server);
    client = new MongoClient(database.url, {
      useBigInt64: true,
      writeConcern: { w: 'majority', journal: true },
    });
    await client.connect();
  });
  afterAll(async () => {
    await database.drop();
    await client.close();
  });

  function collection(name: string): Collection<Ledger> {
    return client.db().collection<Ledger>(name);
  }

  test('answers the real driver, with int64 to the last digit', async () => {
    const ledgers = collection('digits');
    const committed = 2n ** 53n + 1n;
    await ledgers.insertOne({ _id: 'a', committed, holds: {} });
    const after = await ledgers.findOneAndUpdate(
      { _id: 'a', committed: { $lte: committed } },
      { $inc: { committed: 2n } },
      { returnDocument: 'after' },
    );
    expect(after).toEqual({ _id: 'a', committed: committed + 2n, holds: {} });
    expect(await ledgers.countDocuments({ committed: { $lte: committed } })).toBe(0);
  });

  test(`${CALLERS} conditional updates at once with room for ${ROOM}: exactly ${ROOM} are made, each seeing its own`, async () => {
    const ledgers = collection('room');
    await ledgers.insertOne({ _id: 'a', committed: 0n, holds: {} });
    const answers = await Promise.all(
      Array.from({ length: CALLERS }, (_, caller) =>
        ledgers.findOneAndUpdate(
          { _id: 'a', committed: { $lte: BigInt(ROOM - 1) }, [`holds.h${caller}`]: { $exists: false } },
          { $inc: { committed: 1n }, $set: { [`holds.h${caller}`]: 1n } },
          { returnDocument: 'after' },
        ),
      ),
    );
    const made = answers.filter((answer) => answer !== null);
    const committed = made.map((answer) => Number(answer.committed)).sort((left, right) => left - right);
    expect(committed).toEqual(Array.from({ length: ROOM }, (_, index) => index + 1));
    expect(made.every((answer) => Object.keys(answer.holds).length === Number(answer.committed))).toBe(true);
  });

  test(`${CALLERS} inserts of one _id at once: one is made, the others are duplicates`, async () => {
    const ledgers = collection('inserts');
    const answers = await Promise.allSettled(
      Array.from({ length: CALLERS }, () => ledgers.insertOne({ _id: 'a', committed: 0n, holds: {} })),
    );
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(CALLERS - 1);
    expect(refused.every(({ reason }) => (reason as { code?: number }).code === DUPLICATE_KEY)).toBe(true);
  });

  test('an ordered list of writes stops at its first error', async () => {
    const ledgers = collection('ordered');
    await ledgers.createIndex({ committed: 1 }, { unique: true });
    await ledgers.insertMany(
      ['a', 'b', 'c'].map((_id, index) => ({ _id, committed: BigInt(index), holds: {} })),
    );
    const writes = ledgers.bulkWrite([
      { updateOne: { filter: { _id: 'b' }, update: { $set: { committed: 0n } } } },
      { updateOne: { filter: { _id: 'c' }, update: { $set: { committed: 9n } } } },
    ]);
    await expect(writes).rejects.toMatchObject({ code: DUPLICATE_KEY });
    expect((await ledgers.findOne({ _id: 'c' }))?.committed).toBe(2n);
  });
});
