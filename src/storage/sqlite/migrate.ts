import { StoreUnavailableError } from '../../domain/errors.ts';
import type { Database } from './database.ts';
import { MIGRATIONS } from './migrations.ts';
import { damaged } from './store-failure.ts';
import { inTransaction } from './transaction.ts';

/** "Toll" in ASCII: tells a database of Tollgate from any other SQLite file (sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x546f6c6c;

/**
 * Refuses a file that this build must not write to: another program's database, one of a newer schema, or a damaged one.
 * Throws StoreUnavailableError with the reason, or libsql's SqliteError when the file can't be read.
 */
export function checkDatabase(database: Database, path: string): void {
  // in this order: another process may make the schema, with the id in the same transaction, between the two reads
  const isEmpty = database.get('SELECT 1 FROM sqlite_schema LIMIT 1') === undefined;
  if (!isEmpty && Number(database.pragma('application_id')) !== APPLICATION_ID) {
    throw new StoreUnavailableError(
      `${path} is an SQLite database of another program. Choose another path for Tollgate's data.`,
    );
  }
  refuseNewerSchema(database, path);
  const finding = String(database.pragma('quick_check'));
  if (finding !== 'ok') throw damaged(path, `it is damaged (${finding})`);
}

/** Brings the schema to this build's version, all steps or none. `version` is Tollgate's and is kept with each step. */
export function migrate(database: Database, path: string, version: string): void {
  if (schemaVersionOf(database) === MIGRATIONS.length) return;
  inTransaction(database, () => {
    // another process may have got here first
    refuseNewerSchema(database, path);
    if (schemaVersionOf(database) === MIGRATIONS.length) return;
    refuseWhileInUse(database, path, version);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    for (let number = schemaVersionOf(database) + 1; number <= MIGRATIONS.length; number += 1) {
      database.exec(MIGRATIONS[number - 1] ?? '');
      database.insert('schema_versions', { number, applied_by: version });
      database.exec(`PRAGMA user_version = ${number}`);
    }
  });
}

function refuseNewerSchema(database: Database, path: string): void {
  const found = schemaVersionOf(database);
  if (found <= MIGRATIONS.length) return;
  const newest = database.get<{ applied_by: string }>(
    'SELECT applied_by FROM schema_versions ORDER BY number DESC LIMIT 1',
  );
  throw new StoreUnavailableError(
    `The database ${path} has schema ${found}, written by Tollgate ${newest?.applied_by ?? 'of a later version'}, and this ` +
      `version knows schemas up to ${MIGRATIONS.length}. Start that version or a newer one, or use another database.`,
  );
}

/** A process that runs on the old schema must not find a new one under it. */
function refuseWhileInUse(database: Database, path: string, version: string): void {
  const hasInstances = database.get("SELECT 1 FROM sqlite_schema WHERE name = 'instances'") !== undefined;
  if (!hasInstances) return;
  const live = database.get<{ version: string }>(
    'SELECT version FROM instances WHERE alive_until > ? LIMIT 1',
    Date.now(),
  );
  if (live === undefined) return;
  throw new StoreUnavailableError(
    `Tollgate ${live.version} is using ${path}, and Tollgate ${version} has to change its schema first. ` +
      'Stop the other one; after a crash it counts as stopped when its last sign of life has run out.',
  );
}

function schemaVersionOf(database: Database): number {
  return Number(database.pragma('user_version'));
}
