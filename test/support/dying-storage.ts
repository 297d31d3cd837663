import type { Storage } from '../../src/domain/storage.ts';
import { createMongoStorage } from '../../src/storage/mongodb/storage.ts';
import { startFaultProxy } from './fault-proxy.ts';

const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** A store whose process dies, as far as the database can tell. */
export interface DyingStorage {
  storage: Storage;
  /** Resolves when nothing of it gets through any more. */
  died: Promise<void>;
  close(): Promise<void>;
}

/** Opens the store; then it gets through to its n-th write, whose reply it never sees, and to nothing after it. */
export async function openDyingStorage(url: string, writesMax: number): Promise<DyingStorage> {
  const proxy = await startFaultProxy(url);
  const storage = await createMongoStorage({
    url: `${proxy.url}&serverSelectionTimeoutMS=1000`,
    version: '0.1.0',
  });
  let writes = 0;
  const died = new Promise<void>((resolve, reject) => {
    const isLast = (command: string): boolean => {
      if (!WRITES.has(command) || (writes += 1) < writesMax) return false;
      proxy.refuse().then(resolve, reject);
      return true;
    };
    proxy.dropReplies(1, () => 0, isLast);
  });
  return {
    storage,
    died,
    async close() {
      await storage.close();
      await proxy.close();
    },
  };
}
