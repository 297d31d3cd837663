import { MongoClient } from 'mongodb';
import { createMongoStorage } from '../src/storage/mongodb/storage.ts';
import { fromDispatched } from '../src/storage/mongodb/call-documents.ts';
import type { CallDocument } from '../src/storage/mongodb/call-documents.ts';
import { quarterIdOf } from '../src/storage/mongodb/usage-documents.ts';
import type { QuarterDocument } from '../src/storage/mongodb/usage-documents.ts';
import { startOfQuarter } from '../src/domain/usage/read-plan.ts';
import { PROJECT } from './usage-calls.ts';
import type { StoredCall } from './usage-calls.ts';
import type { FilledStore } from './usage-store.ts';

const BATCH = 1_000;

/** Writes the calls straight into an empty database, without the way that calls take. */
export async function fillMongodb(url: string, calls: Iterable<StoredCall>): Promise<void> {
  const empty = await createMongoStorage({ url, version: 'bench' });
  await empty.close();
  const client = await MongoClient.connect(url, { useBigInt64: true });
  try {
    const collection = client.db().collection<CallDocument>('calls');
    const starts = new Set<number>();
    let batch: CallDocument[] = [];
    for (const call of calls) {
      batch.push(toDocument(call));
      starts.add(startOfQuarter(call.call.startedAt));
      if (batch.length < BATCH) continue;
      await collection.insertMany(batch);
      batch = [];
    }
    if (batch.length > 0) await collection.insertMany(batch);
    await client
      .db()
      .collection<QuarterDocument>('usage_quarters')
      .insertMany(
        [...starts].map((start) => ({
          _id: quarterIdOf(PROJECT, start),
          projectId: PROJECT,
          start,
          version: 1,
          rolledUpVersion: 0,
        })),
      );
  } finally {
    await client.close();
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
