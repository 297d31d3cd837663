import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { MONTH_END, MONTH_START, PROJECT, storedCalls } from '../../bench/usage-calls.ts';
import type { StoredCall } from '../../bench/usage-calls.ts';
import { fillMongodb } from '../../bench/usage-mongodb.ts';
import { fillSqlite } from '../../bench/usage-sqlite.ts';
import type { Storage } from '../../src/domain/storage.ts';
import { createMongoStorage } from '../../src/storage/mongodb/storage.ts';
import { Database } from '../../src/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { comparableRows, usageQuery } from '../support/usage-query.ts';
import { describeWithMongo, newDatabase } from '../support/shared-mongo.ts';

const CALLS = [...storedCalls(60)];

/** As the server does it, one after the other. */
async function makeCalls(storage: Storage, calls: readonly StoredCall[]): Promise<void> {
  for (const { newCall, input, call, outcome } of calls) {
    const { leaseUntil, operationId, projectId } = call;
    await storage.calls.dispatch({ call: newCall, input, scopeKeys: [], leaseUntil, onRefusal: 'record' });
    await storage.calls.settle({ projectId, operationId, outcome });
  }
}

test('the calls that the bench writes straight into SQLite are those that a server would have written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const paths = { filled: join(folder, 'filled.db'), made: join(folder, 'made.db') };
  await fillSqlite(paths.filled, CALLS);
  const storage = await createSqliteStorage({ path: paths.made, version: 'bench' });
  await makeCalls(storage, CALLS);
  await storage.close();

  const [filled, made] = [new Database(paths.filled, 1_000), new Database(paths.made, 1_000)];
  for (const table of ['calls', 'call_contents', 'attempts', 'cost_entries', 'usage_quarters']) {
    const rows = (database: Database) => database.all<object>(`SELECT * FROM ${table} ORDER BY 1, 2, 3`);
    expect(rows(filled).length, table).toBeGreaterThan(0);
    expect(rows(filled), table).toEqual(rows(made));
  }
  filled.close();
  made.close();
});

await describeWithMongo('the bench of reports', (server) => {
  test('writes the calls straight into MongoDB that a server would have written', async () => {
    const databases = { filled: newDatabase(server), made: newDatabase(server) };
    await fillMongodb(databases.filled.url, CALLS);
    const storage = await createMongoStorage({ url: databases.made.url, version: 'bench' });
    await makeCalls(storage, CALLS);
    await storage.close();

    const read = async (url: string, collection: string) => {
      const client = await MongoClient.connect(url, { useBigInt64: true });
      const documents = await client.db().collection(collection).find().sort({ _id: 1 }).toArray();
      await client.close();
      // what is drawn anew each time
      return JSON.parse(
        JSON.stringify(documents, (name, value: unknown) =>
          typeof value === 'bigint' ? `${value}n` : name === 'holdKey' ? '' : value,
        ),
        (name, value: unknown) => (name === 'ending' ? { ...(value as object), id: '' } : value),
      ) as object[];
    };
    for (const collection of ['calls', 'usage_quarters']) {
      const filled = await read(databases.filled.url, collection);
      expect(filled.length, collection).toBeGreaterThan(0);
      const made = await read(databases.made.url, collection);
      expect(filled.map(withoutRollup), collection).toEqual(made.map(withoutRollup));
    }
    const filledStorage = await createMongoStorage({ url: databases.filled.url, version: 'bench' });
    const query = usageQuery(PROJECT, {
      from: MONTH_START,
      before: MONTH_END,
      groupBy: ['agent'],
      bucket: 'DAY',
    });
    expect(comparableRows(await filledStorage.usage.aggregate(query))).toEqual(
      comparableRows(await filledStorage.usage.aggregateCalls(query)),
    );
    await filledStorage.close();
    await databases.filled.drop();
    await databases.made.drop();
  });
});

/** Settles that come together raise the version of a quarter once, and the bench rolls it up. */
function withoutRollup(document: object): object {
  if (!('rolledUpVersion' in document)) return document;
  const { staleStart: _, ...mark } = document as { staleStart?: number };
  return { ...mark, version: 1, rolledUpVersion: 1 };
}
