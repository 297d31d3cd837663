import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/storage.ts';
import { createdBudget } from '../../support/budget-fixture.ts';
import { NOON } from '../../support/call-fixture.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tollgate-'));
  path = join(folder, 'tollgate.db');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function openStorage() {
  return createSqliteStorage({ path, version: '0.1.0' });
}

/** Opens the file, which must fail, and gives the error. */
async function refusalToOpen(): Promise<StoreUnavailableError> {
  const error = await openStorage().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreUnavailableError);
  return error as StoreUnavailableError;
}

function runSql(sql: string): void {
  const database = new Libsql(path, { timeout: 10_000 });
  database.exec(sql);
  database.close();
}

describe('opening a database', () => {
  test('makes the file and the folders that lead to it', async () => {
    path = join(folder, 'some', 'where', 'tollgate.db');
    const storage = await openStorage();
    await storage.close();
    expect((await stat(path)).size).toBeGreaterThan(0);
  });

  test('from four sides at once, when there is none yet, gives all of them the same one', async () => {
    const storages = await Promise.all(Array.from({ length: 4 }, openStorage));
    const budget = await createdBudget(storages[0]!, 'project');
    for (const storage of storages) {
      expect((await storage.budgets.find('project', budget.id, NOON))?.budget).toEqual(budget);
    }
    await Promise.all(storages.map((storage) => storage.close()));
  });

  test('that a newer Tollgate has written is refused and names that version', async () => {
    await (await openStorage()).close();
    runSql("INSERT INTO schema_versions VALUES (99, '9.9.9'); PRAGMA user_version = 99");
    const { message } = await refusalToOpen();
    expect(message).toContain('schema 99');
    expect(message).toContain('9.9.9');
  });

  test('whose schema has to change is refused while a process still works on the old one', async () => {
    const older = await openStorage();
    await older.checkIn({ id: 'older', version: '0.0.1' }, Date.now(), Date.now() + 60_000);
    runSql('PRAGMA user_version = 0');
    expect((await refusalToOpen()).message).toMatch(/Tollgate 0\.0\.1 is using .* has to change its schema/);
    await older.close();
  });

  test('of another program is refused', async () => {
    runSql('CREATE TABLE notes (text TEXT)');
    expect((await refusalToOpen()).message).toContain('another program');
  });

  test('that is damaged is refused with the way to recover', async () => {
    const storage = await openStorage();
    for (let number = 1; number <= 50; number += 1) await createdBudget(storage, 'project');
    await storage.close();
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size / 2, 0xa5), 0, size / 2, size / 4);
    await file.close();
    expect((await refusalToOpen()).message).toMatch(/damaged.*backup.*\.recover/s);
  });

  test('that is no SQLite file is refused', async () => {
    await writeFile(path, 'This is a diary. '.repeat(1_000));
    expect((await refusalToOpen()).message).toContain('not an SQLite database');
  });

  test('at a path that cannot be a file is refused', async () => {
    path = folder;
    expect((await refusalToOpen()).message).toContain('cannot be opened');
    await writeFile(join(folder, 'file'), '');
    path = join(folder, 'file', 'tollgate.db');
    expect((await refusalToOpen()).message).toContain('cannot be made');
  });
});
