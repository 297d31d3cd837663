import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import Libsql from 'libsql';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import { closeWriter, openReader, openWriter } from '../../../src/storage/sqlite/connection.ts';
import { createdBudget } from '../../support/budget-fixture.ts';
import {
  completion,
  dispatched,
  dispatchOf,
  newAttempt,
  newCall,
  NOON,
  refusal,
} from '../../support/call-fixture.ts';
import { openSqliteFixture } from '../../support/sqlite-fixture.ts';
import { auditStore } from '../../support/store-audit.ts';
import { countCommits } from '../../support/wal-file.ts';

const PROJECT = 'project';
let fixture: Awaited<ReturnType<typeof openSqliteFixture>>;

beforeEach(async () => {
  fixture = await openSqliteFixture();
});
afterEach(async () => {
  await fixture.close();
});

describe('an SQLite store', () => {
  test('writes to a WAL that is synced at each commit, and its reader cannot write', () => {
    const location = { path: fixture.path, version: '0.1.0' };
    const writer = openWriter(location);
    const [journalMode, synchronous, foreignKeys] = ['journal_mode', 'synchronous', 'foreign_keys'].map(
      (name) => writer.pragma(name),
    );
    // sqlite.org/pragma.html#pragma_synchronous: 2 is FULL
    expect({ journalMode, synchronous, foreignKeys }).toEqual({
      journalMode: 'wal',
      synchronous: 2n,
      foreignKeys: 1n,
    });
    const reader = openReader(location);
    expect(() => reader.run('DELETE FROM settings')).toThrow('readonly');
    reader.close();
    closeWriter(writer);
  });

  test('commits concurrent calls together', async () => {
    const before = await countCommits(fixture.path);
    await Promise.all(Array.from({ length: 100 }, () => dispatched(fixture.storage, newCall(PROJECT))));
    const commits = (await countCommits(fixture.path)) - before;
    expect(commits).toBeGreaterThan(0);
    expect(commits).toBeLessThan(20);
  });

  test('undoes an operation that fails half-way, and only that one', async () => {
    const { storage } = fixture;
    const calls = Array.from({ length: 4 }, () => newCall(PROJECT));
    for (const call of calls) await dispatched(storage, call);
    const [failing, ...others] = calls;
    const twice = completion(1n, { attempts: [newAttempt(1n), newAttempt(1n)] });
    const failure = storage.calls.settle({ ...failing!, outcome: twice });
    const settles = others.map((call) => storage.calls.settle({ ...call, outcome: completion(1n) }));

    await expect(failure).rejects.toThrow('UNIQUE');
    expect((await Promise.all(settles)).map(({ kind }) => kind)).toEqual(['settled', 'settled', 'settled']);
    expect(await storage.calls.attemptsOf(PROJECT, [failing!.operationId])).toEqual([[]]);
    expect(await storage.calls.find(failing!)).toMatchObject({ status: 'RUNNING' });
    expect((await storage.calls.settle({ ...failing!, outcome: completion(1n) })).kind).toBe('settled');
  });

  test('is sound after use, and its entries add up to the calls and to the ledger', async () => {
    const { storage } = fixture;
    await createdBudget(storage, PROJECT, { amountNano: 1_000_000n });
    const run = async (number: number): Promise<void> => {
      const call = newCall(PROJECT, { operationId: `call-${String(number).padStart(2, '0')}` });
      await dispatched(storage, call, number % 4 === 0 ? { leaseUntil: NOON + 1 } : {});
      if (number % 4 === 0) await storage.calls.presumeSpent(NOON + 2, 100);
      if (number % 8 === 0) return;
      const outcome = number % 4 === 1 ? refusal() : completion(BigInt(number * 3));
      await storage.calls.settle({ ...call, outcome });
    };
    await Promise.all(Array.from({ length: 40 }, (_, number) => run(number)));
    await storage.close();

    const audit = auditStore(fixture.path);
    expect(audit).toMatchObject({ integrity: 'ok', orphans: 0, openHolds: 0, heldNano: 0n });
    expect(audit.calls).toHaveLength(40);
    for (const call of audit.calls) expect(call.bookedNano ?? 0n).toBe(call.costNano);
    expect(audit.calls.reduce((sum, call) => sum + (call.costNano ?? 0n), 0n)).toBe(audit.spentNano);
    // presumed and left so, presumed and corrected, released, settled
    expect(audit.calls.slice(0, 8).map((call) => call.entries)).toEqual([1n, 0n, 1n, 1n, 2n, 0n, 1n, 1n]);
  });

  test('that another process keeps locked is unavailable, and works again when it lets go', async () => {
    const other = new Libsql(fixture.path, { timeout: 10_000 });
    other.exec('BEGIN IMMEDIATE');
    const call = newCall(PROJECT);
    const error = await fixture.storage.calls.dispatch(dispatchOf(call)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error).toMatchObject({ message: expect.stringContaining('locked') as string });
    expect(await fixture.storage.calls.find(call)).toBeNull();

    other.exec('ROLLBACK');
    other.close();
    await dispatched(fixture.storage, call);
  });
});
