import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createLedger } from './ledger.ts';
import { openLoad } from './load.ts';
import type { Target } from './load.ts';
import { usageOf } from './process-usage.ts';
import { summariseProfiles } from './profile.ts';
import { formatTable } from './results.ts';
import type { Cell, Comparison } from './results.ts';
import { startProgram, startTollgate } from './servers.ts';
import type { BenchServer } from './servers.ts';
import { proxyTarget, tollgateTarget } from './targets.ts';
import { writeResults } from './write-results.ts';

const USAGE = `Usage: npm run bench -- [--seconds 8] [--warmup 2] [--connections 1,32,256] [--write | --profile]

  --write    Puts the results into bench/README.md.
  --profile  Shows where the CPU time of the server goes; its figures are those of a slower server.`;
const PROFILE_ROWS = 40;

interface Options {
  seconds: number;
  warmupSeconds: number;
  connections: number[];
  write: boolean;
  profile: boolean;
}

function readOptions(): Options | null {
  const number = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '8' },
        warmup: { type: 'string', default: '2' },
        connections: { type: 'string', default: '1,32,256' },
        write: { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
      },
    });
    const connections = values.connections.split(',').map(number);
    const [seconds, warmupSeconds] = [number(values.seconds), number(values.warmup)];
    const isValid =
      seconds > 0 && warmupSeconds >= 0 && connections.every((count) => Number.isInteger(count) && count > 0);
    const { write, profile } = values;
    return isValid && !(write && profile) ? { seconds, warmupSeconds, connections, write, profile } : null;
  } catch {
    return null;
  }
}

/** Warms a server up, then measures it. */
async function measure(
  server: BenchServer,
  target: Target,
  connections: number,
  options: Options,
): Promise<Cell> {
  const load = openLoad(target, connections);
  const warmup = await load.run(options.warmupSeconds * 1000);
  const before = usageOf(server.pid);
  const result = await load.run(options.seconds * 1000);
  const after = usageOf(server.pid);
  await load.close();
  return {
    ...result,
    connections,
    errors: warmup.errors + result.errors,
    firstError: warmup.firstError ?? result.firstError,
    answered: warmup.requests + result.requests - warmup.errors - result.errors,
    cpuSecondsPer1000: before && after && ((after.cpuSeconds - before.cpuSeconds) / result.requests) * 1000,
    rssBytes: after && after.rssBytes,
  };
}

/** Runs everything and returns what went wrong, a sentence each. */
async function bench(options: Options, folder: string, profileFolder: string | undefined): Promise<string[]> {
  const adminKey = randomBytes(24).toString('base64url');
  const upstream = await startProgram('upstream');
  const proxy = await startProgram('proxy', [upstream.origin]);
  const tollgate = await startTollgate({ folder, upstream: upstream.origin, adminKey, profileFolder });
  const ledger = createLedger(tollgate.origin, adminKey);
  const budgetId = await ledger.createBudget();

  const comparisons: Comparison[] = [];
  for (const connections of options.connections) {
    process.stderr.write(
      `${connections} connection(s), ${2 * (options.warmupSeconds + options.seconds)} seconds …\n`,
    );
    comparisons.push({
      proxy: await measure(proxy, proxyTarget(proxy.origin), connections, options),
      tollgate: await measure(tollgate, tollgateTarget(tollgate.origin, adminKey), connections, options),
    });
  }
  const answered = comparisons.reduce((sum, comparison) => sum + comparison.tollgate.answered, 0);
  const problems = await ledger.problems(budgetId, answered);
  for (const server of [tollgate, proxy, upstream]) await server.stop();

  const text = `${describeRun()}\n\n${formatTable(comparisons)}`;
  process.stdout.write(`${text}\n`);
  if (profileFolder !== undefined) {
    const place = relative(process.cwd(), profileFolder);
    const summary = summariseProfiles(profileFolder, PROFILE_ROWS);
    process.stdout.write(
      `\nThe profiles, which Chrome's DevTools can open, are in ${place}.\n\n${summary}\n`,
    );
  }
  const failures = comparisons.flatMap(({ proxy: bare, tollgate: own }) => [
    describeErrors('bare proxy', bare),
    describeErrors('Tollgate', own),
  ]);
  problems.push(...failures.filter((failure) => failure !== null));
  if (problems.length === 0 && options.write) writeResults(text);
  return problems;
}

function describeRun(): string {
  const args = process.argv.slice(2).filter((arg) => arg !== '--write');
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const date = new Date().toISOString().slice(0, 10);
  const { arch, platform, versions } = process;
  return `${date}, ${availableParallelism()} cores (${platform} ${arch}), Node ${versions.node}, \`${command}\`:`;
}

function describeErrors(name: string, { connections, errors, firstError }: Cell): string | null {
  return errors === 0
    ? null
    : `${name}, ${connections} connection(s): ${errors} errors, the first: ${firstError ?? 'unknown'}`;
}

const options = readOptions();
if (options === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(1);
}
// on the disk that a server's data would be on: a folder for temporary files is often kept in memory
const dataFolder = fileURLToPath(new URL('../data', import.meta.url));
mkdirSync(dataFolder, { recursive: true });
const folder = mkdtempSync(join(dataFolder, 'bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const profileFolder = options.profile ? join(dataFolder, 'profile') : undefined;
if (profileFolder !== undefined) rmSync(profileFolder, { recursive: true, force: true });

const problems = await bench(options, folder, profileFolder);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);
