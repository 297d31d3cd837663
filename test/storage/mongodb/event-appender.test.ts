import { MongoClient } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { toDatabase } from '../../../src/storage/mongodb/database.ts';
import { startOf } from '../../../src/storage/mongodb/event-documents.ts';
import { fromDispatched } from '../../../src/storage/mongodb/call-documents.ts';
import { dispatched } from '../../../src/domain/call/call-transitions.ts';
import { newCall, NOON } from '../../support/call-fixture.ts';
import { describeWithMongo, newDatabase } from '../../support/shared-mongo.ts';

await describeWithMongo('events that are appended', (server) => {
  async function openLog() {
    const { url, drop } = newDatabase(server);
    const client = await new MongoClient(url).connect();
    onTestFinished(async () => {
      await drop();
      await client.close();
    });
    const db = client.db();
    return toDatabase(db, db, { onRetry: () => undefined, isSentTwice: false });
  }
  const newEvent = () => startOf(fromDispatched(dispatched(newCall('project'), NOON), []));

  test('are in the log also when those of another, asked for in the same turn, cannot be made', async () => {
    const { log, events } = await openLog();
    const failure = new Error('cannot be made');
    const ended = await Promise.allSettled([
      log.append([newEvent()]),
      log.append([newEvent()]),
      log.appendInTurn(() => {
        throw failure;
      }),
      log.append([newEvent()]),
    ]);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(ended[2]).toMatchObject({ reason: failure });
    await log.append([newEvent()]);
    expect(await events.find().toArray()).toHaveLength(4);
  });

  test('are in the log after the first of all could not be made', async () => {
    const { log, events } = await openLog();
    await expect(
      log.appendInTurn(() => {
        throw new Error('cannot be made');
      }),
    ).rejects.toThrow('cannot be made');
    await log.append([newEvent()]);
    expect(await events.find().toArray()).toHaveLength(1);
  });
});
