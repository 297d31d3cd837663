import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallFilter } from '../../../src/domain/call/call-filter.ts';
import { listCalls } from '../../../src/domain/call/list-calls.ts';
import type { Storage } from '../../../src/domain/storage.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { PageRequest } from '../../../src/lib/page.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/storage.ts';
import { completion, dispatched, newCall, NOON, refusal } from '../../support/call-fixture.ts';

const CALLS = 12_000;

describe('the list of many calls', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-list-'));
  let storage: Storage;
  beforeAll(async () => {
    const path = join(folder, 'store.db');
    storage = await createSqliteStorage({ path, version: 'test' });
    const call = newCall('project', { operationId: 'call', agentId: 'ann' });
    await dispatched(storage, call);
    await storage.calls.settle({ ...call, outcome: completion(40n) });
    const failed = newCall('project', { operationId: 'failed', startedAt: NOON + 10, agentId: 'bob' });
    await dispatched(storage, failed);
    await storage.calls.settle({ ...failed, outcome: refusal() });
    const file = new Libsql(path);
    const columns = file
      .prepare('SELECT name FROM pragma_table_info(?)')
      .all('calls')
      .map((column) => (column as { name: string }).name)
      .filter((name) => name !== 'operation_id' && name !== 'started_at')
      .join(', ');
    file.exec(
      `WITH RECURSIVE numbers (number) AS (VALUES (1) UNION ALL SELECT number + 1 FROM numbers WHERE number < ${CALLS})
       INSERT INTO calls (operation_id, started_at, ${columns})
       SELECT 'call ' || number, started_at + 100 + number, ${columns} FROM numbers, calls WHERE operation_id = 'call'`,
    );
    file.close();
  });
  afterAll(async () => {
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Each look at the clock takes ten seconds. */
  const list = (filter: CallFilter, page: PageRequest = { first: 2 }) => {
    let now = 0;
    const clock = { ...systemClock, now: () => (now += 10_000) };
    return listCalls(storage.calls, clock, 'project', filter, page);
  };
  const idsOf = async (filter: CallFilter, page?: PageRequest) =>
    (await list(filter, page)).edges.map(({ node }) => node.operationId);

  test.each<CallFilter>([
    { status: 'CANCELLED' },
    { provider: 'elsewhere' },
    { minCostNano: 1_000n },
    { tag: { key: 'team', value: 'red' } },
    { agentId: 'ann', minLatencyMs: 3_600_000 },
  ])('gives up in time where nothing matches: %o', async (filter) => {
    await expect(list(filter)).rejects.toMatchObject({
      fields: [
        {
          path: 'filter',
          message: expect.stringMatching(/took more than 5 s and has come to 2026-/u) as string,
        },
      ],
    });
  });

  test('is found at once by agent, by model, by time, and where there is enough of it', async () => {
    expect(await idsOf({ agentId: 'bob' })).toEqual(['failed']);
    expect(await idsOf({ agentId: 'bob', status: 'FAILED' })).toEqual(['failed']);
    expect(await idsOf({ model: 'unheard-of' })).toEqual([]);
    expect(await idsOf({ startedBefore: NOON + 11 })).toEqual(['failed', 'call']);
    expect(await idsOf({ status: 'FAILED', startedBefore: NOON + 11 })).toEqual(['failed']);
    const newest = [`call ${CALLS}`, `call ${CALLS - 1}`];
    expect(await idsOf({ status: 'COMPLETED' })).toEqual(newest);
    expect(await idsOf({ status: 'COMPLETED' }, { last: 1 })).toEqual(['call']);
    const after = (await list({ status: 'COMPLETED' })).edges[1]?.cursor ?? '';
    expect(await idsOf({ status: 'COMPLETED' }, { first: 1, after })).toEqual([`call ${CALLS - 2}`]);
  });
});
