import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { encodeCursor } from '../../src/lib/page.ts';
import { createLogger } from '../../src/logger.ts';
import { COMPLETE, MODEL_CALL_EVENTS } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { subscribe } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

/** Events of about 400 KB each, so that a few fill every buffer of the system on the way to a client that doesn't read. */
const WIDE = `subscription ($after: String) { modelCallEvents(after: $after) { cursor ${Array.from(
  { length: 2_000 },
  (_, index) => `a${index}: agentId`,
).join(' ')} } }`;
const START = encodeCursor([0]);
const CALLS = 30;
const GIVEN_UP = 'a subscriber takes none of its events';

/** Emits the text of each line of the server's log. */
const log = new EventEmitter();
let app: TestApp;
let url: string;

beforeAll(async () => {
  const destination = { write: (line: string) => log.emit((JSON.parse(line) as { msg: string }).msg) };
  const logger = createLogger({ log: { level: 'info', format: 'json' }, secrets: [], destination });
  const env = { SUBSCRIBER_QUEUE_MAX: '10', SUBSCRIBER_STALL_MS: '1000', MAX_ALIASES: '2000' };
  app = await startTestApp(env, { logger });
  url = `${(await app.app.listen()).url}/graphql`;
});
afterAll(() => app.close());

async function flood(): Promise<void> {
  const agentId = 'x'.repeat(180);
  for (let call = 0; call < CALLS; call += 1) {
    const input = { prompt: 'Hello', agentId, model: 'sandbox-fill', parameters: { maxTokens: 1 } };
    expectType((await app.run(COMPLETE, { input })).complete, 'CompleteSuccess');
  }
}

/** Someone who reads gets all of it meanwhile, until the server has given up the one who doesn't. */
async function othersGoOn(after: string, givenUp: Promise<unknown>): Promise<void> {
  const other = subscribe('graphql-ws', url, ADMIN_KEY, MODEL_CALL_EVENTS, { after });
  expect(await other.take(CALLS * 2)).toHaveLength(CALLS * 2);
  await givenUp;
  await other.close();
}

interface Message {
  id?: string;
  type: string;
  payload?: {
    data?: { modelCallEvents: { cursor: string } } | null;
    errors?: { message: string; extensions: { code: string; cursor: string } }[];
  };
}

test('a WebSocket client that stops reading is closed with 4460, and goes on from the cursor of its error', async () => {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse((data as Buffer).toString()) as Message));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${ADMIN_KEY}` } }));
  await once(socket, 'message');
  socket.send(
    JSON.stringify({ id: '1', type: 'subscribe', payload: { query: WIDE, variables: { after: START } } }),
  );
  socket.pause();
  const closed = once(socket, 'close') as Promise<[number, Buffer]>;
  const givenUp = once(log, GIVEN_UP);
  await flood();
  await othersGoOn(START, givenUp);
  socket.resume();
  const [code, reason] = await closed;

  expect(code).toBe(4460);
  const given = messages.flatMap(({ payload }) => payload?.data?.modelCallEvents.cursor ?? []);
  const errors = messages.flatMap(({ payload }) => payload?.errors ?? []);
  expect(given).toEqual(given.map((_, index) => encodeCursor([index + 1])));
  expect(given.length).toBeLessThan(CALLS * 2);
  expect(errors).toMatchObject([{ extensions: { code: 'SUBSCRIBER_TOO_SLOW', cursor: given.at(-1) } }]);
  expect(String(reason)).toBe(`SUBSCRIBER_TOO_SLOW: resume after ${given.at(-1)}`);

  const resumed = subscribe('graphql-ws', url, ADMIN_KEY, MODEL_CALL_EVENTS, { after: given.at(-1) ?? null });
  const rest = await resumed.take(CALLS * 2 - given.length);
  expect(rest.map(({ modelCallEvents }) => modelCallEvents.cursor)).toEqual(
    rest.map((_, index) => encodeCursor([given.length + index + 1])),
  );
  await resumed.close();
});

test('an SSE client that stops reading is ended with the same error, after what it was sent', async () => {
  const probe = subscribe('SSE', url, ADMIN_KEY, MODEL_CALL_EVENTS, { after: START });
  const last = (await probe.take(CALLS * 2)).at(-1)?.modelCallEvents.cursor ?? '';
  await probe.close();

  const asked = request(url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${ADMIN_KEY}`,
    },
  });
  asked.end(JSON.stringify({ query: WIDE, variables: { after: last } }));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.pause();
  const givenUp = once(log, GIVEN_UP);
  await flood();
  await othersGoOn(last, givenUp);
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  response.resume();
  await once(response, 'close');

  const results = [...text.matchAll(/^data: (\{.*\})$/gm)].map(
    ([, json = '']) => JSON.parse(json) as NonNullable<Message['payload']>,
  );
  const given = results.flatMap(({ data }) => data?.modelCallEvents.cursor ?? []);
  expect(given.length).toBeLessThan(CALLS * 2);
  expect(results.at(-1)?.errors).toMatchObject([
    { extensions: { code: 'SUBSCRIBER_TOO_SLOW', cursor: given.at(-1) } },
  ]);
});
