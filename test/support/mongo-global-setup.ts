import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { MongoServerUnavailableError } from './mongo-server-unavailable.ts';
import type { MongoTestServer } from './mongo-server.ts';
import type { SharedMongo } from './shared-mongo.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Asked over HTTP, it starts the run's MongoDB server, once, and answers with a SharedMongo. */
    mongoBrokerUrl: string;
  }
}

/**
 * Vitest's global set-up: one MongoDB server for the whole run, started when the first test file asks for it, so that a
 * run without such a file doesn't wait for it.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<MongoTestServer> | undefined;
  const broker = createServer((_, response) => {
    starting ??= startAnnounced();
    starting.then(toShared, toUnavailable).then(
      (shared) => response.end(JSON.stringify(shared)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  broker.listen(0, '127.0.0.1');
  await once(broker, 'listening');
  project.provide('mongoBrokerUrl', `http://127.0.0.1:${(broker.address() as AddressInfo).port}`);

  return async () => {
    broker.close();
    broker.closeAllConnections();
    await starting?.then(
      (server) => server.stop(),
      () => undefined,
    );
  };
}

async function startAnnounced(): Promise<MongoTestServer> {
  try {
    // Not at the top: every vitest run would load the driver.
    const { startMongoServer } = await import('./mongo-server.ts');
    const server = await startMongoServer();
    const lacking = Object.entries(server.capabilities).flatMap(([name, has]) => (has ? [] : [name]));
    const lacks = lacking.length === 0 ? '' : `; it lacks: ${lacking.join(', ')}`;
    process.stderr.write(`MongoDB for the tests: ${server.name}${lacks}\n`);
    return server;
  } catch (error) {
    process.stderr.write(`MongoDB for the tests: none, ${(error as Error).message}\n`);
    throw error;
  }
}

function toShared({ url, name, capabilities }: MongoTestServer): SharedMongo {
  return { kind: 'available', server: { url, name, capabilities } };
}

function toUnavailable(error: unknown): SharedMongo {
  if (!(error instanceof MongoServerUnavailableError)) throw error;
  return { kind: 'unavailable', reason: error.reason, message: error.message };
}
