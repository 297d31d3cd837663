import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeIn, readPage, tableUnder } from './support/markdown.ts';
import { filePathsUnder, globalUses, importsOf, readSourceFile } from './support/source-file.ts';
import type { SourceFile } from './support/source-file.ts';

/** Which part of src may import from which others, besides itself. The same table is in ARCHITECTURE.md. */
const allowedImports: Record<string, readonly string[]> = {
  lib: [],
  domain: ['lib'],
  graphql: ['domain', 'lib'],
  http: ['graphql', 'domain', 'lib'],
  storage: ['domain', 'lib'],
  providers: ['domain', 'lib'],
  tokenizer: ['domain', 'lib'],
  'event-bus': ['domain', 'lib'],
  'version.ts': [],
  'config-variable.ts': [],
  'config-content.ts': ['config-variable.ts', 'domain'],
  'config-secrets.ts': ['config-variable.ts'],
  'config-webhooks.ts': ['config-variable.ts'],
  'config-limits.ts': ['config-variable.ts'],
  'config-access.ts': ['config-variable.ts', 'domain', 'lib'],
  'config-resilience.ts': ['config-variable.ts'],
  'config.ts': [
    'config-access.ts',
    'config-content.ts',
    'config-limits.ts',
    'config-resilience.ts',
    'config-secrets.ts',
    'config-variable.ts',
    'config-webhooks.ts',
    'domain',
    'lib',
  ],
  'config-help.ts': ['config.ts', 'lib'],
  'logger.ts': ['config.ts', 'lib'],
  'maintenance.ts': ['domain', 'lib'],
  'model-access.ts': ['config.ts', 'providers', 'domain', 'lib'],
  'app.ts': [
    'maintenance.ts',
    'model-access.ts',
    'config.ts',
    'logger.ts',
    'version.ts',
    'http',
    'graphql',
    'storage',
    'providers',
    'tokenizer',
    'event-bus',
    'json-schema',
    'domain',
    'lib',
  ],
  'json-schema': ['domain', 'lib'],
  'tools-module.ts': ['config.ts', 'domain'],
  'environment.ts': ['config.ts'],
  'main.ts': [
    'app.ts',
    'config.ts',
    'config-help.ts',
    'environment.ts',
    'logger.ts',
    'tools-module.ts',
    'version.ts',
    'domain',
    'lib',
  ],
  'reprice.ts': ['app.ts', 'config.ts', 'environment.ts', 'logger.ts', 'version.ts', 'domain', 'lib'],
  'templates.ts': ['environment.ts', 'template-api.ts', 'domain'],
  'template-api.ts': ['domain'],
  'verify.ts': ['app.ts', 'config.ts', 'environment.ts', 'logger.ts', 'domain', 'lib'],
};

const domainPackages = ['zod', 'luxon', 'partial-json', 'liquidjs', 'diff', 'yaml', 'node:crypto'];

/** The domain is told the time and told to wait (by a Clock), and knows nothing of the process that it runs in. */
const forbiddenInDomain = [
  'Date.now',
  'new Date()',
  'performance.now',
  'DateTime.now',
  'DateTime.utc()',
  'DateTime.local()',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'AbortSignal.timeout',
  'process',
];

const lineLimit = 400;
const vagueNames = ['util', 'utils', 'helper', 'helpers', 'common', 'misc'];

/** The part of src that a path is in: its folder, or the file itself at the top. */
function partOf(path: string): string {
  return path.split('/')[1] ?? path;
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

function forbiddenImports(file: SourceFile): string[] {
  const part = partOf(file.path);
  const allowed = allowedImports[part];
  if (allowed === undefined) return [`${file.path}: src/${part} has no rule; add it to the table`];
  return importsOf(file)
    .filter(isRelative)
    .map((specifier) => posix.join(posix.dirname(file.path), specifier))
    .filter((target) => {
      if (!target.startsWith('src/')) return target !== 'package.json';
      return partOf(target) !== part && !allowed.includes(partOf(target));
    })
    .map((target) => `${file.path} imports ${target}`);
}

function domainViolations(file: SourceFile): string[] {
  const uses = globalUses(file);
  const packages = importsOf(file).filter((name) => !isRelative(name) && !domainPackages.includes(name));
  return [...packages, ...forbiddenInDomain.filter((name) => uses.has(name))].map(
    (name) => `${file.path} uses ${name}`,
  );
}

function readsEnvironment(file: SourceFile): boolean {
  const imported = importsOf(file).some((name) => name === 'node:process' || name === 'process');
  return imported || globalUses(file).has('process.env') || /\benv\b[^{}]*\}\s*=\s*process\b/.test(file.text);
}

function hasVagueName(path: string): boolean {
  return path.split(/[/.-]/).some((word) => vagueNames.includes(word.toLowerCase()));
}

const sources = filePathsUnder('src')
  .filter((path) => path.endsWith('.ts'))
  .map(readSourceFile);
const domainSources = sources.filter((file) => partOf(file.path) === 'domain');

describe('the source tree', () => {
  test('imports point one way', () => {
    expect(sources.flatMap(forbiddenImports)).toEqual([]);
  });

  test('ARCHITECTURE.md has the same table', () => {
    const rows = tableUnder(readPage('ARCHITECTURE.md'), '## Import directions');
    const documented = rows.map(([part = '', imports = '']) => [codeIn(part)[0], codeIn(imports)]);
    expect(Object.fromEntries(documented)).toEqual(allowedImports);
  });

  test('the domain knows no clock, timer, process or package but those allowed', () => {
    expect(domainSources.flatMap(domainViolations)).toEqual([]);
  });

  test('only config.ts and environment.ts read the environment', () => {
    const readers = sources.filter(readsEnvironment).map((file) => file.path);
    expect(readers.filter((path) => path !== 'src/config.ts' && path !== 'src/environment.ts')).toEqual([]);
  });

  test('no time limit is left to AbortSignal.timeout, whose timer is collected as garbage within AbortSignal.any', () => {
    expect(sources.filter((file) => globalUses(file).has('AbortSignal.timeout'))).toEqual([]);
  });

  test(`no source file is longer than ${lineLimit} lines`, () => {
    const lengths = sources.map((file) => ({
      path: file.path,
      lines: file.text.trimEnd().split('\n').length,
    }));
    expect(lengths.filter(({ lines }) => lines > lineLimit)).toEqual([]);
  });

  test('every name says what is inside', () => {
    const paths = ['src', 'test', 'scripts'].flatMap(filePathsUnder);
    expect(paths.filter(hasVagueName)).toEqual([]);
  });
});

describe('the checks themselves', () => {
  test('an import against the direction is seen in every form', () => {
    const text = `
      import { a } from '../storage/a.ts';
      import type { B } from '../http/b.ts';
      export { c } from '../graphql/c.ts';
      const d = await import('../providers/d.ts');
      const e = new URL('../tokenizer/e.ts', import.meta.url);
      import { f } from '../lib/f.ts';
      // import { g } from '../app.ts';
    `;
    const found = forbiddenImports({ path: 'src/domain/sample.ts', text });
    expect(found.map((line) => partOf(line.split(' imports ')[1] ?? '')).sort()).toEqual([
      'graphql',
      'http',
      'providers',
      'storage',
      'tokenizer',
    ]);
  });

  test('a part without a rule is refused', () => {
    expect(forbiddenImports({ path: 'src/extra/sample.ts', text: '' })).toHaveLength(1);
  });

  test.each([
    'const now = Date.now();',
    'const read = Date.now;',
    'const now = new Date();',
    'setTimeout(done, 1);',
    'globalThis.setInterval(done, 1);',
    'const id = process.pid;',
    'const { pid } = process;',
    'const now = DateTime.utc();',
    "import { readFile } from 'node:fs';",
    "import OpenAI from 'openai';",
  ])('the domain may not say: %s', (text) => {
    expect(domainViolations({ path: 'src/domain/sample.ts', text })).toHaveLength(1);
  });

  test.each([
    '// Date.now and setTimeout are not for the domain.',
    "const text = 'process.env';",
    'queue.process(item); const { setTimeout: wait } = clock; clock.setTimeout(wait);',
    'const at = new Date(epochMs); const period = DateTime.utc(2026, 1, 1);',
    "import { createHash } from 'node:crypto';",
  ])('the domain may say: %s', (text) => {
    expect(domainViolations({ path: 'src/domain/sample.ts', text })).toEqual([]);
  });

  test.each([
    'const port = process.env.PORT;',
    "const port = process.env['PORT'];",
    'const { env } = process;',
    'const port = globalThis.process.env.PORT;',
    "import { env } from 'node:process';",
  ])('reading the environment is seen: %s', (text) => {
    expect(readsEnvironment({ path: 'src/http/sample.ts', text })).toBe(true);
  });

  test('a vague name is seen in a folder, a file and a part of a name', () => {
    expect(['src/utils/a.ts', 'src/lib/helpers.ts', 'src/http/url-misc.ts'].every(hasVagueName)).toBe(true);
    expect(hasVagueName('src/lib/commonplace.ts')).toBe(false);
  });
});
