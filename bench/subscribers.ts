/**
 * Live subscribers: `npm run build && node --import tsx bench/subscribers.ts`. Ten thousand WebSocket clients in processes of their own,
 * each following an agent; every one is told of a call of its agent. Then one that never reads beside some that do, under a flood.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { usageOf } from './process-usage.ts';
import { startProgram, startTollgate } from './servers.ts';
import type { BenchServer } from './servers.ts';

const KEY = 'bench-admin-key-0123456789';
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const MIB = 1024 * 1024;
const { values } = parseArgs({
  options: { subscribers: { type: 'string', default: '10000' }, flood: { type: 'string', default: '3000' } },
});
const subscriberCount = Number(values.subscribers);
const floodCalls = Number(values.flood);
/** Clients of one process; a process has about 20,000 local ports and the memory for as many sockets. */
const PER_PROCESS = 2_500;
const AGENTS = 50;

async function complete(origin: string, agentId: string): Promise<void> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
    body: JSON.stringify({
      query: 'mutation ($input: CompleteInput!) { complete(input: $input) { __typename } }',
      variables: { input: { prompt: 'Hello', agentId, model: 'gpt-4o', parameters: { maxTokens: 5 } } },
    }),
  });
  const { data } = (await response.json()) as { data: { complete: { __typename: string } } };
  if (data.complete.__typename !== 'CompleteSuccess') throw new Error(`got ${data.complete.__typename}`);
}

function percentile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? NaN;
}

async function rssOf({ pid }: BenchServer): Promise<number> {
  // until what has ended is collected, or two seconds
  await sleep(2_000);
  return usageOf(pid)?.rssBytes ?? NaN;
}

/** Everyone is connected, then one call of each agent: how long after the call was sent each of its followers has both of its events. */
async function manySubscribers(server: BenchServer): Promise<void> {
  const before = await rssOf(server);
  const children: ChildProcess[] = [];
  for (let from = 0; from < subscriberCount; from += PER_PROCESS) {
    const count = Math.min(PER_PROCESS, subscriberCount - from);
    const file = fileURLToPath(new URL('subscriber-clients.ts', import.meta.url));
    const child = fork(file, [server.origin, KEY, String(count), String(AGENTS)], {
      execArgv: ['--import', 'tsx'],
    });
    await once(child, 'message');
    children.push(child);
  }
  const connected = await rssOf(server);
  const results = children.map((child) => once(child, 'message') as Promise<[number[]]>);
  const startedAt = Date.now();
  for (let agent = 0; agent < AGENTS; agent += 1) await complete(server.origin, `agent-${agent}`);
  const seconds = (Date.now() - startedAt) / 1000;
  const delays = (await Promise.all(results)).flatMap(([list]) => list).sort((a, b) => a - b);
  const bytes = Math.round((connected - before) / subscriberCount);
  console.log(
    `${subscriberCount} subscribers, ${AGENTS} calls in ${seconds.toFixed(1)} s: ${delays.length} have had all of their events;`,
    `p50 ${percentile(delays, 0.5)} ms, p99 ${percentile(delays, 0.99)} ms, highest ${delays.at(-1)} ms;`,
    `${(bytes / 1024).toFixed(1)} KiB each`,
  );
  const gone = children.map((child) => once(child, 'exit'));
  for (const child of children) child.disconnect();
  await Promise.all(gone);
}

function follow(origin: string, onEvent: (event: { timestamp: string }) => void): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${KEY}` } })),
    );
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse((data as Buffer).toString()) as {
        type: string;
        payload?: { data?: { modelCallEvents: { timestamp: string } } };
      };
      if (type === 'connection_ack') {
        const query =
          'subscription { modelCallEvents { cursor timestamp topic operationId model provider agentId } }';
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }), () =>
          resolve(socket),
        );
      } else if (payload?.data) onEvent(payload.data.modelCallEvents);
    });
  });
}

/** Calls one after another over some connections, with ten who read; returns the delays of their events and the memory's highest growth. */
async function flood(
  server: BenchServer,
  withDeaf: boolean,
): Promise<{ delays: number[]; growthBytes: number }> {
  const delays: number[] = [];
  const readers = await Promise.all(
    Array.from({ length: 10 }, () =>
      follow(server.origin, ({ timestamp }) => delays.push(Date.now() - Date.parse(timestamp))),
    ),
  );
  const deaf = withDeaf ? await follow(server.origin, () => undefined) : null;
  deaf?.pause();
  await sleep(500);
  const before = await rssOf(server);
  let next = 0;
  let highest = before;
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (; next < floodCalls; next += 1) {
        await complete(server.origin, 'flooding');
        if (next % 100 === 0) highest = Math.max(highest, usageOf(server.pid)?.rssBytes ?? NaN);
      }
    }),
  );
  while (delays.length < floodCalls * 2 * readers.length) await sleep(20);
  for (const socket of readers) socket.terminate();
  deaf?.terminate();
  return { delays: delays.sort((a, b) => a - b), growthBytes: highest - before };
}

async function deafSubscriber(server: BenchServer): Promise<void> {
  // the first one only warms up
  await flood(server, false);
  const runs = [
    await flood(server, false),
    await flood(server, true),
    await flood(server, false),
    await flood(server, true),
  ];
  const told = (name: string, parts: typeof runs) => {
    const delays = parts.flatMap((part) => part.delays).sort((a, b) => a - b);
    const growth = Math.max(...parts.map(({ growthBytes }) => growthBytes)) / MIB;
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    console.log(
      `${floodCalls * 2} events to 10 who read, ${name}: mean ${mean.toFixed(1)} ms, p50 ${percentile(delays, 0.5)} ms,`,
      `p99 ${percentile(delays, 0.99)} ms; the server's memory grew by ${growth.toFixed(1)} MiB`,
    );
  };
  told(
    'alone',
    runs.filter((_, index) => index % 2 === 0),
  );
  told(
    'and one that never reads',
    runs.filter((_, index) => index % 2 === 1),
  );
}

const folder = mkdtempSync(join(FOLDER, '.subscribers-'));
const upstream = await startProgram('upstream');
const server = await startTollgate({ folder, upstream: upstream.origin, adminKey: KEY });
try {
  await complete(server.origin, 'warming');
  await deafSubscriber(server);
  await manySubscribers(server);
} finally {
  await server.stop();
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}
