import { MongoClient } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { dispatched } from '../../../src/domain/call/call-transitions.ts';
import { fromDispatched } from '../../../src/storage/mongodb/call-documents.ts';
import { toDatabase } from '../../../src/storage/mongodb/database.ts';
import { readUsageCalls } from '../../../src/storage/mongodb/usage-calls.ts';
import { HOUR, newCall, NOON } from '../../support/call-fixture.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

const CALLS = 2_500;

await describeWithMongo('the calls that a MongoDB store sums up', (server) => {
  test('are read a thousand at a time, each once, and other work is done meanwhile', async () => {
    const fixture = await openMongoFixture(server);
    onTestFinished(() => fixture.close());
    const client = await MongoClient.connect(fixture.url, { useBigInt64: true, monitorCommands: true });
    onTestFinished(() => client.close());
    const database = toDatabase(client.db(), client.db(), { onRetry: () => undefined, isSentTwice: false });
    await database.calls.insertMany(
      Array.from({ length: CALLS }, (_, number) =>
        // many at one moment, more than fit into a piece
        fromDispatched(
          dispatched(newCall('project', { startedAt: NOON + Math.floor(number / 1_200) }), NOON + HOUR),
          [],
        ),
      ),
    );

    const pieces: number[] = [];
    client.on('commandSucceeded', ({ commandName, reply }) => {
      if (commandName === 'find' || commandName === 'getMore')
        pieces.push((reply as { cursor: { firstBatch: unknown[] } }).cursor.firstBatch.length);
    });
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
    expect(pieces).toEqual([1_000, 1_000, 500]);
    expect(turnsAt.size).toBeGreaterThanOrEqual(3);
  });
});
