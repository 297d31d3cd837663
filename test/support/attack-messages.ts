import { WebSocket } from 'ws';
import { CANARY } from './attack-documents.ts';

/** How a WebSocket refused something: by an error message (code 0), or by closing. */
export interface Refusal {
  code: number;
  text: string;
  /** From the attack to the answer. */
  durationMs: number;
}

/** What is sent over a connection, and the close code that must follow. */
export interface AttackMessage {
  name: string;
  codes: readonly number[];
  /** False when it is sent before the key. */
  isInitialised: boolean;
  send: (socket: WebSocket) => void;
}

/** Opens a connection, shows the key when `isInitialised`, attacks, and resolves with the first error message or the close. */
export async function attackSocket(
  url: URL,
  key: string,
  isInitialised: boolean,
  send: (socket: WebSocket) => void,
): Promise<Refusal> {
  const socket = new WebSocket(url.href.replace('http', 'ws'), 'graphql-transport-ws');
  try {
    return await new Promise((resolve, reject) => {
      let startedAt = performance.now();
      const done = (code: number, text: string): void =>
        resolve({ code, text, durationMs: performance.now() - startedAt });
      const start = (): void => {
        startedAt = performance.now();
        send(socket);
      };
      socket.on('error', reject);
      socket.once('close', (code, reason) => done(code, String(reason)));
      socket.once('open', () => {
        if (!isInitialised) return start();
        socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${key}` } }));
      });
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString('utf8')) as { type: string; payload?: unknown };
        if (message.type === 'connection_ack') start();
        else if (message.type === 'error') done(0, JSON.stringify(message.payload));
        else if (message.type === 'next' && JSON.stringify(message.payload).includes('"errors"'))
          done(0, JSON.stringify((message.payload as { errors: unknown }).errors));
        else if (message.type === 'next' || message.type === 'complete')
          reject(new Error(`it was answered: ${data.toString('utf8').slice(0, 200)}`));
      });
    });
  } finally {
    socket.terminate();
  }
}

export function subscribeMessage(payload: object, id = '1'): string {
  return JSON.stringify({ id, type: 'subscribe', payload });
}

const FOREVER = subscribeMessage(
  { query: 'subscription { modelCallEvents { __typename } }' },
  CANARY.repeat(20),
);

function message(name: string, codes: readonly number[], send: AttackMessage['send']): AttackMessage {
  return { name, codes, isInitialised: true, send };
}

/** Writes a frame as it is, past the checks of the client. */
function writeFrame(socket: WebSocket, ...bytes: number[]): void {
  (socket as unknown as { _socket: { write(data: Buffer): void } })._socket.write(Buffer.from(bytes));
}

export const ATTACK_MESSAGES: readonly AttackMessage[] = [
  message('a message that is no JSON', [4400], (socket) => socket.send(CANARY)),
  message('half a message', [4400], (socket) =>
    socket.send('{"id":"1","type":"subscribe","payload":{"query":"'),
  ),
  message('a message of 1,000,000 brackets', [4400], (socket) => socket.send('['.repeat(1e6))),
  message('a message of 200,000 values', [4400], (socket) => socket.send(`[1${',1'.repeat(200_000)}]`)),
  message('a message of 11 MB', [1009], (socket) => socket.send('x'.repeat(11e6))),
  message('an unknown type', [4400], (socket) => socket.send(JSON.stringify({ type: CANARY }))),
  message('a type that is an object', [4400], (socket) => socket.send('{"type":{}}')),
  message('null', [4400], (socket) => socket.send('null')),
  message('a subscription without an id', [4400], (socket) =>
    socket.send('{"type":"subscribe","payload":{"query":"{ __typename }"}}'),
  ),
  message('a document that is an object', [4400], (socket) =>
    socket.send(subscribeMessage({ query: { CANARY } })),
  ),
  message('variables that are a list', [4400], (socket) =>
    socket.send(subscribeMessage({ query: '{ __typename }', variables: [CANARY] })),
  ),
  message('a batch', [4400], (socket) => socket.send(`[${subscribeMessage({ query: '{ __typename }' })}]`)),
  message('the same long id twice', [4409], (socket) => {
    socket.send(FOREVER);
    socket.send(FOREVER);
  }),
  message('a second key', [4429], (socket) => socket.send('{"type":"connection_init"}')),
  message('bytes that are no UTF-8', [1007, 4400], (socket) =>
    writeFrame(socket, 0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe),
  ),
  message('a binary message that is no JSON', [4400], (socket) => socket.send(Buffer.from([0, 1, 2, 255]))),
  message('a frame without a mask', [1002], (socket) => writeFrame(socket, 0x81, 0x01, 0x61)),
  message('a frame that says it is compressed', [1002], (socket) =>
    writeFrame(socket, 0xc1, 0x81, 0, 0, 0, 0, 0x61),
  ),
  message('a ping of 200 bytes', [1002], (socket) => writeFrame(socket, 0x89, 0xfe, 0, 200, 0, 0, 0, 0)),
  message('a frame of 2^62 bytes', [1009], (socket) =>
    writeFrame(socket, 0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  ),
  {
    ...message('a message before the key', [4401], (socket) =>
      socket.send(subscribeMessage({ query: '{ __typename }' })),
    ),
    isInitialised: false,
  },
  {
    ...message('a message of 1 MB before the key', [4401, 1006], (socket) =>
      socket.send(JSON.stringify({ type: 'ping', payload: { a: CANARY.repeat(50_000) } })),
    ),
    isInitialised: false,
  },
  {
    ...message('a wrong key', [4401], (socket) =>
      socket.send(
        JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${CANARY}` } }),
      ),
    ),
    isInitialised: false,
  },
];
