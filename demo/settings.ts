import { readFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import { DemoProblem } from './problem.ts';

export const USAGE = `Usage: npm run demo -- [--url <url>] [--key <admin key>] [--model <model>]

  --url    Where Tollgate listens. Default: TOLLGATE_URL, then HOST and PORT, then http://127.0.0.1:4000.
  --key    The admin key. Default: TOLLGATE_ADMIN_KEY. A server in the open mode needs none.
  --model  The model that the agents ask. Default: the server's own.

The variables are read from the environment and from the file .env of the working directory.`;

export interface Settings {
  /** Without a path and a slash at the end. */
  url: string;
  key: string | null;
  /** Where the key was found, for a message; null without one. */
  keySource: string | null;
  /** Null for the server's default. */
  model: string | null;
  help: boolean;
}

type Variables = Record<string, string | undefined>;

/** What the demo was told. Throws DemoProblem for flags that it doesn't know and for a URL that is none. */
export function readSettings(args: readonly string[], env: Variables): Settings {
  const flags = parseFlags(args);
  const file = readEnvFile();
  const variable = (name: string): string | undefined => env[name]?.trim() || file[name]?.trim() || undefined;
  const keys: [source: string, value: string | undefined][] = [
    ['--key', flags.key],
    ['TOLLGATE_ADMIN_KEY of the environment', env['TOLLGATE_ADMIN_KEY']],
    ['TOLLGATE_ADMIN_KEY of the file .env', file['TOLLGATE_ADMIN_KEY']],
  ];
  const [keySource, key] = keys.find(([, value]) => value?.trim()) ?? [null, undefined];
  return {
    url: baseUrlOf(flags.url ?? variable('TOLLGATE_URL') ?? urlOf(variable('HOST'), variable('PORT'))),
    key: key?.trim() ?? null,
    keySource,
    model: flags.model ?? null,
    help: flags.help ?? false,
  };
}

function parseFlags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { url: text, key: text, model: text, help: { type: 'boolean', short: 'h' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new DemoProblem(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function readEnvFile(): Variables {
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new DemoProblem(`.env cannot be read: ${(error as Error).message}.`);
  }
}

/** A server that listens on every address is reached on the loopback one. */
function urlOf(host = '127.0.0.1', port = '4000'): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function baseUrlOf(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text)) {
    throw new DemoProblem(`"${text}" is not a URL such as http://127.0.0.1:4000.\n\n${USAGE}`);
  }
  return text.replace(/\/+$/, '').replace(/\/graphql$/, '');
}
