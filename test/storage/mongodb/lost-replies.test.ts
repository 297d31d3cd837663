import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewCall } from '../../../src/domain/call/call.ts';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import type { Storage } from '../../../src/domain/storage.ts';
import { createMongoStorage } from '../../../src/storage/mongodb/storage.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatchOf, MINUTE, newCall, NOON } from '../../support/call-fixture.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import type { FaultProxy } from '../../support/fault-proxy.ts';
import { readMongo, findingsOf } from '../../support/mongo-findings.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

const PROJECT = 'project';
const CALLS = 200;
const AT_ONCE = 40;
/** Far more than it takes; a store that is closed fails them all at once. */
const TRIES_MAX = 1_000;

await describeWithMongo('a store that loses replies', (server) => {
  let fixture: Awaited<ReturnType<typeof openMongoFixture>>;
  let proxy: FaultProxy;
  let storage: Storage;
  let retries: Error[];

  beforeEach(async () => {
    fixture = await openMongoFixture(server);
    proxy = await startFaultProxy(fixture.url);
    retries = [];
    storage = await createMongoStorage({
      url: `${proxy.url}&serverSelectionTimeoutMS=1000`,
      version: '0.1.0',
      onRetry: (error) => retries.push(error),
    });
  });
  afterEach(async () => {
    await storage.close();
    await proxy.close();
    await fixture.close();
  });

  /** Tries until the store has answered, as the domain does with a settle. */
  async function insist<Result>(act: () => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || tries === TRIES_MAX) throw error;
      }
    }
  }

  async function run(call: NewCall): Promise<void> {
    const outcome = await insist(() =>
      storage.calls.dispatch(dispatchOf(call, { leaseUntil: NOON + MINUTE, onRefusal: 'record' })),
    );
    if (outcome.kind === 'refused') throw new Error('there is room for all');
    if (call.maxTokens % 5 === 0) await insist(() => storage.calls.extendHold(call, 50n));
    await insist(() => storage.calls.settle({ ...call, outcome: completion(40n) }));
  }

  test(`one in 20: ${CALLS} calls on three budgets are charged once each, and told once`, async () => {
    for (const id of ['a', 'b', 'c']) {
      const amountNano = 80n * BigInt(CALLS);
      const changes = { id, amountNano, warningThresholds: [0.1, 0.4], hard: false };
      await createdBudget(fixture.storage, PROJECT, changes);
    }
    proxy.dropReplies(0.05, seededRandom(7));
    const waiting = Array.from({ length: CALLS }, (_, number) =>
      newCall(PROJECT, { maxTokens: number }),
    ).values();
    const client = async (): Promise<void> => {
      for (const call of waiting) await run(call);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    await proxy.heal();
    expect(proxy.droppedReplies).toBeGreaterThan(0);
    expect(retries.length).toBeGreaterThan(0);

    await fixture.storage.calls.presumeSpent(NOON + DAY, 1_000);
    await fixture.storage.calls.presumeSpent(NOON + 2 * DAY, 1_000);
    const contents = await readMongo(fixture.url);
    expect(findingsOf(contents)).toEqual([]);
    expect(contents.calls).toHaveLength(CALLS);
    expect(contents.calls.every((call) => call.status === 'COMPLETED')).toBe(true);
    const budget = (await fixture.storage.budgets.find(PROJECT, 'a', NOON))!.budget;
    expect((await ledgerAt(fixture.storage, budget)).spentNano).toBe(40n * BigInt(CALLS));
    const warnings = contents.events.filter(({ payload }) => payload.kind === 'budget_warning');
    for (const id of ['a', 'b', 'c'])
      expect(warnings.filter(({ budgetId }) => budgetId === id)).toHaveLength(2);
  });
});
