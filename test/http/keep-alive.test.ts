import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { keepAlive } from '../../src/http/keep-alive.ts';

/** Long enough for a busy machine to bring an answer back in between. */
const PING_MS = 400;

/** A connection that is kept alive, with its client. */
async function connect(options: { autoPong: boolean }) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[WebSocket]>;
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
  onTestFinished(() => client.terminate());
  const [socket] = await accepted;
  const stop = keepAlive(socket, PING_MS);
  onTestFinished(stop);
  return { socket, client };
}

test('a client that answers no ping is cut off', async () => {
  const { socket, client } = await connect({ autoPong: false });
  let pings = 0;
  client.on('ping', () => (pings += 1));
  const [[code]] = await Promise.all([once(socket, 'close'), once(client, 'close')]);
  expect([code, pings]).toEqual([1006, 1]);
});

test('one that answers stays', async () => {
  const { socket, client } = await connect({ autoPong: true });
  for (let answered = 0; answered < 3; answered += 1) await once(socket, 'pong');
  expect(client.readyState).toBe(WebSocket.OPEN);
});
