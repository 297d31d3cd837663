import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStorage } from '../../src/storage/sqlite/storage.ts';
import type { StorageFixture } from '../contract/storage/storage-contract.ts';

/** An empty store in a file of its own, with the path of that file. */
export async function openSqliteFixture(): Promise<StorageFixture & { path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-'));
  const path = join(folder, 'data', 'tollgate.db');
  const open = () => createSqliteStorage({ path, version: '0.1.0' });
  const fixture = {
    path,
    storage: await open(),
    second: open,
    async reopen() {
      await fixture.storage.close();
      fixture.storage = await open();
      return fixture.storage;
    },
    async close() {
      await fixture.storage.close();
      await rm(folder, { recursive: true });
    },
  };
  return fixture;
}
