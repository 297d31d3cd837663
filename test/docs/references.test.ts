import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isEnumType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { codeIn, PAGES, readPage, tableUnder } from '../support/markdown.ts';
import { filePathsUnder, importsOf, readSourceFile, root } from '../support/source-file.ts';

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(path: string): string[] {
  return [...readPage(path).matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1] ?? ''));
}

describe.each(PAGES)('%s', (path) => {
  const page = readPage(path);

  test('its links lead somewhere', () => {
    const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  test('the files that it names exist', () => {
    const files = codeIn(page).filter((code) => /^(src|test|docs|scripts|demo|bench)\/[\w./-]*$/.test(code));
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

test('every value of an enum is explained in docs/', () => {
  const enums = Object.values(createSchema().getTypeMap()).filter(isEnumType);
  const values = enums
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => type.getValues().map(({ name }) => name));
  const documented = PAGES.filter((path) => path.startsWith('docs/')).flatMap((path) =>
    codeIn(readPage(path)),
  );
  const words = new Set(documented.flatMap((code) => code.split(/\W+/)));
  expect(values.filter((value) => !words.has(value))).toEqual([]);
});

test('docs/calls.md has every code of an error', () => {
  const files = [
    'src/domain/errors.ts',
    'src/domain/provider/provider-error.ts',
    'src/domain/call/call.ts',
    'src/domain/call/call-transitions.ts',
  ];
  const adapters = ['src/providers/openai', 'src/http', 'src/graphql'].flatMap(filePathsUnder);
  const codes = [...files, ...adapters].flatMap((path) => {
    const { text } = readSourceFile(path);
    const stated =
      /(?:\bcode: |OUTCOME_UNKNOWN = |rejected\(\s*|failed\(\s*|httpError\(\d+, )'([A-Z]+(?:_[A-Z]+)*)'/g;
    return [...text.matchAll(stated)].map((match) => match[1] ?? '');
  });
  expect(codes).toContain('PROVIDER_TIMEOUT');
  const documented = codeIn(readPage('docs/calls.md'));
  expect([...new Set(codes)].filter((code) => !documented.includes(code))).toEqual([]);
});

describe('the runtime dependencies in ARCHITECTURE.md', () => {
  const rows = tableUnder(readPage('ARCHITECTURE.md'), '## Runtime dependencies').map(
    ([name = '', , places = '']) => ({ name: codeIn(name)[0] ?? '', places: codeIn(places) }),
  );
  const sources = filePathsUnder('src')
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, imports: importsOf(readSourceFile(path)) }));

  test('are those of package.json', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(dependencies).sort());
  });

  test.each(rows)('$name is imported where the table says, and nowhere else', ({ name, places }) => {
    const importers = sources
      .filter(({ imports }) => imports.some((one) => one === name || one.startsWith(`${name}/`)))
      .map(({ path }) => path);
    expect(importers.filter((path) => !places.some((place) => path.startsWith(place)))).toEqual([]);
    expect(places.filter((place) => !importers.some((path) => path.startsWith(place)))).toEqual([]);
  });
});
