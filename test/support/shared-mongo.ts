import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { describe, inject } from 'vitest';
import type { MongoUnavailableReason } from './mongo-server-unavailable.ts';
import { NO_CAPABILITIES } from './mongo-server.ts';
import type { MongoServerInfo } from './mongo-server.ts';

export type SharedMongo =
  | { kind: 'available'; server: MongoServerInfo }
  | { kind: 'unavailable'; reason: MongoUnavailableReason; message: string };

export interface TestDatabase {
  /** For the driver or for STORE_URL, with the database's name. */
  url: string;
  name: string;
  drop: () => Promise<void>;
}

/** The MongoDB server of this vitest run; the first test file that asks waits for its start. */
export async function sharedMongo(): Promise<SharedMongo> {
  const brokerUrl = inject('mongoBrokerUrl');
  if (brokerUrl === undefined)
    throw new Error('vitest.config.ts lacks globalSetup test/support/mongo-global-setup.ts');
  const response = await fetch(brokerUrl);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as SharedMongo;
}

/**
 * A suite on the run's MongoDB server. Without one it is skipped, with the reason in its name; it fails instead when
 * TOLLGATE_REQUIRE_MONGODB is 1, or when MONGODB_TEST_URL names a server that doesn't answer.
 */
export async function describeWithMongo(
  name: string,
  body: (server: MongoServerInfo) => void,
): Promise<void> {
  const shared = await sharedMongo();
  if (shared.kind === 'available') {
    describe(`${name} (${shared.server.name})`, () => body(shared.server));
    return;
  }
  if (process.env['TOLLGATE_REQUIRE_MONGODB'] === '1' || process.env['MONGODB_TEST_URL']) {
    throw new Error(`these tests need a MongoDB server (${shared.reason}): ${shared.message}`);
  }
  // The tests are collected, so that the number skipped is right, and none of them runs.
  const none: MongoServerInfo = { url: '', name: 'none', capabilities: NO_CAPABILITIES };
  describe.skip(`${name} (${shared.reason}: ${shared.message})`, () => body(none));
}

/** The name of a database that nothing else uses, on that server or on a proxy in front of it. */
export function newDatabase(server: Pick<MongoServerInfo, 'url'>): TestDatabase {
  const name = `tollgate_test_${randomUUID().slice(0, 13)}`;
  const url = withDatabase(server.url, name);
  return {
    url,
    name,
    async drop() {
      const client = new MongoClient(url);
      try {
        await client.db().dropDatabase();
      } finally {
        await client.close();
      }
    },
  };
}

/** The URL with another database; who logs in is still looked up where the URL says, which is `admin` by default. */
function withDatabase(url: string, name: string): string {
  const [, server = '', formerName = '', query = ''] = /^([^/]+\/\/[^/?]+)\/?([^?]*)\??(.*)$/.exec(url) ?? [];
  const options = new URLSearchParams(query);
  if (server.includes('@') && !options.has('authSource')) options.set('authSource', formerName || 'admin');
  return `${server}/${name}?${options.toString()}`;
}
