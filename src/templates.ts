// The command `npm run templates`: prompt templates as files, so that they can live in git.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { TollgateError } from './domain/errors.ts';
import { TEMPLATE_ID } from './domain/prompt/template-id.ts';
import { formatTemplateFile, isSameTemplate, parseTemplateFile } from './domain/prompt/template-file.ts';
import type { TemplateFile } from './domain/prompt/template-file.ts';
import { readEnvironment } from './environment.ts';
import { ApiError, createTemplateApi } from './template-api.ts';
import type { TemplateApi } from './template-api.ts';

const HELP = `Usage: npm run templates -- pull|push [ids] [--dir <folder>] [--url <server>] [--label <label>] [--note <text>] [--force] [--dry-run]

pull  writes each template to <folder>/<id>.md: its settings as front matter in YAML, then its text.
push  publishes a version of each file that differs from the newest one, and makes templates that are not there yet. A file
      says which version it was written from; when another one was published since, it is refused: pull first.

  ids        only these templates
  --dir      the folder of the files; templates
  --url      the server; http://127.0.0.1:4000
  --label    pull: the version of this label instead of the newest; push: moves this label to what the files have
  --note     push: the note of the new versions
  --force    push: after whatever version is the newest
  --dry-run  push: says what would be done

The key is that of TOLLGATE_ADMIN_KEY, from the environment or .env.
`;
const EXTENSION = '.md';

class UsageError extends Error {}

interface Options {
  command: 'pull' | 'push';
  ids: readonly string[];
  folder: string;
  url: string;
  label: string | undefined;
  note: string | undefined;
  isForced: boolean;
  isDryRun: boolean;
}

function readOptions(args: string[]): Options | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: 'templates' },
      url: { type: 'string', default: 'http://127.0.0.1:4000' },
      label: { type: 'string' },
      note: { type: 'string' },
      force: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const [command, ...ids] = positionals;
  if (command !== 'pull' && command !== 'push') throw new UsageError('Say pull or push; --help says more.');
  if (!URL.canParse(values.url))
    throw new UsageError('--url must be an address such as http://127.0.0.1:4000.');
  const { dir, url, label, note, force } = values;
  return { command, ids, folder: dir, url, label, note, isForced: force, isDryRun: values['dry-run'] };
}

async function pull(api: TemplateApi, { folder, ids, label = 'latest' }: Options): Promise<void> {
  let written = 0;
  for (const { input, version, isBuiltin } of await api.list(label)) {
    if (isBuiltin || !isWanted(ids, input.id)) continue;
    writeTemplate(folder, { input, version });
    print(`${input.id}  version ${version}`);
    written += 1;
  }
  print(`${written} template(s) written to ${folder}.`);
}

async function push(api: TemplateApi, options: Options): Promise<void> {
  const { folder, ids, label, isDryRun } = options;
  const files = idsIn(folder)
    .filter((id) => isWanted(ids, id))
    .map((id) => readTemplate(folder, id));
  let refused = 0;
  for (const file of files) {
    const { id } = file.input;
    try {
      const { version, did } = await pushOne(api, file, options);
      if (label !== undefined && !isDryRun) await api.setLabel(id, label, version);
      print(`${id}  version ${version}  ${did}${label === undefined ? '' : `, ${label}`}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      print(`${id}  refused: ${error.message}`);
      refused += 1;
    }
  }
  print(
    `${files.length - refused} of ${files.length} file(s) pushed${isDryRun ? ' (nothing was changed: --dry-run)' : ''}.`,
  );
  if (refused > 0) process.exitCode = 1;
}

async function pushOne(
  api: TemplateApi,
  file: TemplateFile,
  { folder, note, isForced, isDryRun }: Options,
): Promise<{ version: number; did: string }> {
  const input = { ...file.input, note };
  const remote = await api.find(input.id);
  if (remote === null) {
    if (!isDryRun) await api.create(input);
    if (!isDryRun) writeTemplate(folder, { ...file, version: 1 });
    return { version: 1, did: 'created' };
  }
  if (isSameTemplate(remote.input, input)) return { version: remote.version, did: 'unchanged' };
  const expected = isForced ? undefined : (file.version ?? 0);
  if (expected !== undefined && expected !== remote.version)
    throw new ApiError(
      `version ${remote.version} was published since ${expected === 0 ? 'the file was made' : `version ${expected}`}; pull first, or --force`,
    );
  if (isDryRun) return { version: remote.version + 1, did: 'would be published' };
  const version = await api.publish(input, expected);
  writeTemplate(folder, { ...file, version });
  return { version, did: 'published' };
}

function isWanted(ids: readonly string[], id: string): boolean {
  return ids.length === 0 || ids.includes(id);
}

function idsIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(EXTENSION))
    .map((entry) =>
      relative(folder, join(entry.parentPath, entry.name)).slice(0, -EXTENSION.length).replaceAll(sep, '/'),
    )
    .sort();
}

function readTemplate(folder: string, id: string): TemplateFile {
  const path = join(folder, `${id}${EXTENSION}`);
  try {
    return parseTemplateFile(readFileSync(path, 'utf8'), id);
  } catch (error) {
    throw error instanceof TollgateError ? new UsageError(`${path}: ${error.message}`) : error;
  }
}

function writeTemplate(folder: string, file: TemplateFile): void {
  // a server is not trusted with paths
  if (!TEMPLATE_ID.test(file.input.id))
    throw new ApiError(`The server has an id that is no path: ${file.input.id}`);
  const path = join(folder, `${file.input.id}${EXTENSION}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, formatTemplateFile(file));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === null) {
      print(HELP);
      return;
    }
    const api = createTemplateApi(options.url, readEnvironment()['TOLLGATE_ADMIN_KEY']);
    await (options.command === 'pull' ? pull(api, options) : push(api, options));
  } catch (error) {
    const { code } = error as { code?: string };
    const isExpected =
      error instanceof UsageError ||
      error instanceof ApiError ||
      code === 'ENOENT' ||
      code?.startsWith('ERR_PARSE_ARGS') === true;
    process.stderr.write(`${isExpected ? (error as Error).message : String((error as Error).stack)}\n`);
    process.exitCode = 1;
  }
}

await main();
