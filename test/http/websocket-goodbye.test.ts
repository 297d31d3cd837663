import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { encodeCursor } from '../../src/lib/page.ts';
import { MODEL_CALL_EVENTS, REVOKE_API_KEY } from '../support/documents.ts';
import { issueKey } from '../support/issued-keys.ts';
import { subscribe } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const MEGABYTE = 1_048_576;
const START = encodeCursor([0]);
/** Below the 30 seconds that ws would wait for a client's goodbye, and what the stream of that prompt takes. */
const SOON = { timeout: 20_000 };
const LONG = 'Tell a story. #sandbox tokens=3000 pace=20';

let app: TestApp;
let url: URL;
beforeAll(async () => {
  app = await startTestApp();
  url = new URL(`${(await app.app.listen()).url}/graphql`);
});
afterAll(() => app.close());

/** A WebSocket by hand, which does nothing that it isn't told to; `ended` has all that the server sent. */
async function openByHand() {
  const socket = connect(Number(url.port), url.hostname);
  onTestFinished(() => void socket.destroy());
  socket.write(
    [
      'GET /graphql HTTP/1.1',
      'host: localhost',
      'connection: upgrade',
      'upgrade: websocket',
      'sec-websocket-version: 13',
      'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol: graphql-transport-ws',
      '\r\n',
    ].join('\r\n'),
  );
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined);
  const ended = new Promise<Buffer>((resolve) => {
    socket.once('close', () => resolve(Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      resolve();
    });
  });
  return { socket, ended };
}

/** The code of the close frame at the end of what was sent; null without one. */
function closeCodeIn(sent: Buffer): number | null {
  const frames = sent.subarray(sent.indexOf('\r\n\r\n') + 4);
  return frames[0] === 0x88 ? frames.readUInt16BE(2) : null;
}

describe('a stranger on a WebSocket', () => {
  test('that says nothing for three seconds is told so, and is not waited for', SOON, async () => {
    const { ended } = await openByHand();
    expect(closeCodeIn(await ended)).toBe(4408);
  });

  test('that brings no key is told so, and is not waited for', SOON, async () => {
    const { socket, ended } = await openByHand();
    // {"type":"connection_init"} with a mask of zeros
    const message = Buffer.from('{"type":"connection_init"}');
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 + message.length, 0, 0, 0, 0]), message]));
    expect(closeCodeIn(await ended)).toBe(4401);
  });

  test('that begins a long message is cut off before it has sent it', SOON, async () => {
    const { socket, ended } = await openByHand();
    const head = Buffer.alloc(14);
    head.set([0x81, 0xff]);
    head.writeBigUInt64BE(BigInt(8 * MEGABYTE), 2);
    socket.write(head);
    socket.write(Buffer.alloc(4 * MEGABYTE));
    expect(closeCodeIn(await ended)).toBe(null);
  });

  test('is one no longer when it has shown its key: then its messages may be long', SOON, async () => {
    const socket = await open(ADMIN_KEY);
    const variables = { text: 'x'.repeat(MEGABYTE) };
    socket.send(
      JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ me { role } }', variables } }),
    );
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect(String(data)).toContain('ADMIN');
  });
});

async function open(secret: string): Promise<WebSocket> {
  const socket = new WebSocket(url.href.replace('http', 'ws'), 'graphql-transport-ws');
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } }));
  await once(socket, 'message');
  return socket;
}

test(
  'a key that is revoked ends its calls at once, also when its client has stopped reading',
  SOON,
  async () => {
    const key = await issueKey(app);
    const socket = await open(key.secret);
    const query = `subscription { streamCompletion(input: { prompt: "${LONG}", parameters: { maxTokens: 4000 } }) { __typename } }`;
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    await once(socket, 'message');
    socket.pause();
    const events = subscribe('graphql-ws', url.href, ADMIN_KEY, MODEL_CALL_EVENTS, { after: START });
    await events.take(1);
    await app.run(REVOKE_API_KEY, { input: { id: key.id } });
    const [ended] = await events.take(1);
    expect(ended).toMatchObject({ modelCallEvents: { __typename: 'ModelCallFailed' } });
    await events.close();
  },
);
