import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import { memoryOf } from '../support/server-memory.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { auditStore } from '../support/store-audit.ts';
import { storeProblems } from '../support/store-problems.ts';

const AGENT = 'reader';
/** The system keeps up to 10 MB for a connection: here that is 40,000 pieces on their way from the upstream. */
const MODEL = 'gpt-5';
const TOKENS = 60_000;
/** Each piece is told so many times over: all of them are far more than the system keeps for a connection. */
const TIMES = 150;
/** Of what would be told of a stream, in all more than 100 MB. */
const MEMORY_MB = 100;

let upstream: SandboxClient;
let installation: Installation;
let server: ServerProcess;

beforeAll(async () => {
  upstream = await startSandbox();
  installation = createInstallation();
  server = await installation.start({
    OPENAI_BASE_URL: upstream.sandbox.url,
    OPENAI_API_KEY: 'sk-test',
    MAX_ALIASES: String(2 * TIMES),
    MAX_QUERY_COST: '100000',
    MAX_DOCUMENT_TOKENS: '10000',
  });
  // so that what a stream that is read takes of memory is there already
  await (await overSse('first')).readAll();
});
afterAll(async () => {
  await installation.close();
  await upstream.close();
});

function payloadOf(operationId: string) {
  const text = Array.from({ length: TIMES }, (_, index) => `t${index}: text`).join(' ');
  return {
    query: `subscription ($input: CompleteInput!) {
      streamCompletion(input: $input) { __typename ... on TextDelta { ${text} } }
    }`,
    variables: {
      input: {
        prompt: `Tell a story. #sandbox tokens=${TOKENS} marker=${operationId}`,
        operationId,
        agentId: AGENT,
        model: MODEL,
        deadlineMs: 300_000,
        parameters: { maxTokens: TOKENS },
      },
    },
  };
}

/** A stream of which nothing is read until it is asked for. */
interface Stream {
  /** Reads to the end, and gives how many bytes there were. */
  readAll(): Promise<number>;
  leave(): void;
}

async function overSse(operationId: string): Promise<Stream> {
  const asking = request(`${server.url}`, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${ADMIN_KEY}`,
    },
  });
  asking.end(JSON.stringify(payloadOf(operationId)));
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return {
    async readAll() {
      let bytes = 0;
      for await (const chunk of response) bytes += (chunk as Buffer).length;
      return bytes;
    },
    leave: () => void response.destroy(),
  };
}

async function overWebSocket(operationId: string): Promise<Stream> {
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${ADMIN_KEY}` } }));
  await once(socket, 'message');
  let bytes = 0;
  const ended = new Promise<void>((resolve) =>
    socket.on('message', (data: Buffer) => {
      bytes += data.length;
      if (data.subarray(0, 80).includes('"complete"')) resolve();
    }),
  );
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: payloadOf(operationId) }));
  socket.pause();
  return {
    async readAll() {
      socket.resume();
      await ended;
      socket.close();
      return bytes;
    },
    leave: () => socket.terminate(),
  };
}

describe.each([
  ['server-sent events', overSse],
  ['graphql-ws', overWebSocket],
])('one who reads nothing of a stream over %s', { timeout: 180_000 }, (name, open) => {
  test('slows its upstream down, and neither the memory of the server nor who reads beside it', async () => {
    const id = name.replaceAll(/\W/g, '');
    const budgetId = await createBudget(server, AGENT, 10_000_000);
    const request = (operationId: string) => upstream.sandbox.requests(operationId)[0];
    const memoryBefore = memoryOf(server);
    const unread = await open(`${id}-unread`);
    await expect.poll(() => request(`${id}-unread`)?.state).toBe('running');
    const bytes = await (await open(`${id}-beside`)).readAll();
    expect(bytes).toBeGreaterThan(TOKENS * TIMES);
    console.log(`${name}: ${bytes} bytes, memory ${memoryBefore} MB before, ${memoryOf(server)} MB after`);
    expect(request(`${id}-beside`)).toMatchObject({ state: 'answered', sentTokens: TOKENS });
    expect(request(`${id}-unread`)?.state).toBe('running');
    expect(memoryOf(server) - memoryBefore).toBeLessThan(MEMORY_MB);

    unread.leave();
    await expect.poll(() => request(`${id}-unread`)?.state).toBe('aborted');
    expect(request(`${id}-unread`)?.sentTokens).toBeLessThan(TOKENS);
    await expect.poll(async () => (await budgetOf(server, budgetId)).held).toBe('0');
    expect(storeProblems(auditStore(installation.storePath))).toEqual([]);
  });
});
