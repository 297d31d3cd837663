import { createMongoStorage } from '../../src/storage/mongodb/storage.ts';
import type { StorageFixture } from '../contract/storage/storage-contract.ts';
import type { MongoServerInfo } from './mongo-server.ts';
import { newDatabase } from './shared-mongo.ts';

/** An empty store in a database of its own, with the URL of that database. */
export async function openMongoFixture(
  server: Pick<MongoServerInfo, 'url'>,
): Promise<StorageFixture & { url: string }> {
  const database = newDatabase(server);
  const { url } = database;
  const open = () => createMongoStorage({ url, version: '0.1.0' });
  const fixture = {
    url,
    storage: await open(),
    second: open,
    async reopen() {
      await fixture.storage.close();
      fixture.storage = await open();
      return fixture.storage;
    },
    async close() {
      await fixture.storage.close();
      await database.drop();
    },
  };
  return fixture;
}
