import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError } from './config.ts';

type Values = Record<string, string | undefined>;

/** What is set, by name: in `flags` before the environment before the file `.env` of the working directory. Throws ConfigError. */
export function readEnvironment(flags: Values = {}): Values {
  return mergeSources(flags, process.env, readEnvFile());
}

/** None when there is no such file. */
function readEnvFile(): Values {
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigError([`.env cannot be read: ${(error as Error).message}.`]);
  }
}

/** The first source that has a value for a variable decides. */
function mergeSources(...sources: Values[]): Values {
  const merged: Values = {};
  for (const source of sources.reverse()) {
    for (const [name, value] of Object.entries(source)) if (value?.trim()) merged[name] = value;
  }
  return merged;
}
