import type { Storage } from '../../src/domain/storage.ts';
import { createMongoStorage } from '../../src/storage/mongodb/storage.ts';
import { createSqliteStorage } from '../../src/storage/sqlite/storage.ts';

/** The store of that STORE_URL, as a server opens it. */
export function openStorageAt(url: string): Promise<Storage> {
  const version = 'test';
  return url.startsWith('sqlite:')
    ? createSqliteStorage({ path: url.slice('sqlite:'.length), version })
    : createMongoStorage({ url, version });
}
