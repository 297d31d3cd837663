import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLedger } from './ledger.ts';
import { measure, warmUp } from './measure.ts';
import { readOptions, USAGE } from './options.ts';
import type { Options } from './options.ts';
import { watchOthers } from './process-usage.ts';
import { summariseProfiles } from './profile.ts';
import { formatTable } from './results.ts';
import type { Cell, Comparison } from './results.ts';
import { startProgram, startTollgate } from './servers.ts';
import { proxyTarget, tollgateTarget } from './targets.ts';
import { writeResults } from './write-results.ts';

const PROFILE_ROWS = 40;
/** Runs everything and returns what went wrong, a sentence each. */
async function bench(options: Options, folder: string, profileFolder: string | undefined): Promise<string[]> {
  const adminKey = randomBytes(24).toString('base64url');
  const upstream = await startProgram('upstream');
  const bare = await startProgram('proxy', [upstream.origin]);
  const server = await startTollgate({ folder, upstream: upstream.origin, adminKey, profileFolder });
  const ledger = createLedger(server.origin, adminKey);
  const budgetId = await ledger.createBudget();
  const proxy = { name: 'bare proxy', server: bare, target: proxyTarget(bare.origin) };
  const tollgate = { name: 'Tollgate', server, target: tollgateTarget(server.origin, adminKey) };

  process.stderr.write('Warming up …\n');
  const warmups = [await warmUp(proxy), await warmUp(tollgate)];
  const shareOfOthers = watchOthers([process.pid, server.pid, bare.pid, upstream.pid]);
  const comparisons: Comparison[] = [];
  for (const connections of options.connections) {
    process.stderr.write(
      `${connections} connection(s), ${2 * (options.warmupSeconds + options.seconds)} seconds …\n`,
    );
    comparisons.push({
      proxy: await measure(proxy, connections, options),
      tollgate: await measure(tollgate, connections, options),
    });
  }
  const others = shareOfOthers();

  const cells = [...warmups, ...comparisons.flatMap((comparison) => [comparison.proxy, comparison.tollgate])];
  const answered = cells.reduce((sum, cell) => sum + (cell.name === tollgate.name ? cell.answered : 0), 0);
  const problems = [...cells.flatMap(describeErrors), ...(await ledger.problems(budgetId, answered))];
  for (const running of [server, bare, upstream]) await running.stop();

  const text = `${describeRun(others)}\n\n${formatTable(comparisons)}`;
  process.stdout.write(`${text}\n`);
  if (problems.length === 0 && options.write) writeResults(text);
  return problems;
}

function describeErrors({ name, connections, errors, firstError }: Cell): string[] {
  if (errors === 0) return [];
  return [`${name}, ${connections} connection(s): ${errors} errors, the first: ${firstError ?? 'unknown'}`];
}

function describeRun(others: number | null): string {
  const args = process.argv.slice(2).filter((arg) => arg !== '--write');
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const date = new Date().toISOString().slice(0, 10);
  const { arch, platform, versions } = process;
  const machine = `${availableParallelism()} cores (${platform} ${arch})`;
  const disturbance = others === null ? '' : `, of which other programs took ${(others * 100).toFixed(0)} %`;
  return `${date}, ${machine}${disturbance}, Node ${versions.node}, \`${command}\`:`;
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
if (profileFolder !== undefined) {
  const summary = summariseProfiles(profileFolder, PROFILE_ROWS);
  const place = relative(process.cwd(), profileFolder);
  process.stdout.write(`\nThe profiles, which Chrome's DevTools can open, are in ${place}.\n\n${summary}\n`);
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);
