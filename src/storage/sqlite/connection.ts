import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreUnavailableError } from '../../domain/errors.ts';
import { Database } from './database.ts';
import { checkDatabase, migrate } from './migrate.ts';
import { isBusy, toOpeningFailure } from './store-failure.ts';
import { LOCK_POLL_MS } from './transaction.ts';

const BUSY_TIMEOUT_MS = 5_000;
const PAGE_CACHE_KIB = 32 * 1024;
/** A WAL that a long report let grow is cut back to this size, in bytes. */
const WAL_BYTES_KEPT = 64 * 1024 * 1024;
const WAL_ATTEMPT_PAUSE_MS = 20;

export interface DatabaseLocation {
  path: string;
  /** Version of Tollgate. */
  version: string;
}

/**
 * Opens the file for writing, with its folder and schema made where they are missing. What was committed survives a power
 * failure (WAL with synchronous=FULL). Throws StoreUnavailableError.
 */
export function openWriter({ path, version }: DatabaseLocation): Database {
  return open(path, (database) => {
    checkDatabase(database, path);
    switchToWal(database, path);
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA foreign_keys = ON');
    database.exec(`PRAGMA journal_size_limit = ${WAL_BYTES_KEPT}`);
    database.exec(`PRAGMA busy_timeout = ${LOCK_POLL_MS}`);
    migrate(database, path, version);
  });
}

/** Opens a file that a writer has opened before, for reading only. Throws StoreUnavailableError. */
export function openReader({ path }: DatabaseLocation): Database {
  return open(path, (database) => {
    database.exec('PRAGMA query_only = ON');
  });
}

/** Lets go of a writer's file, with the WAL emptied into it where no other process reads it. */
export function closeWriter(database: Database): void {
  try {
    database.pragma('optimize');
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // what was committed is safe in the WAL; the next start reads it from there
  }
  database.close();
}

function open(path: string, prepare: (database: Database) => void): Database {
  let database: Database | null = null;
  try {
    makeFolder(dirname(path));
    database = new Database(path, BUSY_TIMEOUT_MS);
    database.exec(`PRAGMA cache_size = -${PAGE_CACHE_KIB}`);
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    throw toOpeningFailure(error, path) ?? error;
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreUnavailableError(`The folder of the database cannot be made: ${reason}`, error);
  }
}

/** SQLite doesn't always wait for other connections when it changes the journal mode, so two starts at once need this loop. */
function switchToWal(database: Database, path: string): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      if (database.pragma('journal_mode = WAL') === 'wal') return;
      throw new StoreUnavailableError(
        `The database ${path} cannot have a write-ahead log. Keep it on a local disk.`,
      );
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAL_ATTEMPT_PAUSE_MS);
    }
  }
}
