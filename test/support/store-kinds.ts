import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { auditMongoStore } from './mongo-audit.ts';
import type { MongoServerInfo } from './mongo-server.ts';
import { describeWithMongo, newDatabase } from './shared-mongo.ts';
import { auditStore } from './store-audit.ts';
import type { StoreAudit } from './store-audit.ts';

/** A kind of store that server processes can run on. */
export interface StoreKind {
  name: string;
  /** Gives a new one; the first process makes what belongs into it. */
  open(): ProcessStore;
}

export interface ProcessStore {
  /** For STORE_URL. */
  storeUrl: string;
  /** While calls run, its parts may not fit together. */
  audit(): Promise<StoreAudit>;
  remove(): Promise<void>;
}

export const SQLITE: StoreKind = {
  name: 'SQLite',
  open() {
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-store-'));
    const path = join(folder, 'store.db');
    return {
      storeUrl: `sqlite:${path}`,
      audit: async () => auditStore(path),
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

export function mongoStore(server: Pick<MongoServerInfo, 'url' | 'name'>): StoreKind {
  return {
    name: server.name,
    open() {
      const database = newDatabase(server);
      return {
        storeUrl: database.url,
        audit: () => auditMongoStore(database.url),
        remove: () => database.drop(),
      };
    },
  };
}

/** The same suite on SQLite and on MongoDB, which is skipped where no server can be had (describeWithMongo). */
export async function describeOnEachStore(name: string, body: (kind: StoreKind) => void): Promise<void> {
  describe(`${name} (${SQLITE.name})`, () => body(SQLITE));
  await describeWithMongo(name, (server) => body(mongoStore(server)));
}
