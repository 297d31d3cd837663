/**
 * Live subscribers of one server: `npm run bench:subscribers`. They are told of calls of an agent that a part of them follows, and of
 * one that all of them follow; then the same beside one who never reads. See README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { usageOf } from './process-usage.ts';
import { startProgram, startTollgate } from './servers.ts';
import type { BenchServer } from './servers.ts';
import { AGENTS, connectSubscribers, followWithoutReading } from './subscriber-crowd.ts';
import type { Crowd } from './subscriber-crowd.ts';

const KEY = 'bench-admin-key-0123456789';
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const MIB = 1024 * 1024;
const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '10000' },
    sse: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
    'no-silent': { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
/** Calls a second of the agent whom only the one who never reads follows, and for how long: more events than its queue holds. */
const FLOOD_PER_SECOND = 50;
const FLOOD_SECONDS = 15;
/** Long enough that one call is told to everyone before the next is made. */
const PAUSE_MS = 1_000;
/** Its id makes events of 40 KB for who asks for it two hundred times. */
const FLOOD_AGENT = 'x'.repeat(200);

async function complete({ origin }: BenchServer, agentId: string): Promise<void> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
    body: JSON.stringify({
      query: 'mutation ($input: CompleteInput!) { complete(input: $input) { __typename } }',
      variables: { input: { prompt: 'Hello', agentId, model: 'gpt-4o', parameters: { maxTokens: 5 } } },
    }),
  });
  const { data } = (await response.json()) as { data?: { complete: { __typename: string } } };
  if (data?.complete.__typename !== 'CompleteSuccess')
    throw new Error(`got ${data?.complete.__typename ?? response.status}`);
}

function percentile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? NaN;
}

function told(delays: readonly number[]): string {
  const sorted = [...delays].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, delay) => sum + delay, 0) / sorted.length;
  return `mean ${mean.toFixed(0)} ms, p50 ${percentile(sorted, 0.5)} ms, p99 ${percentile(sorted, 0.99)} ms, highest ${sorted.at(-1)} ms`;
}

/** When the collector has had time for what is left of connecting. */
async function settledRss({ pid }: BenchServer): Promise<number> {
  await sleep(3_000);
  return usageOf(pid)?.rssBytes ?? NaN;
}

/** Everyone is told of one call, again and again. */
async function tellEveryone(server: BenchServer, crowd: Crowd, calls: number): Promise<number[]> {
  let delays: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const heard = crowd.hear(2);
    await complete(server, 'everyone');
    delays = delays.concat(await heard);
    await sleep(PAUSE_MS);
  }
  return delays;
}

async function measureCrowd(server: BenchServer, count: number, transport: 'graphql-ws' | 'SSE') {
  const before = await settledRss(server);
  const startedAt = Date.now();
  const crowd = await connectSubscribers(server.origin, KEY, count, transport);
  const seconds = (Date.now() - startedAt) / 1000;
  const bytes = ((await settledRss(server)) - before) / count;
  console.log(
    `${count} subscribers by ${transport}, connected in ${seconds.toFixed(1)} s: ${(bytes / 1024).toFixed(1)} KiB each`,
  );
  const heard = crowd.hear(2);
  for (let agent = 0; agent < AGENTS; agent += 1) await complete(server, `agent-${agent}`);
  console.log(`  ${AGENTS} calls that each tell a part: ${told(await heard)}`);
  const cpuBefore = usageOf(server.pid)?.cpuSeconds ?? NaN;
  const rounds = Number(values.rounds);
  console.log(
    `  ${rounds} calls that each tell everyone: ${told(await tellEveryone(server, crowd, rounds))}`,
  );
  const cpuMicros = ((usageOf(server.pid)?.cpuSeconds ?? NaN) - cpuBefore) * 1e6;
  console.log(
    `  ${(cpuMicros / (rounds * 2 * count)).toFixed(1)} µs of the server's CPU for each event of each`,
  );
  console.log(`  ${((await settledRss(server)) / MIB).toFixed(0)} MiB in all`);
  return crowd;
}

interface Flood {
  delays: number[];
  highestBytes: number;
  cpuSeconds: number;
}

/** The same load with and without one who follows it and never reads. */
async function flood(server: BenchServer, crowd: Crowd, withSilent: boolean): Promise<Flood> {
  const silent = withSilent ? await followWithoutReading(server.origin, KEY, FLOOD_AGENT) : null;
  let highestBytes = await settledRss(server);
  const watch = setInterval(() => {
    highestBytes = Math.max(highestBytes, usageOf(server.pid)?.rssBytes ?? NaN);
  }, 200);
  const cpuBefore = usageOf(server.pid)?.cpuSeconds ?? NaN;
  const calls: Promise<void>[] = [];
  const ticker = setInterval(() => calls.push(complete(server, FLOOD_AGENT)), 1_000 / FLOOD_PER_SECOND);
  let delays: number[] = [];
  for (const end = Date.now() + FLOOD_SECONDS * 1_000; Date.now() < end;)
    delays = delays.concat(await tellEveryone(server, crowd, 1));
  clearInterval(ticker);
  await Promise.all(calls);
  clearInterval(watch);
  const cpuSeconds = (usageOf(server.pid)?.cpuSeconds ?? NaN) - cpuBefore;
  const code = await silent?.readOn();
  if (code === 1000) throw new Error('the one who never reads was not given up');
  return { delays, highestBytes, cpuSeconds };
}

async function measureSilent(server: BenchServer, crowd: Crowd): Promise<void> {
  // the first ones only warm up
  for (let time = 0; time < 2; time += 1) await flood(server, crowd, false);
  const runs: Record<'without' | 'beside', Flood[]> = { without: [], beside: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    runs.without.push(await flood(server, crowd, false));
    runs.beside.push(await flood(server, crowd, true));
  }
  for (const [name, floods] of Object.entries(runs))
    console.log(
      `  ${FLOOD_PER_SECOND} other calls a second, ${name} one who never reads: ${told(floods.flatMap(({ delays }) => delays))};`,
      `CPU ${floods.map(({ cpuSeconds }) => cpuSeconds.toFixed(1)).join(', ')} s,`,
      `memory at most ${floods.map(({ highestBytes }) => (highestBytes / MIB).toFixed(0)).join(', ')} MiB`,
    );
}

/** On a server of its own: what connections of the one kind have left in its memory would hide what those of the other take. */
async function withServer(measure: (server: BenchServer) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(FOLDER, '.subscribers-'));
  const upstream = await startProgram('upstream');
  const server = await startTollgate({
    folder,
    upstream: upstream.origin,
    adminKey: KEY,
    profileFolder: values.profile,
  });
  try {
    // so that what a server takes without subscribers isn't counted for them
    for (let call = 0; call < 300; call += 1) await complete(server, 'warming');
    await measure(server);
  } finally {
    await server.stop();
    await upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const counts = { 'graphql-ws': Number(values.subscribers), SSE: Number(values.sse) } as const;
if (counts['graphql-ws'] > 0)
  await withServer(async (server) => {
    const crowd = await measureCrowd(server, counts['graphql-ws'], 'graphql-ws');
    if (!values['no-silent']) await measureSilent(server, crowd);
    await crowd.leave();
  });
if (counts.SSE > 0)
  await withServer(async (server) => (await measureCrowd(server, counts.SSE, 'SSE')).leave());
