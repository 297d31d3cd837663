import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError, fileVariableNames } from './config.ts';

type Values = Record<string, string | undefined>;

/**
 * What is set, by name: in `flags` before the environment before the file `.env` of the working directory. Where a variable is named
 * with `_FILE` at its end, its value is what that file has, as Docker and Kubernetes hand over secrets. Throws ConfigError.
 */
export function readEnvironment(flags: Values = {}): Values {
  const problems: string[] = [];
  const sources = [flags, process.env, readEnvFile()].map((source) => withFiles(source, problems));
  if (problems.length > 0) throw new ConfigError(problems);
  return mergeSources(...sources);
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

/** The source with the contents of the files that it names. */
function withFiles(source: Values, problems: string[]): Values {
  const values = { ...source };
  for (const name of fileVariableNames) {
    const path = source[`${name}_FILE`]?.trim();
    if (!path) continue;
    if (source[name]?.trim()) problems.push(`${name} and ${name}_FILE are both set. Accepted: one of them.`);
    else values[name] = readSecretFile(name, path, problems);
  }
  return values;
}

/** Nothing of the file is told, only that it can't be used. */
function readSecretFile(name: string, path: string, problems: string[]): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text === '') problems.push(`${name}_FILE is ${JSON.stringify(path)}, which is empty.`);
    return text;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    problems.push(`${name}_FILE is ${JSON.stringify(path)}, which cannot be read (${code}).`);
    return undefined;
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
