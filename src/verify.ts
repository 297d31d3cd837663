// The command `npm run verify`: compares everything that the store keeps more than once.
import { parseArgs } from 'node:util';
import { openStorage } from './app.ts';
import { ConfigError, loadConfig } from './config.ts';
import { TollgateError } from './domain/errors.ts';
import { verifyStore } from './domain/verify/verify-store.ts';
import { readEnvironment } from './environment.ts';
import { systemClock } from './lib/clock.ts';
import { createLogger, secretsOf } from './logger.ts';

const HELP = `Usage: npm run verify [-- --project <id>]

Compares the calls with their attempts, cost entries and holds, these with the ledgers of the budgets, and the rollups of
usage with the calls they were made from, in every project or in the one that is named. Prints each difference, and exits
with code 1 when there is one.
Reads STORE_URL and the rest of the configuration as the server does, and may run beside it.
`;

/** The number of differences. */
async function verify(projectId: string | undefined): Promise<number> {
  const config = loadConfig(readEnvironment());
  const logger = createLogger({ log: { ...config.log, level: 'error' }, secrets: secretsOf(config) });
  const storage = await openStorage(config, logger);
  try {
    const { books, usage } = storage;
    const { calls, days, differences } = await verifyStore({
      books,
      usage,
      clock: systemClock,
      ...(projectId !== undefined && { projectId }),
    });
    for (const { projectId, message } of differences) print(`${projectId}: ${message}`);
    const finding = differences.length === 0 ? 'no difference' : `${differences.length} difference(s)`;
    print(`${calls} call(s), ${days} day(s) of rollups: ${finding}.`);
    return differences.length;
  } finally {
    await storage.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  try {
    const { values } = parseArgs({
      options: { help: { type: 'boolean', default: false }, project: { type: 'string' } },
    });
    if (values.help) print(HELP);
    else if ((await verify(values.project)) > 0) process.exitCode = 1;
  } catch (error) {
    const isExpected =
      error instanceof ConfigError ||
      error instanceof TollgateError ||
      (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
    process.stderr.write(`${isExpected ? (error as Error).message : String((error as Error).stack)}\n`);
    process.exitCode = 2;
  }
}

await main();
