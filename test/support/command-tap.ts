import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { BSON } from 'mongodb';
import { MessageFramer } from './mongo-messages.ts';

type Document = Record<string, unknown>;

/** What a command looks for, whatever it does with it. */
export interface Search {
  collection: string;
  filter: Document;
  sort: Document;
}

export interface CommandTap {
  /** The server's URL, by way of the tap. */
  url: string;
  /** One of each kind, by collection, fields, operators and order. */
  searches: Map<string, Search>;
  close(): Promise<void>;
}

const OP_MSG = 2013;
const HEADER_BYTES = 16;
const FLAG_BYTES = 4;

/** Stands between a driver and the MongoDB server of the URL, and keeps what is searched for. */
export async function startCommandTap(serverUrl: string): Promise<CommandTap> {
  const target = new URL(serverUrl);
  const searches = new Map<string, Search>();
  const sockets = new Set<Socket>();
  const tap = createServer((client) => {
    const framer = new MessageFramer();
    const server = connect(Number(target.port || 27_017), target.hostname);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (chunk) => {
      for (const search of framer.push(chunk).flatMap(searchesIn)) searches.set(kindOf(search), search);
    });
    client.pipe(server);
    server.pipe(client);
  }).listen(0, '127.0.0.1');
  await once(tap, 'listening');
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((tap.address() as AddressInfo).port);
  return {
    url: url.href,
    searches,
    async close() {
      for (const socket of sockets) socket.destroy();
      tap.close();
      await once(tap, 'close');
    },
  };
}

function searchesIn(message: Buffer): Search[] {
  const command = commandIn(message);
  const [name = ''] = Object.keys(command);
  const collection = String(command[name]);
  const all = (list: unknown, filter: string): Search[] =>
    ((list ?? []) as Document[]).map((part) => ({ collection, filter: part[filter] as Document, sort: {} }));
  const sort = (command['sort'] ?? {}) as Document;
  switch (name) {
    case 'find':
      return [{ collection, filter: (command['filter'] ?? {}) as Document, sort }];
    case 'findAndModify':
      return [{ collection, filter: command['query'] as Document, sort }];
    case 'update':
      return all(command['updates'], 'q');
    case 'delete':
      return all(command['deletes'], 'q');
    case 'aggregate': {
      const [stage] = command['pipeline'] as [{ $match?: Document }?];
      return [{ collection, filter: stage?.$match ?? {}, sort: {} }];
    }
    default:
      return [];
  }
}

/** The command with the lists that are sent behind it; empty for what is none. */
function commandIn(message: Buffer): Document {
  if (message.readInt32LE(12) !== OP_MSG) return {};
  const read = (from: number): Document =>
    BSON.deserialize(message.subarray(from, from + message.readInt32LE(from)), { useBigInt64: true });
  let command: Document = {};
  let at = HEADER_BYTES + FLAG_BYTES;
  while (at < message.length) {
    const kind = message[at];
    const length = message.readInt32LE(at + 1);
    if (kind === 0) command = { ...read(at + 1), ...command };
    else {
      const nameEnd = message.indexOf(0, at + 5);
      const documents: Document[] = [];
      for (let next = nameEnd + 1; next < at + 1 + length; next += message.readInt32LE(next))
        documents.push(read(next));
      command = { ...command, [message.toString('utf8', at + 5, nameEnd)]: documents };
    }
    at += 1 + length;
  }
  return command;
}

function kindOf({ collection, filter, sort }: Search): string {
  return `${collection} ${JSON.stringify(shapeOf(filter))} ${JSON.stringify(sort)}`;
}

/** The fields and operators of a filter without its values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))].sort();
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return 0;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]));
}
