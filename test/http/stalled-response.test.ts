import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { expect, onTestFinished, test } from 'vitest';
import { endWhenStalled } from '../../src/http/stalled-response.ts';

/** A machine that does much else may stand still for a part of it. */
const STALL_MS = 500;
const PACKET = Buffer.alloc(64 * 1024);
/** Together far more than the system keeps for a connection. */
const PACKETS = 512;

/** A response that has begun, and its reader, who has read nothing of it yet. */
async function open(): Promise<{ response: ServerResponse; reader: IncomingMessage }> {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = get({ port: (server.address() as AddressInfo).port });
  const [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  endWhenStalled(response, STALL_MS);
  response.flushHeaders();
  const [reader] = (await once(asked, 'response')) as [IncomingMessage];
  onTestFinished(() => void reader.destroy());
  reader.on('error', () => undefined);
  return { response, reader };
}

test('a stream whose reader takes nothing of what waits for it is ended', async () => {
  const { response, reader } = await open();
  reader.pause();
  for (let packet = 0; packet < PACKETS; packet += 1) response.write(PACKET);
  await once(response, 'close');
  expect(response.writableFinished).toBe(false);
});

test('one that reads slowly, and one for whom nothing waits, stay', async () => {
  const { response, reader } = await open();
  const idle = await open();
  const startedAt = performance.now();
  const written = pipeline(async function* () {
    for (let packet = 0; packet < PACKETS; packet += 1) yield PACKET;
  }, response);
  let read = 0;
  for await (const part of reader) {
    read += (part as Buffer).length;
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await written;
  expect(performance.now() - startedAt).toBeGreaterThan(2 * STALL_MS);
  expect([read, idle.response.destroyed]).toEqual([PACKETS * PACKET.length, false]);
});
