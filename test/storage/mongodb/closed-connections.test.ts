import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { MongoClient, MongoNetworkError } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { failCommandsOfClosedConnections } from '../../../src/storage/mongodb/closed-connections.ts';
import { describeWithMongo, newDatabase } from '../../support/shared-mongo.ts';

failCommandsOfClosedConnections();

await describeWithMongo('a connection that ends just before a command is written to it', (server) => {
  /** A client with one connection besides those by which it watches the server. */
  async function connect() {
    const sockets: Socket[] = [];
    const note = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);
    subscribe('net.client.socket', note);
    const database = newDatabase(server);
    const client = new MongoClient(database.url, { maxPoolSize: 1, heartbeatFrequencyMS: 500 });
    onTestFinished(async () => {
      unsubscribe('net.client.socket', note);
      await client.close();
      await database.drop();
    });
    await client.connect();
    const things = client.db().collection<{ _id: number }>('things');
    await things.insertOne({ _id: 1 });
    return { client, things, sockets };
  }

  test('a read is done on another connection', async () => {
    const { things, sockets } = await connect();
    sockets.forEach((socket) => socket.destroy());
    expect(await things.findOne()).toEqual({ _id: 1 });
  });

  test('a write is done on another connection, or fails', async () => {
    const { things, sockets } = await connect();
    sockets.forEach((socket) => socket.destroy());
    const outcome = await things.deleteOne({ _id: 1 }).catch((error: unknown) => error);
    if (server.capabilities.replication) expect(outcome).toMatchObject({ deletedCount: 1 });
    else expect(outcome).toBeInstanceOf(MongoNetworkError);
    expect(await things.countDocuments({ _id: 2 })).toBe(0);
  });

  test('the server is found again when the command was its check', async () => {
    const { client, things, sockets } = await connect();
    client.once('serverHeartbeatStarted', () => sockets.forEach((socket) => socket.destroy()));
    await once(client, 'serverHeartbeatFailed');
    expect(await things.findOne()).toEqual({ _id: 1 });
  });
});
