import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { emptyLedger } from '../src/domain/budget/budget.ts';
import { forecastBudgets } from '../src/domain/budget/forecast-budget.ts';
import { periodAt } from '../src/domain/budget/period.ts';
import type { BudgetPeriod } from '../src/domain/budget/period.ts';
import { exportCalls } from '../src/domain/call/export-calls.ts';
import { StoreUnavailableError } from '../src/domain/errors.ts';
import { rollUpUsage } from '../src/domain/usage/roll-up-usage.ts';
import { usageInputSchema } from '../src/domain/usage/usage-input.ts';
import { reportUsage } from '../src/domain/usage/usage-report.ts';
import type { UsageStore } from '../src/domain/usage/usage.ts';
import { verifyStore } from '../src/domain/verify/verify-store.ts';
import { systemClock } from '../src/lib/clock.ts';
import { MONTH_END, MONTH_START, PROJECT, storedCalls, TIME_ZONE } from './usage-calls.ts';
import { fillMongodb, openMongodb } from './usage-mongodb.ts';
import { fillSqlite, openSqlite } from './usage-sqlite.ts';
import type { FilledStore } from './usage-store.ts';

const RUNS = 7;
const DAY_MS = 86_400_000;
const README = new URL('README.md', import.meta.url);
const BEGIN = '<!-- results: npm run bench:usage -- --write -->';
const END = '<!-- end of usage results -->';

const MONTH = { start: new Date(MONTH_START), end: new Date(MONTH_END), timeZone: TIME_ZONE };
const REPORTS = {
  'the month by day and model': { ...MONTH, groupBy: ['model'], bucket: 'DAY' },
  'top 10 agents': { ...MONTH, groupBy: ['agent'], top: 10 },
  'p95 latency by hour': { ...MONTH, bucket: 'HOUR', withHistograms: true },
  'by team, with the month before': { ...MONTH, groupBy: ['tag'], tagKey: 'team', compareToPrevious: true },
  'one agent by day in Kathmandu': {
    ...MONTH,
    timeZone: 'Asia/Kathmandu',
    bucket: 'DAY',
    filter: { agentId: 'agent-1' },
  },
} as const;

interface Times {
  medianMs: number;
  /** Of all threads of this process. */
  cpuMs: number;
}

async function report(usage: UsageStore, wanted: object): Promise<void> {
  const { withHistograms = false, ...input } = wanted as { withHistograms?: boolean };
  await reportUsage(usage, PROJECT, usageInputSchema.parse(input), { now: Date.now(), withHistograms });
}

async function measure(task: () => Promise<unknown>, runs: number): Promise<Times> {
  const before = process.cpuUsage();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push((await timed(task)).ms);
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  return { medianMs: times[Math.floor(runs / 2)] ?? 0, cpuMs: (user + system) / 1000 / runs };
}

async function timed<Value>(task: () => Promise<Value>): Promise<{ ms: number; value: Value }> {
  const startedAt = performance.now();
  const value = await task();
  return { ms: performance.now() - startedAt, value };
}

/** A row for each report: from rollups, and the same from the calls. */
async function benchStore(store: FilledStore): Promise<string[][]> {
  const { name } = store;
  const { usage } = store.storage;
  const { ms, value: rollups } = await timed(() =>
    rollUpUsage({ store: usage, clock: systemClock, isStopping: () => false }),
  );
  process.stderr.write(`${name}: ${rollups} rollups in ${(ms / 1000).toFixed(1)} s\n`);
  const ofCalls: UsageStore = { ...usage, aggregate: (query) => usage.aggregateCalls(query) };
  const rows: string[][] = [];
  for (const [title, input] of Object.entries(REPORTS)) {
    await report(usage, input);
    const rolledUp = await measure(() => report(usage, input), RUNS);
    const fromCalls = await measure(() => report(ofCalls, input), 1).catch((error: unknown) => {
      if (error instanceof StoreUnavailableError) return null;
      throw error;
    });
    const ofCallsMs = fromCalls === null ? 'given up' : inMs(fromCalls.medianMs);
    rows.push([name, title, inMs(rolledUp.medianMs), inMs(rolledUp.cpuMs), ofCallsMs]);
    process.stderr.write(`${rows.at(-1)?.join(' | ')}\n`);
  }
  const raw = await measure(() => store.aggregateRaw(PROJECT, MONTH_START, MONTH_END), 3);
  rows.push([name, 'by day and model, the database’s own', '–', '–', inMs(raw.medianMs)]);
  const forecasts = await measure(() => forecast(usage), RUNS);
  rows.push([name, 'forecasts of 100 budgets', inMs(forecasts.medianMs), inMs(forecasts.cpuMs), '–']);
  return [...rows, ...(await benchExport(store))];
}

/** Of budgets on each agent, on the last day of the month. */
async function forecast(usage: UsageStore): Promise<void> {
  const now = MONTH_END - DAY_MS;
  const period: BudgetPeriod = { kind: 'recurring', every: 'MONTH', timeZone: TIME_ZONE };
  const window = periodAt(period, now);
  if (window === null) throw new Error('a month has no gap');
  const statuses = Array.from({ length: 100 }, (_, agent) => ({
    budget: {
      projectId: PROJECT,
      id: `budget-${agent}`,
      name: null,
      scope: { kind: 'agent', agentId: `agent-${agent}` } as const,
      amountNano: 1_000_000_000n,
      period,
      warningThresholds: [],
      hard: true,
      createdAt: MONTH_START,
      updatedAt: MONTH_START,
    },
    ledger: emptyLedger(window),
  }));
  await forecastBudgets(usage, statuses, now);
}

/** The time to the first lines, and to all of them. */
async function benchExport({ name, storage }: FilledStore): Promise<string[][]> {
  const startedAt = performance.now();
  let firstMs: number | null = null;
  let bytes = 0;
  const { user, system } = process.cpuUsage();
  for await (const piece of exportCalls(storage.calls, PROJECT, {}, 'ndjson')) {
    firstMs ??= performance.now() - startedAt;
    bytes += piece.length;
  }
  const wholeMs = performance.now() - startedAt;
  const cpu = process.cpuUsage();
  const cpuMs = (cpu.user - user + cpu.system - system) / 1000;
  const megabytes = inMs(bytes / 1e6);
  return [
    [name, 'export of all calls, first lines', '–', '–', inMs(firstMs ?? 0)],
    [name, `export of all calls, ${megabytes} MB`, '–', inMs(cpuMs), inMs(wholeMs)],
  ];
}

function inMs(ms: number): string {
  return ms.toLocaleString('en', { maximumFractionDigits: 0 });
}

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000000' },
    file: { type: 'string' },
    mongodb: { type: 'string' },
    verify: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const count = Number(values.calls);
const dataFolder = fileURLToPath(new URL('../data', import.meta.url));
mkdirSync(dataFolder, { recursive: true });
const folder = mkdtempSync(join(dataFolder, 'bench-usage-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

async function open(): Promise<FilledStore> {
  if (values.mongodb !== undefined) {
    process.stderr.write(`Storing ${count} calls in MongoDB …\n`);
    await fillMongodb(values.mongodb, storedCalls(count));
    return openMongodb(values.mongodb);
  }
  const path = values.file ?? join(folder, 'usage.db');
  if (!existsSync(path)) {
    process.stderr.write(`Storing ${count} calls in SQLite …\n`);
    await fillSqlite(path, storedCalls(count));
  }
  return openSqlite(path);
}

const store = await open();
const rows = await benchStore(store);
if (values.verify) {
  process.stderr.write('Comparing all that is stored twice …\n');
  const { books, usage } = store.storage;
  const { calls, days, differences } = await verifyStore({ books, usage, clock: systemClock });
  process.stderr.write(`${calls} calls, ${days} days: ${differences.length} difference(s)\n`);
  for (const { message } of differences.slice(0, 10)) process.stderr.write(`${message}\n`);
  if (differences.length > 0) process.exitCode = 1;
}
await store.close();
const table = [
  '| store | report | from rollups, ms | CPU ms | from the calls, ms |',
  '| --- | --- | ---: | ---: | ---: |',
  ...rows.map((row) => `| ${row.join(' | ')} |`),
].join('\n');
const others = `load average ${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} cores`;
const text = `${new Date().toISOString().slice(0, 10)}, ${count.toLocaleString('en')} calls, ${others}, Node ${process.versions.node}:\n\n${table}`;
process.stdout.write(`${text}\n`);
if (values.write) {
  const readme = readFileSync(README, 'utf8');
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`bench/README.md has no place between "${BEGIN}" and "${END}"`);
  writeFileSync(README, `${readme.slice(0, begin)}${BEGIN}\n\n${text}\n\n${readme.slice(end)}`);
}
