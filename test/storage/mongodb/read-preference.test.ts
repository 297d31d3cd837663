import { expect, onTestFinished, test } from 'vitest';
import { createMongoStorage } from '../../../src/storage/mongodb/storage.ts';
import { NOON } from '../../support/call-fixture.ts';
import { startScriptedMongo } from '../../support/scripted-mongo.ts';
import { usageQuery } from '../../support/usage-query.ts';

const EMPTY = { id: 0n, ns: 'tollgate.calls', firstBatch: [] };
const CALL = { projectId: 'project', operationId: 'call' };

interface Command {
  find?: string;
  aggregate?: string;
  $readPreference?: { mode: string };
}

/** A store on a member of a replica set, and the reads of calls that it is asked for. */
async function openScripted(reportsFrom?: 'secondaryPreferred') {
  const commands: Command[] = [];
  const server = await startScriptedMongo(
    {
      hello: { setName: 'rs', hosts: ['127.0.0.1:1'], me: '127.0.0.1:1' },
      find: { cursor: EMPTY },
      aggregate: { cursor: EMPTY },
      update: { n: 1, nModified: 1 },
      insert: { n: 1 },
    },
    (command) => void commands.push(command),
  );
  const storage = await createMongoStorage({
    url: server.url,
    version: '0.1.0',
    ...(reportsFrom !== undefined && { reportsFrom }),
  });
  onTestFinished(async () => {
    await storage.close();
    await server.close();
  });
  return {
    storage,
    /** Where each read of calls since the last time may be answered. */
    takeModes: () =>
      commands
        .splice(0)
        .filter(({ find, aggregate }) => (find ?? aggregate) === 'calls')
        .map(({ $readPreference }) => $readPreference?.mode ?? 'primary'),
  };
}

const QUERY = usageQuery('project', { from: NOON, before: NOON + 1 });

test('reports and the list of calls go where ANALYTICS_READ_PREFERENCE says, and all else to the primary', async () => {
  const { storage, takeModes } = await openScripted('secondaryPreferred');
  takeModes();
  await storage.usage.aggregateCalls(QUERY);
  await storage.calls.list('project', {}, { first: 1 });
  expect(new Set(takeModes())).toEqual(new Set(['secondaryPreferred']));

  await storage.calls.find(CALL);
  await storage.calls.attemptsOf('project', ['call']);
  await storage.calls.presumeSpent(NOON, 10);
  // a direct connection to a member is asked for so when the primary is meant
  expect(new Set(takeModes())).toEqual(new Set(['primaryPreferred']));
});

test('everything goes to the primary by default', async () => {
  const { storage, takeModes } = await openScripted();
  takeModes();
  await storage.usage.aggregateCalls(QUERY);
  await storage.calls.list('project', {}, { first: 1 });
  expect(new Set(takeModes())).toEqual(new Set(['primaryPreferred']));
});
