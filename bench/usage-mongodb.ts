import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { createMongoStorage } from '../src/storage/mongodb/storage.ts';
import { fromDispatched } from '../src/storage/mongodb/call-documents.ts';
import type { CallDocument } from '../src/storage/mongodb/call-documents.ts';
import { writeRollup } from '../src/storage/mongodb/rollups.ts';
import { toUsageCall } from '../src/storage/mongodb/usage-calls.ts';
import { quarterIdOf } from '../src/storage/mongodb/usage-documents.ts';
import type { QuarterDocument, RollupDocument } from '../src/storage/mongodb/usage-documents.ts';
import { createRollupBuilder, QUARTER_MS } from '../src/domain/usage/rollup.ts';
import type { RollupBuilder } from '../src/domain/usage/rollup.ts';
import { startOfDay, startOfQuarter } from '../src/domain/usage/read-plan.ts';
import { PROJECT } from './usage-calls.ts';
import type { StoredCall } from './usage-calls.ts';
import type { FilledStore } from './usage-store.ts';

const BATCH = 1_000;

/**
 * Writes the calls straight into an empty database, without the way that calls take, and the rollups of their quarters of an hour
 * with them.
 */
export async function fillMongodb(url: string, calls: Iterable<StoredCall>): Promise<void> {
  const empty = await createMongoStorage({ url, version: 'bench' });
  await empty.close();
  const client = await MongoClient.connect(url, { useBigInt64: true });
  try {
    const collection = client.db().collection<CallDocument>('calls');
    const rollups = new Map<number, RollupBuilder>();
    let batch: CallDocument[] = [];
    for (const call of calls) {
      const document = toDocument(call);
      batch.push(document);
      const start = startOfQuarter(document.startedAt);
      let rollup = rollups.get(start);
      if (rollup === undefined) rollups.set(start, (rollup = createRollupBuilder(start, QUARTER_MS)));
      rollup.addCall(toUsageCall(document));
      if (batch.length < BATCH) continue;
      await collection.insertMany(batch);
      batch = [];
    }
    if (batch.length > 0) await collection.insertMany(batch);
    await writeQuarters(client.db(), rollups);
  } finally {
    await client.close();
  }
}

async function writeQuarters(db: Db, rollups: ReadonlyMap<number, RollupBuilder>): Promise<void> {
  const usageQuarters = db.collection<QuarterDocument>('usage_quarters');
  const usageRollups = db.collection<RollupDocument>('usage_rollups');
  await usageQuarters.insertMany(
    [...rollups.keys()].map((start) => ({
      _id: quarterIdOf(PROJECT, start),
      projectId: PROJECT,
      start,
      version: 1,
      rolledUpVersion: 0,
      staleStart: start,
      staleDay: startOfDay(start),
    })),
  );
  const stores = { usageQuarters, usageRollups, repeat: <Result>(task: () => Promise<Result>) => task() };
  for (const [start, builder] of rollups) {
    const rollup = {
      projectId: PROJECT,
      grain: 'quarter',
      start,
      version: 1,
      rollup: builder.build(),
    } as const;
    if (!(await writeRollup(stores, rollup))) throw new Error('a rollup is too large');
  }
}

export async function openMongodb(url: string): Promise<FilledStore> {
  const storage = await createMongoStorage({ url, version: 'bench' });
  const client = await MongoClient.connect(url, { useBigInt64: true });
  return {
    name: 'MongoDB',
    storage,
    async aggregateRaw(projectId, from, before) {
      const day = { $subtract: ['$startedAt', { $mod: ['$startedAt', 86_400_000] }] };
      await client
        .db()
        .collection('calls')
        .aggregate([
          { $match: { projectId, startedAt: { $gte: from, $lt: before } } },
          {
            $group: {
              _id: { day, model: '$model' },
              calls: { $sum: 1 },
              attempts: { $sum: '$attemptCount' },
              input: { $sum: '$usage.freshInput' },
              output: { $sum: '$usage.output' },
              totalNano: { $sum: '$cost.totalNano' },
            },
          },
        ])
        .toArray();
    },
    async close() {
      await storage.close();
      await client.close();
    },
  };
}

export function toDocument({ call, attempts, input }: StoredCall): CallDocument {
  const { dueAt: _, ...document } = fromDispatched(call, [], input);
  const { promptNano, completionNano, totalNano, basis, priceVersion } = call.cost;
  const bookedAt = call.finishedAt;
  return {
    ...document,
    ...call,
    phase: 'done',
    holdState: 'settled',
    attempts,
    entries: [{ kind: 'settlement', bookedAt, promptNano, completionNano, totalNano, basis, priceVersion }],
    ending: { id: call.operationId, kind: 'end', at: bookedAt, byNano: [] },
  };
}
