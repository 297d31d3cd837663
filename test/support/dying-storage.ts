import type { Storage } from '../../src/domain/storage.ts';
import { createMongoStorage } from '../../src/storage/mongodb/storage.ts';
import { startFaultProxy } from './fault-proxy.ts';

const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** A store whose process dies, as far as the database can tell. */
export interface DyingStorage {
  storage: Storage;
  /** From now on it gets through to its n-th write, whose reply it never sees, and to nothing after it. */
  dieAfterWrites(count: number): void;
  readonly isDead: boolean;
  close(): Promise<void>;
}

export async function openDyingStorage(url: string): Promise<DyingStorage> {
  const proxy = await startFaultProxy(url);
  const patience = 'serverSelectionTimeoutMS=20&heartbeatFrequencyMS=500&waitQueueTimeoutMS=100';
  const storage = await createMongoStorage({ url: `${proxy.url}&${patience}`, version: '0.1.0' });
  let isDead = false;
  return {
    storage,
    dieAfterWrites(count) {
      let writes = 0;
      const isLast = (command: string): boolean => {
        if (!WRITES.has(command) || (writes += 1) < count) return false;
        isDead = true;
        void proxy.refuse();
        return true;
      };
      proxy.dropReplies(1, () => 0, isLast);
    },
    get isDead() {
      return isDead;
    },
    async close() {
      await storage.close();
      await proxy.close();
    },
  };
}
