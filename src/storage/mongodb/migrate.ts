import type { Db } from 'mongodb';
import { StoreUnavailableError } from '../../domain/errors.ts';
import type { Database } from './database.ts';
import { claimSchema } from './instances.ts';
import { MIGRATIONS } from './migrations.ts';
import { isDuplicateKey } from './store-failure.ts';

interface SchemaVersion {
  _id: number;
  appliedBy: string;
}

/**
 * Brings the schema to this build's version. `version` is Tollgate's and is kept with each step. Throws StoreUnavailableError
 * when a newer Tollgate has written the database, whose name is `name`, or one of an older schema uses it.
 */
export async function migrate(db: Db, database: Database, name: string, version: string): Promise<void> {
  const versions = db.collection<SchemaVersion>('schema_versions');
  const newest = await versions.findOne({}, { sort: { _id: -1 } });
  const found = newest?._id ?? 0;
  if (found > MIGRATIONS.length) {
    throw new StoreUnavailableError(
      `The database ${name} has schema ${found}, written by Tollgate ${newest?.appliedBy ?? 'of a later version'}, and ` +
        `this version knows schemas up to ${MIGRATIONS.length}. Start that version or a newer one, or use another database.`,
    );
  }
  if (found === MIGRATIONS.length) return;
  await claimSchema(database, name, version);
  for (let number = found + 1; number <= MIGRATIONS.length; number += 1) {
    await MIGRATIONS[number - 1]?.(db);
    await versions.insertOne({ _id: number, appliedBy: version }).catch((error: unknown) => {
      // another process took the same step
      if (!isDuplicateKey(error)) throw error;
    });
  }
}
