import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { BSON } from 'mongodb';
import { MessageFramer, requestIdOf } from './mongo-messages.ts';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;

type Document = Record<string, unknown>;

export interface ScriptedMongo {
  url: string;
  close(): Promise<void>;
}

/**
 * Speaks MongoDB's protocol and answers each command by the script, and `{ ok: 1 }` to the others: for servers that can't be
 * had here, such as one that is too old. What the script gives for `hello` and `buildInfo` is added to what a lone server says. `onCommand` is
 * told of each command.
 */
export async function startScriptedMongo(
  script: Record<string, Document>,
  onCommand: (command: Document) => void = () => undefined,
): Promise<ScriptedMongo> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const framer = new MessageFramer();
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const message of framer.push(chunk)) socket.write(answerTo(message, script, onCommand));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}/?directConnection=true`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function answerTo(
  message: Buffer,
  script: Record<string, Document>,
  onCommand: (command: Document) => void,
): Buffer {
  const isQuery = message.readInt32LE(12) === OP_QUERY;
  const body = BSON.deserialize(message.subarray(isQuery ? queryStart(message) : HEADER_BYTES + 5));
  onCommand(body);
  const [command = ''] = Object.keys(body);
  const answer = Buffer.from(BSON.serialize(answerOf(command, script)));
  // OP_REPLY: flags, cursor, starting from, number of documents. OP_MSG: flags, kind of the section.
  const front = Buffer.alloc(isQuery ? 20 : 5);
  if (isQuery) front.writeInt32LE(1, 16);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + front.length + answer.length, 0);
  header.writeInt32LE(requestIdOf(message), 8);
  header.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, front, answer]);
}

/** OP_QUERY has flags, the name of a collection, and two numbers before its document. */
function queryStart(message: Buffer): number {
  return message.indexOf(0, HEADER_BYTES + 4) + 1 + 8;
}

function answerOf(command: string, script: Record<string, Document>): Document {
  if (command === 'buildInfo') return { ok: 1, version: '8.0.0', ...script[command] };
  if (!['hello', 'ismaster', 'isMaster'].includes(command)) return { ok: 1, ...script[command] };
  return { ok: 1, isWritablePrimary: true, minWireVersion: 0, maxWireVersion: 21, ...script['hello'] };
}
