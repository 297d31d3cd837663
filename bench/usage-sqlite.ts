import { insertAttempts } from '../src/storage/sqlite/attempts.ts';
import { fromDispatched, fromEnded } from '../src/storage/sqlite/call-rows.ts';
import { bookCost } from '../src/storage/sqlite/cost-entries.ts';
import { insertContent } from '../src/storage/sqlite/contents.ts';
import { Database } from '../src/storage/sqlite/database.ts';
import { createSqliteStorage } from '../src/storage/sqlite/storage.ts';
import { markChanged } from '../src/storage/sqlite/usage-marks.ts';
import type { StoredCall } from './usage-calls.ts';
import type { FilledStore } from './usage-store.ts';

const BUSY_TIMEOUT_MS = 5_000;

const BY_DAY_AND_MODEL = `SELECT started_at / 86400000 AS day, model, count(*), sum(attempt_count), sum(fresh_input_tokens),
    sum(output_tokens), sum(total_nano) FROM calls WHERE project_id = ? AND started_at >= ? AND started_at < ? GROUP BY 1, 2`;

/** Writes the calls straight into a new file, without the way that calls take. */
export async function fillSqlite(path: string, calls: Iterable<StoredCall>): Promise<void> {
  const empty = await createSqliteStorage({ path, version: 'bench' });
  await empty.close();
  const database = new Database(path, BUSY_TIMEOUT_MS);
  database.exec('PRAGMA synchronous = OFF');
  database.run('BEGIN IMMEDIATE');
  for (const { call, attempts, input } of calls) {
    database.insert('calls', { ...fromDispatched(call), ...fromEnded(call), hold_state: 'settled' });
    insertContent(database, call, input);
    insertAttempts(database, call, attempts);
    bookCost(database, call, {
      kind: 'settlement',
      bookedAt: call.finishedAt,
      cost: call.cost,
      bookedBefore: null,
    });
    markChanged(database, call.projectId, call.startedAt);
  }
  database.run('COMMIT');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

export async function openSqlite(path: string): Promise<FilledStore> {
  const storage = await createSqliteStorage({ path, version: 'bench' });
  const database = new Database(path, BUSY_TIMEOUT_MS);
  return {
    name: 'SQLite',
    storage,
    aggregateRaw: async (projectId, from, before) =>
      void database.all(BY_DAY_AND_MODEL, projectId, from, before),
    async close() {
      await storage.close();
      database.close();
    },
  };
}
