import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventListFilter } from '../../../src/domain/event/event-log.ts';
import { Database } from '../../../src/storage/sqlite/database.ts';
import type { SqlValue } from '../../../src/storage/sqlite/database.ts';
import { listEvents } from '../../../src/storage/sqlite/events.ts';
import { makeRollups } from '../../../src/storage/sqlite/roll-up.ts';
import { writeRollups } from '../../../src/storage/sqlite/rollups.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/storage.ts';
import { completion, DAY, dispatched, HOUR, newCall, NOON } from '../../support/call-fixture.ts';

/** Keeps the plan of each statement that reads. */
class ExplainedDatabase extends Database {
  plan: string[] = [];

  override all<Row>(sql: string, ...values: readonly SqlValue[]): Row[] {
    const steps = super.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
    this.plan.push(...steps.map(({ detail }) => detail));
    return super.all<Row>(sql, ...values);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tollgate-plans-'));
const path = join(folder, 'store.db');
let database: ExplainedDatabase;

beforeAll(async () => {
  const storage = await createSqliteStorage({ path, version: 'test' });
  for (let number = 0; number < 12; number += 1) {
    const call = newCall('project', { startedAt: NOON + number * HOUR, agentId: `agent ${number % 3}` });
    await dispatched(storage, call);
    if (number < 10) await storage.calls.settle({ ...call, outcome: completion(1n) });
  }
  await storage.close();
  database = new ExplainedDatabase(path, 1_000);
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function planOf(task: () => void): string[] {
  database.plan = [];
  task();
  return database.plan;
}

describe('the history of events', () => {
  const filters: Record<string, EventListFilter> = {
    'all of them': {},
    'of a time': { from: NOON, to: NOON + DAY },
    'of an agent': { agentIds: ['agent 1'] },
    'of three agents': { agentIds: ['agent 0', 'agent 1', 'agent 2'] },
    'of an operation': { operationIds: ['one'] },
    'of two budgets and a topic': { budgetIds: ['one', 'two'], topics: ['calls'] },
    'of topics': { topics: ['calls', 'other'] },
    'of an agent and a topic': { agentIds: ['agent 1'], topics: ['calls'] },
    'of a model': { models: ['gpt-4o'] },
  };

  test.each(Object.keys(filters))('is read in the order of an index: %s', (name) => {
    const plan = planOf(() => {
      listEvents(database, 'project', filters[name]!, { first: 5 });
      listEvents(database, 'project', filters[name]!, { last: 5 });
    });
    expect(plan.filter((step) => /^SCAN events|TEMP B-TREE/u.test(step))).toEqual([]);
    expect(plan.filter((step) => step.includes('SEARCH events'))).not.toEqual([]);
  });

  test('has each event once when it is asked for several values, from either end', () => {
    const agentIds = ['agent 0', 'agent 2', 'agent 0', 'nobody'];
    const seqs = (page: { first: number } | { last: number }, filter: EventListFilter) =>
      listEvents(database, 'project', filter, page).edges.map(({ node }) => node.seq);
    const expected = listEvents(database, 'project', {}, { first: 100 })
      .edges.filter(({ node }) => agentIds.includes(node.agentId ?? ''))
      .map(({ node }) => node.seq);
    expect(expected).toHaveLength(15);
    expect(seqs({ first: 100 }, { agentIds })).toEqual(expected);
    expect(seqs({ first: 4 }, { agentIds })).toEqual(expected.slice(0, 4));
    expect(seqs({ last: 4 }, { agentIds })).toEqual(expected.slice(-4));
  });
});

test('what has to be rolled up is found without a look at what is rolled up', () => {
  const now = NOON + 3 * DAY;
  const roundOf = () => planOf(() => writeRollups(database, makeRollups(database, now, 1_000)));
  const rounds = [roundOf(), roundOf(), roundOf()];
  for (const plan of rounds) {
    expect(plan.filter((step) => /^SCAN (usage_quarters|usage_rollups)/u.test(step))).toEqual([]);
    expect(plan.join('\n')).toContain('usage_quarters_stale');
  }
  const isLeft = (column: string) =>
    database.all(`SELECT 1 FROM usage_quarters WHERE version <> ${column}`).length > 0;
  expect([isLeft('rolled_up_version'), isLeft('day_version')]).toEqual([false, false]);
  expect(makeRollups(database, now, 1_000)).toEqual([]);
});
