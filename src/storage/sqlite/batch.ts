import type { Database } from './database.ts';
import { toFailure } from './messages.ts';
import type { Reply, Request, Result } from './messages.ts';
import { toStoreFailure } from './store-failure.ts';
import { inTransaction, rollBack } from './transaction.ts';

/** Runs one request against the connection and returns its value. */
export type Run = (request: Request) => unknown;

/**
 * Runs the requests in one transaction, so that they share one sync of the disk (group commit). The replies are true when
 * this returns: everything is committed. An operation that throws rolls back only itself. Throws when the database itself
 * fails; then nothing of the batch was done, or, after a failed COMMIT, possibly all of it.
 */
export function runBatch(database: Database, requests: readonly Request[], run: Run): Reply[] {
  try {
    return inTransaction(database, () =>
      requests.map((request) => ({ id: request.id, result: done(run(request)) })),
    );
  } catch (error) {
    if (toStoreFailure(error) !== null) throw error;
  }
  // Savepoints cost more than the rare second run, so they are only set once an operation is known to fail.
  return inTransaction(database, () =>
    requests.map((request) => ({ id: request.id, result: runAlone(database, () => run(request)) })),
  );
}

/** Runs one request on a snapshot of its own. */
export function runRead(database: Database, request: Request, run: Run): Reply {
  try {
    database.run('BEGIN');
    const result = done(run(request));
    database.run('COMMIT');
    return { id: request.id, result };
  } catch (error) {
    rollBack(database);
    return { id: request.id, result: failed(toStoreFailure(error) ?? error) };
  }
}

export function failed(error: unknown): Result {
  return { kind: 'failed', failure: toFailure(error) };
}

function done(value: unknown): Result {
  return { kind: 'done', value };
}

function runAlone(database: Database, task: () => unknown): Result {
  database.run('SAVEPOINT operation');
  try {
    const result = done(task());
    database.run('RELEASE operation');
    return result;
  } catch (error) {
    if (toStoreFailure(error) !== null) throw error;
    database.run('ROLLBACK TO operation');
    database.run('RELEASE operation');
    return failed(error);
  }
}
