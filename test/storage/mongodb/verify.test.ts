import type { Db } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import type { CallDocument } from '../../../src/storage/mongodb/call-documents.ts';
import { booksOfOneCall, differencesOf } from '../../support/books-fixture.ts';
import { completion, DAY, dispatched, newCall, NOON } from '../../support/call-fixture.ts';
import { withDatabase } from '../../support/mongo-findings.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

await describeWithMongo('verifying a MongoDB store that was tampered with', (server) => {
  async function openStore() {
    const fixture = await openMongoFixture(server);
    onTestFinished(() => fixture.close());
    const tamper = (work: (db: Db) => Promise<unknown>) => withDatabase(fixture.url, work);
    return { storage: fixture.storage, tamper };
  }

  test('finds a call that is charged less than it costs, on a budget of any scope', async () => {
    const { storage, tamper } = await openStore();
    const { operationId, everything, model } = await booksOfOneCall(storage);
    expect(await differencesOf(storage)).toEqual([]);

    await tamper(async (db) => {
      const calls = db.collection<CallDocument>('calls');
      const call = await calls.findOne({});
      const holds = call!.holds.map((hold) => ({ ...hold, chargedNano: 1n }));
      await calls.updateOne({}, { $set: { holds } });
      await db.collection('budget_periods').updateMany({}, { $set: { spentNano: 1n } });
    });
    const found = (budgetId: string, due: string) =>
      `call ${operationId} is settled and costs 0.00000004 USD, its hold on budget ${budgetId} is settled and was ` +
      `charged 0.000000001 instead of ${due}`;
    expect((await differencesOf(storage)).sort()).toEqual(
      [found(everything.id, '0.00000004'), found(model.id, '0.00000003')].sort(),
    );
  });

  test('finds a hold on a period without a ledger', async () => {
    const { storage, tamper } = await openStore();
    const { everything } = await booksOfOneCall(storage);
    await tamper((db) => db.collection('budget_periods').deleteOne({ budgetId: everything.id }));
    expect(await differencesOf(storage)).toEqual([
      expect.stringMatching(
        /^period .*: there is no ledger, the calls were charged 0.00000004 USD and hold 0$/u,
      ),
    ]);
  });

  test('finds a rollup whose calls are gone', async () => {
    const { storage, tamper } = await openStore();
    const call = newCall('project');
    await dispatched(storage, call);
    await storage.calls.settle({ ...call, outcome: completion(40n) });
    // waits for what follows from the settle
    await storage.events.lastSeq();
    while ((await storage.usage.rollUp(NOON + 2 * DAY, 100)) > 0);
    await tamper((db) => db.collection('calls').deleteMany({}));
    expect(await differencesOf(storage)).toContain(
      '2026-03-10, view total by day: [] says 1 calls, 33 tokens, 0.00000004 USD, 60000 ms, there are no calls',
    );
  });
});
