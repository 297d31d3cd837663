// The command `npm run reprice`: prices stored calls again at the prices that are known now for the time of each call.
import { parseArgs } from 'node:util';
import { createModels, openStorage } from './app.ts';
import { ConfigError, loadConfig } from './config.ts';
import { DEFAULT_PROJECT_ID } from './domain/access/principal.ts';
import { TollgateError } from './domain/errors.ts';
import { repriceCalls } from './domain/price/reprice-calls.ts';
import { stayCheckedIn } from './domain/stay-checked-in.ts';
import { readEnvironment } from './environment.ts';
import { systemClock } from './lib/clock.ts';
import { newId } from './lib/ids.ts';
import { formatUsd } from './lib/money.ts';
import { createLogger, secretsOf } from './logger.ts';
import { version } from './version.ts';

const HELP = `Usage: npm run reprice -- [--from <instant>] [--to <instant>] [--model <name>] [--apply]

Prices the stored usage of the finished calls of all projects again, at the prices that are known now for the time of each call: those of the
price list, of MODEL_PRICES, and those set by setModelPrice with an effectiveFrom in the past.
Without --apply it only shows what would change. Reads STORE_URL and the rest of the configuration as the server does, and
may run beside it.

  --from   calls started at or after this instant (RFC 3339, such as 2026-11-01T00:00:00Z)
  --to     calls started before this instant
  --model  calls of this model only
  --apply  book the differences
`;

class UsageError extends Error {}

interface Options {
  from: number | undefined;
  to: number | undefined;
  model: string | undefined;
  apply: boolean;
}

function readOptions(args: string[]): Options | null {
  const { values } = parseArgs({
    args,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      model: { type: 'string' },
      apply: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    from: toInstant('from', values.from),
    to: toInstant('to', values.to),
    model: values.model,
    apply: values.apply,
  };
}

function toInstant(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant))
    throw new UsageError(`--${name} must be an instant such as 2026-11-01T00:00:00Z.`);
  return instant;
}

async function reprice({ from, to, model, apply }: Options): Promise<void> {
  const config = loadConfig(readEnvironment());
  const logger = createLogger({ log: { ...config.log, level: 'error' }, secrets: secretsOf(config) });
  const storage = await openStorage(config, logger);
  let checkOut = (): void => undefined;
  try {
    // so that no newer version changes the store meanwhile
    checkOut = await stayCheckedIn(
      storage,
      { id: newId(), version },
      {
        clock: systemClock,
        leaseMs: config.calls.holdLeaseMs,
        onError: (err) => logger.error({ err }, 'the store could not be told that this process is alive'),
      },
    );
    const models = createModels(config, storage, systemClock, {
      isConfigured: () => true,
      providersOf: async () => ({ has: () => true }),
    });
    const filter = {
      ...(from !== undefined && { startedFrom: from }),
      ...(to !== undefined && { startedBefore: to }),
      ...(model !== undefined && { model }),
    };
    let calls = 0;
    let difference = 0n;
    const parts = { store: storage.calls, audit: storage.audit, models, clock: systemClock };
    for (const { projectId } of await storage.books.projects()) {
      for await (const { call, before, after } of repriceCalls(parts, { projectId, filter, apply })) {
        calls += 1;
        difference += after - before;
        const project = projectId === DEFAULT_PROJECT_ID ? '' : `${projectId}  `;
        print(
          `${project}${call.operationId}  ${call.model}  ${formatUsd(before)} -> ${formatUsd(after)} USD`,
        );
      }
    }
    const verb = apply ? 'repriced' : 'would be repriced (nothing was changed: add --apply to book it)';
    print(`${calls} call(s) ${verb}; difference ${formatUsd(difference)} USD.`);
  } finally {
    checkOut();
    await storage.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === null) print(HELP);
    else await reprice(options);
  } catch (error) {
    const isExpected =
      error instanceof UsageError ||
      error instanceof ConfigError ||
      error instanceof TollgateError ||
      (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
    process.stderr.write(`${isExpected ? (error as Error).message : String((error as Error).stack)}\n`);
    process.exitCode = 1;
  }
}

await main();
