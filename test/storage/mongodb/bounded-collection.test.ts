import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { MongoClient } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { boundedCollection } from '../../../src/storage/mongodb/bounded-collection.ts';
import { toStoreFailure } from '../../../src/storage/mongodb/store-failure.ts';
import { describeWithMongo, newDatabase } from '../../support/shared-mongo.ts';

const LIMIT_MS = 300;

await describeWithMongo('a connection that ends just before a statement is written to it', (server) => {
  /** A client with one connection, whose sockets the test can end. */
  async function connect() {
    const sockets: Socket[] = [];
    const note = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);
    subscribe('net.client.socket', note);
    const database = newDatabase(server);
    const client = await new MongoClient(database.url, { maxPoolSize: 1 }).connect();
    onTestFinished(async () => {
      unsubscribe('net.client.socket', note);
      await database.drop();
      await client.close();
    });
    const unbounded = client.db().collection<{ _id: number }>('things');
    await unbounded.insertOne({ _id: 1 });
    return {
      things: boundedCollection(unbounded, LIMIT_MS),
      /** The same, for what may take longer on a busy machine. */
      unbounded,
      endConnections: () => sockets.forEach((socket) => socket.destroy()),
    };
  }

  type Things = Awaited<ReturnType<typeof connect>>['things'];

  test.each<[string, (things: Things) => Promise<unknown>]>([
    ['a read', (things) => things.find({ _id: 1 }).toArray()],
    ['a read of one', (things) => things.findOne({ _id: 1 })],
    ['an aggregation', (things) => things.aggregate([{ $match: {} }]).toArray()],
    ['an insert', (things) => things.insertOne({ _id: 2 })],
    ['inserts', (things) => things.insertMany([{ _id: 2 }, { _id: 3 }])],
    ['an update', (things) => things.updateOne({ _id: 1 }, { $set: { a: 1 } })],
    ['updates', (things) => things.updateMany({ _id: 1 }, { $set: { a: 1 } })],
    ['an update that answers', (things) => things.findOneAndUpdate({ _id: 1 }, { $set: { a: 1 } })],
    ['a deletion', (things) => things.deleteOne({ _id: 2 })],
    ['deletions', (things) => things.deleteMany({ _id: 2 })],
  ])('%s fails in time, and the next one gets a connection', async (_, run) => {
    const { things, unbounded, endConnections } = await connect();
    endConnections();
    const error = await run(things).catch((reason: unknown) => reason);
    expect(toStoreFailure(error)?.message).toBe('The database cannot be used: it took too long to answer.');
    expect(await unbounded.findOne({ _id: 1 })).toMatchObject({ _id: 1 });
  });
});
