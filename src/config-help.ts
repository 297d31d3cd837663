import { ConfigError, fileVariableNames, variableNames, variables } from './config.ts';
import type { VariableName } from './config.ts';

export interface Flags {
  /** By the name of the variable, also of one with `_FILE`. */
  values: Record<string, string>;
  help: boolean;
  version: boolean;
}

const FLAG_NAMES = new Map<string, string>(
  [...variableNames, ...fileVariableNames.map((name) => `${name}_FILE`)].map((name) => [flagOf(name), name]),
);

/** `OPENAI_TIMEOUT_MS` is `--openai-timeout-ms`. */
export function flagOf(name: string): string {
  return `--${name.toLowerCase().replaceAll('_', '-')}`;
}

/**
 * Reads `--port 4001` and `--port=4001`; a switch may stand alone. Throws ConfigError that names every unknown flag, with the
 * closest known one, and every flag without a value.
 */
export function parseFlags(args: readonly string[]): Flags {
  const flags: Flags = { values: {}, help: false, version: false };
  const problems: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [flag = '', ...rest] = (args[index] ?? '').split('=');
    const name = FLAG_NAMES.get(flag);
    if (flag === '--help' || flag === '-h') flags.help = true;
    else if (flag === '--version' || flag === '-v') flags.version = true;
    else if (!flag.startsWith('-')) problems.push(`Argument ${index + 1} is a value without a flag.`);
    else if (name === undefined) {
      problems.push(unknownFlag(flag));
      // its value is no problem of its own, and may be a secret
      if (rest.length === 0 && hasValue(args[index + 1])) index += 1;
    } else if (rest.length > 0) flags.values[name] = rest.join('=');
    else if (hasValue(args[index + 1])) flags.values[name] = args[(index += 1)] ?? '';
    else if (isVariable(name) && 'isSwitch' in variables[name]) flags.values[name] = 'true';
    else problems.push(`${flag} needs a value. Accepted: ${acceptedBy(name)}.`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return flags;
}

function isVariable(name: string): name is VariableName {
  return name in variables;
}

function acceptedBy(name: string): string {
  return isVariable(name) ? variables[name].accepted : 'the path of a file';
}

function hasValue(next: string | undefined): boolean {
  return next !== undefined && !next.startsWith('--');
}

function unknownFlag(flag: string): string {
  const known = [...FLAG_NAMES.keys(), '--help', '--version'];
  const [closest] = known
    .map((name) => ({ name, distance: editDistance(flag, name) }))
    .sort((left, right) => left.distance - right.distance);
  // further away than that it is another word, not a slip
  const hint =
    closest && closest.distance <= Math.max(2, flag.length / 3) ? ` Did you mean ${closest.name}?` : '';
  return `${flag} is not a flag of Tollgate.${hint} --help lists them all.`;
}

/** The number of letters to add, drop or change to get from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** The text of --help: every variable with its flag, meaning, accepted values and default. */
export function formatHelp(): string {
  const entries = variableNames.map((name) => {
    const { meaning, accepted, default: fallback } = variables[name];
    return `  ${name}  (${flagOf(name)})\n      ${meaning}\n      Accepted: ${accepted}. Default: ${fallback ?? 'none'}.`;
  });
  return [
    'Tollgate: a GraphQL control plane for LLM calls.',
    '',
    'Usage: npm start -- [--flag value …]',
    '',
    'Settings are read from flags, then the environment, then the file .env of the working directory; the first that has',
    'a value wins. What is secret can be read from a file: NAME_FILE is its path, for each of these.',
    `  ${fileVariableNames.join(', ')}`,
    '',
    ...entries,
    '',
    '  --help     Prints this.',
    '  --version  Prints the version.',
    '',
  ].join('\n');
}

/** The same as a Markdown table, for the README. */
export function formatMarkdownTable(): string {
  const cell = (content: string): string => content.replaceAll('|', '\\|');
  const rows = variableNames.map((name) => {
    const { meaning, accepted, default: fallback } = variables[name];
    return `| \`${name}\` | ${fallback === null ? 'none' : `\`${fallback}\``} | ${cell(meaning)} | ${cell(accepted)} |`;
  });
  return ['| variable | default | meaning | accepted |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
