import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import { MIGRATIONS } from '../../../src/storage/mongodb/migrations.ts';
import { createMongoStorage } from '../../../src/storage/mongodb/storage.ts';
import { createdBudget } from '../../support/budget-fixture.ts';
import { NOON } from '../../support/call-fixture.ts';
import { withDatabase } from '../../support/mongo-findings.ts';
import { startScriptedMongo } from '../../support/scripted-mongo.ts';
import { describeWithMongo, newDatabase } from '../../support/shared-mongo.ts';

const EMPTY = { id: 0n, ns: 'tollgate.schema_versions', firstBatch: [] };
/** Waited out where nothing listens. */
const PATIENCE = 'serverSelectionTimeoutMS=500';
/** For a server that answers, which a busy machine may be late with. */
const LONG_PATIENCE = 'serverSelectionTimeoutMS=3000';

/** Opens the store, which must fail, and gives the message. */
async function refusalToOpen(url: string): Promise<string> {
  const error = await createMongoStorage({ url, version: '0.1.0' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreUnavailableError);
  return (error as StoreUnavailableError).message;
}

async function refusalOf(script: Parameters<typeof startScriptedMongo>[0], login = ''): Promise<string> {
  const server = await startScriptedMongo(script);
  onTestFinished(() => server.close());
  return refusalToOpen(`${server.url.replace('//', `//${login}`)}&${LONG_PATIENCE}`);
}

async function indexesOfCalls(url: string): Promise<unknown[]> {
  const indexes = await withDatabase(url, (db) => db.collection('calls').indexes());
  return indexes.map(({ name, key }) => ({ name, key })).toSorted((a, b) => (a.name! < b.name! ? -1 : 1));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('opening a MongoDB store', () => {
  test('where nothing listens says where, and what to check', async () => {
    const port = await freePort();
    const message = await refusalToOpen(`mongodb://user:canary@127.0.0.1:${port}/tollgate?${PATIENCE}`);
    expect(message).toContain(`MongoDB at 127.0.0.1:${port} cannot be used`);
    expect(message).toContain('ECONNREFUSED');
    expect(message).toContain('Check that it runs');
    expect(message).not.toContain('canary');
  });

  test('with a login that is refused says so', async () => {
    const refused = { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.' };
    const message = await refusalOf({ saslStart: refused }, 'user:canary@');
    expect(message).toContain('Authentication failed');
    expect(message).toContain('authSource');
    expect(message).not.toContain('canary');
  });

  test('on a server that is too old says which is the oldest', async () => {
    const message = await refusalOf({ hello: { maxWireVersion: 8 } });
    expect(message).toContain('too old');
    expect(message).toContain('MongoDB 6 or newer');
  });

  test.each([
    [{ version: '5.0.31' }, 'it is MongoDB 5.0.31. Tollgate needs MongoDB 6 or newer.'],
    [{ version: '4.4.29' }, 'it is MongoDB 4.4.29. Tollgate needs MongoDB 6 or newer.'],
    [{ version: null }, 'it does not tell its version. Tollgate needs MongoDB 6 or newer.'],
  ])('on a server whose buildInfo is %o is refused before anything is written', async (buildInfo, reason) => {
    const commands: string[] = [];
    const server = await startScriptedMongo({ buildInfo }, (command) =>
      commands.push(Object.keys(command)[0] ?? ''),
    );
    onTestFinished(() => server.close());
    expect(await refusalToOpen(`${server.url}&${LONG_PATIENCE}`)).toContain(reason);
    expect(commands).toContain('buildInfo');
    expect(commands).not.toContain('update');
    expect(commands).not.toContain('createIndexes');
  });

  test('on a server that does not know the versions of the API says that it is too old', async () => {
    const errmsg = "BSON field 'hello.apiVersion' is an unknown field.";
    const message = await refusalOf({ hello: { ok: 0, code: 40415, codeName: 'Location40415', errmsg } });
    expect(message).toContain('it is too old. Tollgate needs MongoDB 6 or newer.');
  });

  test.each(['6.0.0', '7.0.14', '8.0.3', '10.1.0'])(
    'on MongoDB %s goes on to its schema',
    async (version) => {
      const error = { ok: 0, code: 2, codeName: 'BadValue', errmsg: 'far enough' };
      const commands: Record<string, unknown>[] = [];
      const server = await startScriptedMongo({ buildInfo: { version }, find: error }, (command) =>
        commands.push(command),
      );
      onTestFinished(() => server.close());
      const opened = createMongoStorage({ url: `${server.url}&${LONG_PATIENCE}`, version: '0.1.0' });
      await expect(opened).rejects.toThrow('far enough');
      const find = commands.find((command) => 'find' in command);
      expect(find).toMatchObject({ apiVersion: '1', apiStrict: false });
    },
  );

  test('on a server without a journal says that writes could be lost', async () => {
    const noJournal = 'cannot use j option when a host does not have journaling enabled';
    const message = await refusalOf({
      find: { cursor: EMPTY },
      update: { ok: 1, n: 1, nModified: 1 },
      createIndexes: { ok: 0, code: 2, codeName: 'BadValue', errmsg: noJournal },
    });
    expect(message).toContain('no journal');
  });

  test('without a majority that confirms a write says so', async () => {
    const message = await refusalOf({
      find: { cursor: EMPTY },
      update: { ok: 1, n: 1, nModified: 1 },
      createIndexes: {
        ok: 1,
        writeConcernError: { code: 64, codeName: 'WriteConcernTimeout', errmsg: 'waiting timed out' },
      },
    });
    expect(message).toContain('majority');
  });

  test.each([
    ['w=1', 'w=majority'],
    ['w=0', 'w=majority'],
    ['w=3', 'w=majority'],
    ['journal=false', 'journal=true'],
    ['w=majority&JOURNAL=false', 'journal=true'],
    ['readConcernLevel=local', 'readconcernlevel=majority'],
    ['readPreference=secondaryPreferred', 'ANALYTICS_READ_PREFERENCE'],
    ['retryWrites=false', 'retrywrites=true'],
  ])(
    'with %s in the URL is refused before anything is asked, as writes could be lost',
    async (options, way) => {
      const message = await refusalToOpen(`mongodb://user:canary@db.invalid/tollgate?${options}`);
      expect(message).toContain('asks for too little');
      expect(message).toContain(way);
      expect(message).not.toContain('canary');
    },
  );

  test.each([
    ['mongodb://db/tollgate?tlsCertificateKeyFilePassword=canary&tlsCertificateKeyFilePassword=canary'],
    ['mongodb://db/?authMechanism=MONGODB-AWS&authMechanismProperties=AWS_SESSION_TOKEN:canary,MADE_UP'],
  ])('with a secret in the options of the URL %s never shows it', async (url) => {
    expect(await refusalToOpen(`${url}&madeUp=canary`)).not.toContain('canary');
  });

  test.each([
    ['mongodb://user:canary@localhost/tollgate?madeUp=1', 'madeup'],
    ['mongodb://user:can%ary@localhost/tollgate', 'URL'],
    ['mongodb://user:canary@a,b/tollgate?directConnection=true', 'directConnection'],
  ])('with the URL %s is refused without showing the password', async (url, reason) => {
    const message = await refusalToOpen(url);
    expect(message.toLowerCase()).toContain(reason.toLowerCase());
    expect(message).not.toMatch(/can%?ary/);
  });
});

await describeWithMongo('opening a MongoDB database', (server) => {
  function emptyDatabase(): string {
    const database = newDatabase(server);
    onTestFinished(() => database.drop());
    return database.url;
  }

  test('from four sides at once, when there is none yet, gives all of them the same one', async () => {
    const url = emptyDatabase();
    const storages = await Promise.all(
      Array.from({ length: 4 }, () => createMongoStorage({ url, version: '0.1.0' })),
    );
    const budget = await createdBudget(storages[0]!, 'project');
    for (const storage of storages) {
      expect((await storage.budgets.find('project', budget.id, NOON))?.budget).toEqual(budget);
      await storage.close();
    }
  });

  test('that a newer Tollgate has written is refused and names that version', async () => {
    const url = emptyDatabase();
    await (await createMongoStorage({ url, version: '0.1.0' })).close();
    await withDatabase(url, (db) =>
      db
        .collection<{ _id: number; appliedBy: string }>('schema_versions')
        .insertOne({ _id: 99, appliedBy: '9.9.9' }),
    );
    const message = await refusalToOpen(url);
    expect(message).toContain('schema 99');
    expect(message).toContain('9.9.9');
  });

  /** Makes the database one of the schema before this one, as its live processes know it. */
  function toOlderSchema(url: string): Promise<unknown> {
    return withDatabase(url, async (db) => {
      const versions = db.collection<{ _id: number }>('schema_versions');
      const [newest] = await versions.find().sort({ _id: -1 }).toArray();
      await versions.deleteOne({ _id: newest?._id ?? 0 });
      await db
        .collection<{ _id: string }>('instances')
        .updateOne({ _id: 'instances' }, { $inc: { schema: -1 } });
    });
  }

  test('whose schema has to change is refused while a process still works on the old one', async () => {
    const url = emptyDatabase();
    const older = await createMongoStorage({ url, version: '0.0.1' });
    await older.checkIn({ id: 'older', version: '0.0.1' }, Date.now(), Date.now() + 60_000);
    await toOlderSchema(url);
    expect(await refusalToOpen(url)).toMatch(/Tollgate 0\.0\.1 is using .* has to change its schema/);
    expect(await withDatabase(url, (db) => db.collection('schema_versions').countDocuments())).toBe(
      MIGRATIONS.length - 1,
    );
    await older.close();
    await (await createMongoStorage({ url, version: '0.1.0' })).close();
    expect(await withDatabase(url, (db) => db.collection('schema_versions').countDocuments())).toBe(
      MIGRATIONS.length,
    );
  });

  test('that another process brings to a newer schema takes no process that does not know it', async () => {
    const url = emptyDatabase();
    const storage = await createMongoStorage({ url, version: '0.1.0' });
    await withDatabase(url, (db) =>
      db.collection<{ _id: string }>('instances').updateOne({ _id: 'instances' }, { $set: { schema: 99 } }),
    );
    const checkedIn = storage.checkIn({ id: 'late', version: '0.1.0' }, Date.now(), Date.now() + 60_000);
    await expect(checkedIn).rejects.toThrow(/schema 99/);
    await storage.close();
  });

  test('whose schema was made half-way goes on with it', async () => {
    const url = emptyDatabase();
    await withDatabase(url, (db) =>
      db.collection('calls').createIndex({ dueAt: 1 }, { name: 'by_due', sparse: true }),
    );
    await (await createMongoStorage({ url, version: '0.1.0' })).close();
    const versions = await withDatabase(url, (db) => db.collection('schema_versions').find().toArray());
    expect(versions).toMatchObject(MIGRATIONS.map((_, index) => ({ _id: index + 1, appliedBy: '0.1.0' })));
    const fresh = emptyDatabase();
    await (await createMongoStorage({ url: fresh, version: '0.1.0' })).close();
    expect(await indexesOfCalls(url)).toEqual(await indexesOfCalls(fresh));
  });
});
