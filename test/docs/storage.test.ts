import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { codeIn, readPage, tableUnder } from '../support/markdown.ts';
import { withDatabase } from '../support/mongo-findings.ts';
import { openMongoFixture } from '../support/mongo-fixture.ts';
import { describeWithMongo } from '../support/shared-mongo.ts';
import { root } from '../support/source-file.ts';

const PAGE = readPage('docs/storage.md');

interface DocumentedTable {
  name: string;
  /** Columns of the third cell. */
  key: string[];
  /** As `name (column, column ↓, unique)`, sorted. */
  indexes: string[];
}

function documentedUnder(heading: string): DocumentedTable[] {
  return tableUnder(PAGE, heading).map(([name = '', , key = '', indexes = '']) => ({
    name: codeIn(name)[0] ?? '',
    key: codeIn(key),
    indexes: indexes
      .split(' · ')
      .filter((index) => index !== '')
      .map((index) => index.replaceAll('`', ''))
      .toSorted(),
  }));
}

const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);

test('docs/storage.md has every table of SQLite with its key and its indexes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-docs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'store.db');
  await (await createSqliteStorage({ path, version: 'test' })).close();
  const file = new Libsql(path);
  const names = (sql: string, value: string): string[] =>
    file
      .prepare(sql)
      .all(value)
      .map((row) => (row as { name: string }).name);
  const made = names(
    `SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'`,
    'table',
  ).map((table) => ({
    name: table,
    key: names('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk', table),
    indexes: names(`SELECT name FROM pragma_index_list(?) WHERE origin = 'c'`, table)
      .map((index) => {
        const columns = names('SELECT name FROM pragma_index_info(?) ORDER BY seqno', index).join(', ');
        const [isPartial] = names(
          `SELECT name FROM sqlite_schema WHERE name = ? AND sql LIKE '%) WHERE %'`,
          index,
        );
        return `${index} (${columns}${isPartial === undefined ? '' : ', of those'})`;
      })
      .toSorted(),
  }));
  file.close();
  // which rows are in a partial index is said in words
  const documented = documentedUnder('### SQLite').map(({ indexes, ...table }) => ({
    ...table,
    indexes: indexes.map((index) => index.replace(/, of those .*\)$/u, ', of those)')),
  }));
  expect(documented.toSorted(byName)).toEqual(made.toSorted(byName));
});

await describeWithMongo('docs/storage.md', (server) => {
  test('has every collection of MongoDB with its indexes', async () => {
    const fixture = await openMongoFixture(server);
    onTestFinished(() => fixture.close());
    const source = readFileSync(join(root, 'src/storage/mongodb/database.ts'), 'utf8');
    const collections = [...source.matchAll(/collection(?:<\w+>)?\('(\w+)'\)/gu)].map(
      (match) => match[1] ?? '',
    );
    const names = [...new Set(['schema_versions', ...collections])];
    const made = await withDatabase(fixture.url, (db) =>
      Promise.all(
        names.map(async (name) => {
          const indexes = await db
            .collection(name)
            .indexes()
            .catch(() => []);
          return {
            name,
            indexes: indexes
              .filter((index) => index.name !== '_id_')
              .map((index) => {
                const columns = Object.entries(index.key).map(([column, order]) =>
                  Number(order) < 0 ? `${column} ↓` : column,
                );
                const flags = (['unique', 'sparse'] as const).filter((flag) => index[flag] === true);
                return `${index.name} (${[...columns, ...flags].join(', ')})`;
              })
              .toSorted(),
          };
        }),
      ),
    );
    const documented = documentedUnder('### MongoDB').map(({ name, indexes }) => ({ name, indexes }));
    expect(documented.toSorted(byName)).toEqual(made.toSorted(byName));
  });
});
