import { expect, onTestFinished, test } from 'vitest';
import { dispatched } from '../../../src/domain/call/call-transitions.ts';
import { fromDispatched } from '../../../src/storage/mongodb/call-documents.ts';
import { MIGRATIONS } from '../../../src/storage/mongodb/migrations.ts';
import { HOUR, newCall, NOON } from '../../support/call-fixture.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { openMonitored } from '../../support/monitored-database.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

await describeWithMongo('the steps of the schema of MongoDB', (server) => {
  test('give thousands of old calls what is kept of their content in a few statements', async () => {
    const fixture = await openMongoFixture(server);
    onTestFinished(() => fixture.close());
    const { db, database, commands, close } = await openMonitored(fixture.url);
    onTestFinished(close);
    const input = { policy: 'hash', text: null, hash: 'abc' } as const;
    const calls = Array.from({ length: 2_200 }, (_, number) => {
      const call = dispatched(newCall('project', { startedAt: NOON + number }), NOON + HOUR);
      return number === 0 ? fromDispatched(call, [], input) : fromDispatched(call, []);
    });
    await database.calls.insertMany(calls);
    commands.length = 0;
    await MIGRATIONS[6]?.(db);
    // the driver cuts them where the server wants it
    expect(commands.filter(({ name }) => name === 'update').length).toBeLessThan(10);

    const stored = await database.calls.find({}).sort({ startedAt: 1 }).toArray();
    expect(stored[0]?.content?.policy).toBe('hash');
    const kept = { policy: 'full', text: null, hash: null, outputHash: null };
    expect(stored.slice(1).map(({ content }) => content)).toEqual(
      calls.slice(1).map(({ startedAt }) => ({ ...kept, storedAt: startedAt })),
    );
  });
});
