import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import type { Storage } from '../../../src/domain/storage.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/storage.ts';
import { booksOfOneCall, differencesOf } from '../../support/books-fixture.ts';
import { completion, DAY, dispatched, newCall, NOON } from '../../support/call-fixture.ts';

async function openStore(): Promise<{ storage: Storage; tamper: (...sql: string[]) => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-verify-'));
  const path = join(folder, 'store.db');
  const storage = await createSqliteStorage({ path, version: 'test' });
  onTestFinished(async () => {
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    storage,
    tamper: (...sql) => {
      const file = new Libsql(path, { timeout: 10_000 });
      file.exec('PRAGMA foreign_keys = OFF');
      for (const statement of sql) file.exec(statement);
      file.close();
    },
  };
}

test('a rollup that differs from its calls is found, with its view and both sums', async () => {
  const { storage, tamper } = await openStore();
  const call = newCall('project', { agentId: 'ann' });
  await dispatched(storage, call);
  await storage.calls.settle({ ...call, outcome: completion(40n) });
  while ((await storage.usage.rollUp(NOON + 2 * DAY, 100)) > 0);

  tamper('UPDATE calls SET output_tokens = output_tokens + 1');
  const messages = await differencesOf(storage);
  expect(messages).toContain(
    '2026-03-10, view agent by day: [ann] says 1 calls, 33 tokens, 0.00000004 USD, 60000 ms, ' +
      'the calls say 1 calls, 34 tokens, 0.00000004 USD, 60000 ms',
  );
  expect(messages.filter((message) => message.includes('view tag_all by quarter_hour'))).toHaveLength(1);
});

test('a rollup whose calls are gone is found', async () => {
  const { storage, tamper } = await openStore();
  const call = newCall('project');
  await dispatched(storage, call);
  await storage.calls.settle({ ...call, outcome: completion(40n) });
  while ((await storage.usage.rollUp(NOON + 2 * DAY, 100)) > 0);

  tamper('DELETE FROM cost_entries', 'DELETE FROM attempts', 'DELETE FROM calls');
  expect(await differencesOf(storage)).toContain(
    '2026-03-10, view total by day: [] says 1 calls, 33 tokens, 0.00000004 USD, 60000 ms, there are no calls',
  );
});

test('a call that is charged less than it costs is found, on a budget of any scope', async () => {
  const { storage, tamper } = await openStore();
  const { operationId, everything, model } = await booksOfOneCall(storage);
  expect(await differencesOf(storage)).toEqual([]);

  tamper('UPDATE holds SET charged_nano = 1', 'UPDATE budget_periods SET spent_nano = 1');
  const found = (budgetId: string, due: string) =>
    `call ${operationId} is settled and costs 0.00000004 USD, its hold on budget ${budgetId} is settled and was ` +
    `charged 0.000000001 instead of ${due}`;
  const messages = await differencesOf(storage);
  expect(messages).toContain(found(everything.id, '0.00000004'));
  expect(messages).toContain(found(model.id, '0.00000003'));
});

test('a hold on a period without a ledger is found', async () => {
  const { storage, tamper } = await openStore();
  const { everything } = await booksOfOneCall(storage);
  tamper(`DELETE FROM budget_periods WHERE budget_id = '${everything.id}'`);
  expect(await differencesOf(storage)).toEqual([
    `budget ${everything.id}, period 2026-03-10T00:00:00.000Z|UTC: there is no ledger, ` +
      'the calls were charged 0.00000004 USD and hold 0',
  ]);
});

test('a hold without a call is found', async () => {
  const { storage, tamper } = await openStore();
  const { operationId, model } = await booksOfOneCall(storage);
  tamper('DELETE FROM attempts', 'DELETE FROM cost_entries', 'DELETE FROM calls');
  expect(await differencesOf(storage)).toContainEqual(
    expect.stringContaining(`call ${operationId} is gone and costs 0 USD, its hold on budget ${model.id}`),
  );
});
