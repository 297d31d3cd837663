import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient, ReadConcern, ServerApiVersion } from 'mongodb';
import type { Db, MongoClientOptions, ReadPreferenceMode } from 'mongodb';
import { migrate } from './migrate.ts';
import { failCommandsOfClosedConnections } from './closed-connections.ts';
import { checkWritable } from './health.ts';
import { refuseOldServer, toOpeningFailure, toUrlFailure } from './opening-failure.ts';
import { toDatabase } from './database.ts';
import type { Database } from './database.ts';
import { optionsIn, refuseWeakOptions } from './url-options.ts';

const DEFAULT_DATABASE = 'tollgate';
const CLOSE_MS = 2_000;

/** Times are milliseconds. An option of the same name in the URL wins. */
const TUNING: MongoClientOptions = {
  appName: 'tollgate',
  maxPoolSize: 50,
  maxConnecting: 8,
  waitQueueTimeoutMS: 5_000,
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  // a connection that died without a word is found by the next heartbeat, and what waits on it is ended
  heartbeatFrequencyMS: 2_000,
  // after a connection broke, all wait for the next heartbeat
  minHeartbeatFrequencyMS: 50,
  socketTimeoutMS: 30_000,
};

/** What is acknowledged is in the journals of a majority; without one for so long, the write's outcome is unknown. */
const DURABLE = { w: 'majority', journal: true, wtimeoutMS: 5_000 } as const;

export interface OpenDatabase {
  database: Database;
  close: () => Promise<void>;
}

export interface ConnectionOptions {
  url: string;
  /** Version of Tollgate. */
  version: string;
  /** Of reports and the list of calls. */
  reportsFrom: ReadPreferenceMode;
  /** Told of each failure of the store that is followed by another try. */
  onRetry: (error: Error) => void;
}

/** Connects, checks that the server will do, and brings the schema up to date. Throws StoreUnavailableError with the reason. */
export async function openDatabase({
  url,
  version,
  reportsFrom,
  onRetry,
}: ConnectionOptions): Promise<OpenDatabase> {
  refuseWeakOptions(url);
  failCommandsOfClosedConnections();
  const client = createClient(url);
  try {
    await client.connect();
    const name = databaseNameIn(url) ?? DEFAULT_DATABASE;
    const { version: serverVersion } = await client.db(name).command({ buildInfo: 1 });
    refuseOldServer(serverVersion, hostsOf(client));
    const hasMajority = await isReplicated(client.db(name));
    const readConcern = new ReadConcern(hasMajority ? 'majority' : 'local');
    const primary = client.db(name, { readPreference: 'primary', readConcern });
    const isSentTwice = hasMajority && client.options.retryWrites;
    const database = toDatabase(primary, client.db(name, { readPreference: reportsFrom, readConcern }), {
      onRetry,
      isSentTwice,
    });
    await migrate(primary, database, name, version);
    await checkWritable(database);
    return { database, close: () => closeClient(client) };
  } catch (error) {
    await closeClient(client);
    throw toOpeningFailure(error, hostsOf(client)) ?? error;
  }
}

function hostsOf({ options }: MongoClient): string {
  return options.srvHost ?? options.hosts.join(', ');
}

/** It tells the server which sessions end, and may wait for long until it can. */
async function closeClient(client: MongoClient): Promise<void> {
  const closed = client.close();
  const timer = new AbortController();
  const tooLate = pause(CLOSE_MS, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([closed, tooLate]);
  timer.abort();
}

function createClient(url: string): MongoClient {
  const chosen = optionsIn(url);
  const tuning = Object.entries(TUNING).filter(([name]) => !chosen.has(name.toLowerCase()));
  try {
    return new MongoClient(url, {
      ...Object.fromEntries(tuning),
      // money is an int64, and comes back as a bigint
      useBigInt64: true,
      writeConcern: DURABLE,
      retryWrites: true,
      // what is used is in it, so that a later server answers as this one does
      serverApi: { version: ServerApiVersion.v1, strict: false, deprecationErrors: false },
    });
  } catch (error) {
    throw toUrlFailure(error, url);
  }
}

function databaseNameIn(url: string): string | undefined {
  const name = /^[^/]+\/\/[^/?]*\/([^?]+)/.exec(url)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** A lone server has no majority to read from. */
async function isReplicated(db: Db): Promise<boolean> {
  const hello = await db.command({ hello: 1 });
  return typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid';
}
