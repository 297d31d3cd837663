import { MongoClient, MongoNetworkError } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import { toDatabase } from '../../../src/storage/mongodb/database.ts';
import { dispatch } from '../../../src/storage/mongodb/dispatch.ts';
import { dispatchOf, newCall } from '../../support/call-fixture.ts';
import { describeWithMongo, newDatabase } from '../../support/shared-mongo.ts';

await describeWithMongo('a dispatch that failed', (server) => {
  test('leaves nothing in memory of what the call asked', async () => {
    const { url, drop } = newDatabase(server);
    const client = await new MongoClient(url).connect();
    onTestFinished(async () => {
      await drop();
      await client.close();
    });
    const db = client.db();
    const database = toDatabase(db, db, { onRetry: () => undefined, isSentTwice: false });
    const isLost = () => Promise.reject(new MongoNetworkError('the connection broke'));
    const broken = { ...database, calls: { ...database.calls, insertOne: isLost } };
    const call = newCall('project');
    await expect(dispatch(broken, dispatchOf(call))).rejects.toThrow(StoreUnavailableError);
    expect([...database.givenUp.values()]).toEqual([
      {
        projectId: 'project',
        operationId: call.operationId,
        holdKey: expect.any(String) as string,
        heldNano: call.worstCase.cost.totalNano,
        periodIds: [],
      },
    ]);
  });
});
