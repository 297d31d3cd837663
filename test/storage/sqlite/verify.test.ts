import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { verifyStore } from '../../../src/domain/verify/verify-store.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/storage.ts';
import { completion, DAY, dispatched, newCall, NOON } from '../../support/call-fixture.ts';

test('a rollup that differs from its calls is found, with its view and both sums', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-verify-'));
  const path = join(folder, 'store.db');
  const storage = await createSqliteStorage({ path, version: 'test' });
  onTestFinished(async () => {
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const call = newCall('project', { agentId: 'ann' });
  await dispatched(storage, call);
  await storage.calls.settle({ ...call, outcome: completion(40n) });
  while ((await storage.usage.rollUp(NOON + 2 * DAY, 100)) > 0);

  const file = new Libsql(path, { timeout: 10_000 });
  file.exec('UPDATE calls SET output_tokens = output_tokens + 1');
  file.close();
  const { usage, books } = storage;
  const { differences } = await verifyStore({ usage, books, clock: systemClock });
  const messages = differences.map(({ message }) => message);
  expect(messages).toContain(
    '2026-03-10, view agent by day: [ann] says 1 calls, 33 tokens, 0.00000004 USD, 60000 ms, ' +
      'the calls say 1 calls, 34 tokens, 0.00000004 USD, 60000 ms',
  );
  expect(messages.filter((message) => message.includes('view tag_all by quarter_hour'))).toHaveLength(1);
});
