import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { MongoClient, MongoNetworkError } from 'mongodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { describeWithMongo, newDatabase } from '../support/shared-mongo.ts';

/** Answers every chunk with `re: ` and the chunk, and keeps what it was sent. */
async function startServer(): Promise<{ url: string; received: string[] }> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received.push(String(data));
      socket.write(`re: ${String(data)}`);
    });
    socket.on('end', () => socket.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

async function startPair(): Promise<{ proxy: FaultProxy; received: string[] }> {
  const { url, received } = await startServer();
  const proxy = await startFaultProxy(url);
  onTestFinished(() => proxy.close());
  return { proxy, received };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  await once(socket, 'connect');
  onTestFinished(() => void socket.destroy());
  return socket;
}

async function ask(socket: Socket, text: string): Promise<string> {
  const answer = once(socket, 'data');
  socket.write(text);
  return String((await answer)[0]);
}

describe('a fault proxy', () => {
  test('passes on both directions and the end of each', async () => {
    const { proxy } = await startPair();
    const socket = await open(proxy.port);
    expect(await ask(socket, 'one')).toBe('re: one');
    socket.end('two');
    expect(String((await once(socket, 'data'))[0])).toBe('re: two');
    await once(socket, 'end');
  });

  test('refuses connections, then accepts them again on the same port', async () => {
    const { proxy } = await startPair();
    const socket = await open(proxy.port);
    const lost = once(socket, 'error');
    await proxy.refuse();
    expect((await lost)[0]).toMatchObject({ code: 'ECONNRESET' });
    await expect(open(proxy.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.heal();
    expect(await ask(await open(proxy.port), 'back')).toBe('re: back');
  });

  test('resets what is open and serves the next', async () => {
    const { proxy } = await startPair();
    const socket = await open(proxy.port);
    await ask(socket, 'one');
    const lost = once(socket, 'error');
    proxy.reset();
    expect((await lost)[0]).toMatchObject({ code: 'ECONNRESET' });
    expect(await ask(await open(proxy.port), 'two')).toBe('re: two');
  });

  test('a pause keeps what arrives until it ends', async () => {
    const { proxy, received } = await startPair();
    const socket = await open(proxy.port);
    await ask(socket, 'before');
    proxy.pause();
    const answer = ask(socket, 'during');
    await ask(await open((await startPair()).proxy.port), 'a round trip beside it');
    expect(received).toEqual(['before']);
    proxy.resume();
    expect(await answer).toBe('re: during');
  });

  test('a slow line keeps the order, and loses nothing of what was sent before the end', async () => {
    const { proxy, received } = await startPair();
    const near = await startPair();
    const delays = [300, 0, 20, 0];
    proxy.delay(() => delays.shift() ?? 0);
    const socket = await open(proxy.port);
    const slow = ask(socket, 'far');
    expect(await ask(await open(near.proxy.port), 'near')).toBe('re: near');
    expect(received).toEqual([]);
    expect(await slow).toBe('re: far');
    socket.write('more');
    socket.end();
    await once(socket, 'end');
    expect(received).toEqual(['far', 'more']);
  });

  test('a dropped reply was sent, and the client gets a reset connection instead', async () => {
    const { proxy, received } = await startPair();
    const socket = await open(proxy.port);
    const draws = [0.9, 0.05];
    proxy.dropReplies(0.1, () => draws.shift() ?? 1);
    expect(await ask(socket, 'one')).toBe('re: one');
    await expect(ask(socket, 'two')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(received).toEqual(['one', 'two']);
    expect(proxy.droppedReplies).toBe(1);
  });

  test('a server that is gone looks like a lost connection', async () => {
    const proxy = await startFaultProxy('tcp://127.0.0.1:1');
    onTestFinished(() => proxy.close());
    const socket = connect(proxy.port, '127.0.0.1');
    expect((await once(socket, 'error'))[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  test('stands before one server only', async () => {
    await expect(startFaultProxy('mongodb://one:1,two:2/')).rejects.toThrow('one host');
    await expect(startFaultProxy('tcp://one')).rejects.toThrow('one host');
  });
});

await describeWithMongo('a fault proxy before MongoDB', (server) => {
  test('loses the reply to a write that was applied, and nothing but that', async () => {
    const proxy = await startFaultProxy(server.url);
    const database = newDatabase(proxy);
    const client = new MongoClient(database.url, { retryWrites: false });
    onTestFinished(async () => {
      await proxy.heal();
      await database.drop();
      await client.close();
      await proxy.close();
    });
    const counters = client.db().collection<{ _id: string; count: number }>('counters');
    const increment = () => counters.updateOne({ _id: 'a' }, { $inc: { count: 1 } }, { upsert: true });
    await increment();

    proxy.dropReplies(
      1,
      () => 0,
      (command) => command === 'update',
    );
    await expect(increment()).rejects.toThrow(MongoNetworkError);
    expect(await counters.findOne()).toEqual({ _id: 'a', count: 2 });
    await proxy.heal();
    await increment();
    expect(await counters.findOne()).toEqual({ _id: 'a', count: 3 });
    expect(proxy.droppedReplies).toBe(1);
  });

  test('lets large replies and many at once through whole', async () => {
    const proxy = await startFaultProxy(server.url);
    const database = newDatabase(proxy);
    const client = new MongoClient(database.url);
    onTestFinished(async () => {
      await database.drop();
      await client.close();
      await proxy.close();
    });
    proxy.dropReplies(0, Math.random);
    const texts = client.db().collection<{ _id: number; text: string }>('texts');
    const text = 'ä'.repeat(500_000);
    await Promise.all(Array.from({ length: 20 }, (_, id) => texts.insertOne({ _id: id, text })));
    const found = await texts.find().sort({ _id: 1 }).toArray();
    expect(found.map((each) => each._id)).toEqual(Array.from({ length: 20 }, (_, id) => id));
    expect(found.every((each) => each.text === text)).toBe(true);
  });
});
