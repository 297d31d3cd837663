import type { Database } from './database.ts';
import { isBusy } from './store-failure.ts';

const LOCK_WAIT_MS = 5_000;
/**
 * SQLite's own waiting sleeps longer each time, up to 100 ms (sqliteDefaultBusyCallback in its main.c), so that a busy process
 * can keep the lock from another one for a second. A wait cut into short ones stays at its short sleeps.
 */
export const LOCK_POLL_MS = 10;

/** Runs the task in one write transaction; what it throws rolls everything back. Waits up to 5 s for another process's lock. */
export function inTransaction<Value>(database: Database, task: () => Value): Value {
  try {
    begin(database);
    const value = task();
    database.run('COMMIT');
    return value;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** SQLite has already rolled back after some errors, such as a full disk. */
export function rollBack(database: Database): void {
  if (database.inTransaction) database.run('ROLLBACK');
}

function begin(database: Database): void {
  const deadline = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      database.run('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
  }
}
