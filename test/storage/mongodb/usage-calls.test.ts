import { expect, onTestFinished, test } from 'vitest';
import { dispatched } from '../../../src/domain/call/call-transitions.ts';
import { fromDispatched } from '../../../src/storage/mongodb/call-documents.ts';
import { readUsageCalls } from '../../../src/storage/mongodb/usage-calls.ts';
import { HOUR, newCall, NOON } from '../../support/call-fixture.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { openMonitored } from '../../support/monitored-database.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

const CALLS = 2_500;

await describeWithMongo('the calls that a MongoDB store sums up', (server) => {
  test('are read a thousand at a time, each once, and other work is done meanwhile', async () => {
    const fixture = await openMongoFixture(server);
    onTestFinished(() => fixture.close());
    const { database, commands, close } = await openMonitored(fixture.url);
    onTestFinished(close);
    await database.calls.insertMany(
      Array.from({ length: CALLS }, (_, number) =>
        // many at one moment, more than fit into a piece
        fromDispatched(
          dispatched(newCall('project', { startedAt: NOON + Math.floor(number / 1_200) }), NOON + HOUR),
          [],
        ),
      ),
    );

    let turns = 0;
    let isReading = true;
    const takeTurns = (): void => {
      turns += 1;
      if (isReading) setImmediate(takeTurns);
    };
    setImmediate(takeTurns);
    const starts: number[] = [];
    const turnsAt = new Set<number>();
    await readUsageCalls(database, 'project', { from: NOON, before: NOON + HOUR }, ({ startedAt }) => {
      starts.push(startedAt);
      turnsAt.add(turns);
    });
    isReading = false;

    expect(starts).toEqual(Array.from({ length: CALLS }, (_, number) => NOON + Math.floor(number / 1_200)));
    const reads = commands.filter(({ name }) => name === 'find' || name === 'getMore');
    expect(reads.map(({ documents }) => documents)).toEqual([1_000, 1_000, 500]);
    expect(turnsAt.size).toBeGreaterThanOrEqual(3);
  });
});
