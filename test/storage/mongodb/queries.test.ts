import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from 'mongodb';
import type { CallDocument } from '../../../src/storage/mongodb/call-documents.ts';
import type { Storage } from '../../../src/domain/storage.ts';
import { usageCallsFilter } from '../../../src/storage/mongodb/usage-calls.ts';
import { createdBudget } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatched, newCall, NOON } from '../../support/call-fixture.ts';
import { withDatabase } from '../../support/mongo-findings.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

const PROJECT = 'project';

/** The stages of a query plan, at whatever depth. */
function stagesOf(plan: unknown): string[] {
  if (typeof plan !== 'object' || plan === null) return [];
  const own = 'stage' in plan ? [String(plan.stage)] : [];
  return [...own, ...Object.values(plan).flatMap(stagesOf)];
}

await describeWithMongo('the queries of a MongoDB store', (server) => {
  let fixture: Awaited<ReturnType<typeof openMongoFixture>>;
  let storage: Storage;
  beforeAll(async () => {
    fixture = await openMongoFixture(server);
    storage = fixture.storage;
    await createdBudget(storage, PROJECT, { amountNano: 1_000_000n });
    for (let number = 0; number < 20; number += 1) {
      const call = newCall(PROJECT, { startedAt: NOON + number, agentId: `agent ${number % 3}` });
      await dispatched(storage, call);
      if (number % 2 === 0) await storage.calls.settle({ ...call, outcome: completion(1n) });
    }
    await storage.events.lastSeq();
  });
  afterAll(() => fixture.close());

  describe.skipIf(!server.capabilities.explain)('that explain themselves', () => {
    const plans: Record<string, (db: Db) => Promise<unknown>> = {
      'the calls of a report': (db) =>
        db
          .collection<CallDocument>('calls')
          .find(usageCallsFilter(PROJECT, { from: NOON, before: NOON + DAY }))
          .explain(),
      'marks of a report': (db) =>
        db
          .collection('usage_quarters')
          .find({ projectId: PROJECT, start: { $gte: NOON, $lt: NOON + DAY } })
          .explain(),
      'rollups of a report': (db) =>
        db
          .collection('usage_rollups')
          .find({ projectId: PROJECT, grain: 'day', start: { $gte: NOON, $lte: NOON + DAY } })
          .explain(),
      'calls on their way': (db) =>
        db
          .collection('calls')
          .find({
            dueAt: { $gte: 0 },
            projectId: PROJECT,
            startedAt: { $gte: NOON },
            phase: { $in: ['running'] },
          })
          .explain(),
      'the newest calls': (db) =>
        db
          .collection('calls')
          .find({ projectId: PROJECT })
          .sort({ startedAt: -1, operationId: -1 })
          .limit(10)
          .explain(),
      'calls after a cursor': (db) =>
        db
          .collection('calls')
          .find({
            $and: [
              { projectId: PROJECT, agentId: 'agent 1' },
              {
                startedAt: { $lte: NOON + 5 },
                $or: [{ startedAt: { $lt: NOON + 5 } }, { startedAt: NOON + 5, operationId: { $lt: 'x' } }],
              },
            ],
          })
          .sort({ startedAt: -1, operationId: -1 })
          .limit(10)
          .explain(),
      'calls that are due': (db) =>
        db
          .collection('calls')
          .find({ dueAt: { $lt: NOON }, phase: { $in: ['running'] } })
          .sort({ dueAt: 1 })
          .explain(),
      'budgets of scopes': (db) =>
        db
          .collection('budgets')
          .find({ projectId: PROJECT, scopeKey: { $in: ['everything'] }, deletedAt: null })
          .sort({ id: 1 })
          .explain(),
      'events after a cursor': (db) =>
        db
          .collection<{ _id: number }>('events')
          .find({ _id: { $gt: 5 } })
          .sort({ _id: 1 })
          .explain(),
      'events by key': (db) =>
        db
          .collection('events')
          .find({ key: { $in: ['a'] } })
          .explain(),
    };

    test.each(Object.keys(plans))('read no collection as a whole, nor sort in memory: %s', async (name) => {
      const stages = stagesOf(await withDatabase(fixture.url, (db) => plans[name]!(db)));
      expect(stages).not.toEqual([]);
      expect(stages).not.toContain('COLLSCAN');
      if (name.startsWith('calls') || name.startsWith('the newest')) expect(stages).not.toContain('SORT');
    });
  });

  test('give the events in order and without a gap when one is added behind the read', async () => {
    const last = await storage.events.lastSeq();
    const event = { projectId: PROJECT, topic: 'late', payload: { kind: 'budget_warning' } };
    const add = (place: number) =>
      withDatabase(fixture.url, (db) =>
        db
          .collection<{ _id: number; key: string }>('events')
          .insertOne({ _id: last + place, key: `late ${place}`, ...event }),
      );
    await add(1);
    // as a read finds them that goes by place 2 before it is taken
    await add(3);
    const seqs = async () => (await storage.events.read(last - 1, 10)).map(({ seq }) => seq);
    expect(await seqs()).toEqual([last, last + 1]);
    await add(2);
    expect(await seqs()).toEqual([last, last + 1, last + 2, last + 3]);
  });

  test('give the events from the oldest that is left when the log was cut', async () => {
    await withDatabase(fixture.url, (db) =>
      db.collection<{ _id: number }>('events').deleteMany({ _id: { $lte: 3 } }),
    );
    expect((await storage.events.read(0, 2)).map(({ seq }) => seq)).toEqual([4, 5]);
  });
});
