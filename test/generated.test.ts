import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { withModelTable } from '../scripts/model-table.ts';
import { createSchema } from '../src/graphql/schema.ts';
import { readPage } from './support/markdown.ts';
import { root } from './support/source-file.ts';

// When one of these fails, `npm run codegen` is what is missing.

test('schema.graphql is what the server serves', () => {
  const printed = `${printSchema(lexicographicSortSchema(createSchema()))}\n`;
  expect(readFileSync(join(root, 'schema.graphql'), 'utf8')).toBe(printed);
});

test('the table of models in docs/pricing.md is that of the catalogue', () => {
  expect(readPage('docs/pricing.md')).toBe(withModelTable(readPage('docs/pricing.md')));
});

test('the typed documents of the demo and the tests are up to date', () => {
  const command = join(root, 'node_modules/@graphql-codegen/cli/esm/bin.js');
  const result = spawnSync(process.execPath, [command, '--config', 'codegen.ts', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(result.status, result.stdout + result.stderr).toBe(0);
});
