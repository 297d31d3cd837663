import { MongoClient } from 'mongodb';
import { MongoServerUnavailableError } from './mongo-server-unavailable.ts';
import { startMongoJavaServer } from './mongo-java-server.ts';
import { startMongod } from './mongod.ts';
import { programOnPath } from './program.ts';

/**
 * What differs between the servers that the tests may get, where a test can look at it. mongo-java-server lacks more,
 * which the product therefore does without: updates given as a pipeline; the stages `$set`, `$replaceWith`, `$unionWith`
 * and `$setWindowFields`; `$dateTrunc`, `$dateFromParts`, `$dateToParts`, `$switch`, `$let`, `$round`, `$type`, `$first` as
 * an expression, `$ifNull` with three arguments, dotted names in a computed `$project`, an exact `$mod` above 2^53; the
 * accumulators `$count`, `$top`, `$mergeObjects` and `$percentile`; projections that compute; capped collections and
 * validators; collations, hints and filters of listCollections, which it ignores; writes with w:0; the duplicate key in an
 * E11000 other than in its message; whether a findAndModify has inserted.
 */
export interface MongoCapabilities {
  /** It tells what index a find uses. */
  explain: boolean;
  /** Retried writes are applied once; there are transactions and change streams. */
  replication: boolean;
  /** A unique index with `partialFilterExpression` leaves the other documents alone. */
  partialIndexes: boolean;
  /** A TTL index deletes. */
  ttlIndexes: boolean;
  /** A document above 16 MB and an `$inc` beyond int64 are refused. */
  limits: boolean;
}

/** What a test needs to know of the server; it travels as JSON. */
export interface MongoServerInfo {
  /** For the driver, without a database; it reaches this one server, also when that is a member of a replica set. */
  url: string;
  name: string;
  capabilities: MongoCapabilities;
}

export interface MongoTestServer extends MongoServerInfo {
  /** Ends what was started; a server that was found running is left alone. */
  stop(): Promise<void>;
}

export const NO_CAPABILITIES: MongoCapabilities = {
  explain: false,
  replication: false,
  partialIndexes: false,
  ttlIndexes: false,
  limits: false,
};

/**
 * A real server that speaks MongoDB's protocol: the one at MONGODB_TEST_URL, else a `mongod` on the PATH, else
 * mongo-java-server, which Maven fetches once. Throws a MongoServerUnavailableError that says why there is none.
 */
export async function startMongoServer(): Promise<MongoTestServer> {
  const url = process.env['MONGODB_TEST_URL'];
  if (url) {
    const found = await describeServer(url);
    return { url, ...found, name: `${found.name} at MONGODB_TEST_URL`, stop: async () => undefined };
  }
  const mongod = programOnPath('mongod');
  if (mongod !== null) {
    const started = await startMongod(mongod);
    return { ...started, ...(await describeServer(started.url)) };
  }
  // It is known beforehand: it would accept a partial index, say, and ignore the filter.
  return { ...(await startMongoJavaServer()), capabilities: { ...NO_CAPABILITIES, explain: true } };
}

async function describeServer(url: string): Promise<Pick<MongoServerInfo, 'name' | 'capabilities'>> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 10_000 });
  try {
    const admin = client.db('admin');
    const { version } = await admin.command({ buildInfo: 1 });
    const hello = await admin.command({ hello: 1 });
    const replication = hello['setName'] !== undefined || hello['msg'] === 'isdbgrid';
    const isReal = await admin
      .command({ explain: { find: 'none' } })
      // of which mongo-java-server as it is started here says nothing
      .then((plan) => plan['serverInfo'] !== undefined)
      .catch(() => false);
    return {
      name: `MongoDB ${version} (${replication ? 'replica set' : 'standalone'})`,
      capabilities: {
        explain: isReal,
        replication,
        partialIndexes: isReal,
        ttlIndexes: isReal,
        limits: isReal,
      },
    };
  } catch (cause) {
    throw new MongoServerUnavailableError('unreachable', `no answer: ${(cause as Error).message}`, { cause });
  } finally {
    await client.close();
  }
}
