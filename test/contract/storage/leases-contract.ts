import { describe, expect, test } from 'vitest';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import {
  completion,
  costOfTotal,
  dispatched,
  dispatchOf,
  MINUTE,
  newCall,
  NOON,
  refusal,
  worstCaseOf,
} from '../../support/call-fixture.ts';
import { eventKindsOf, eventsOf } from '../../support/event-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

const LEASE_END = NOON + MINUTE;
const LATER = LEASE_END + 1;

export function describeLeases({ storage, newProject }: StorageContext): void {
  /** Presumes what is due and returns the calls of the project; other tests leave calls of other projects behind. */
  async function presume(project: string, now = LATER, limit = 1_000) {
    return (await storage().calls.presumeSpent(now, limit)).filter((call) => call.projectId === project);
  }

  describe('a call whose lease ended', () => {
    test('is charged its hold and fails with its outcome unknown', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project, { agentId: 'writer' });
      const { call: running } = await dispatched(storage(), call, { leaseUntil: LEASE_END });
      const [presumed, ...others] = await presume(project);

      expect(others).toEqual([]);
      expect(presumed).toMatchObject({
        ...running,
        status: 'FAILED',
        finishedAt: LATER,
        usage: call.worstCase.usage,
        cost: { ...costOfTotal(100n), basis: 'presumed', priceVersion: 'gpt-4o@1' },
        output: null,
        error: { code: 'OUTCOME_UNKNOWN', category: 'unknown' },
        overHold: false,
      });
      expect(await storage().calls.find(call)).toEqual(presumed);
      expect(await storage().calls.holdsOf(call)).toMatchObject([
        { state: 'presumed_spent', chargedNano: 100n },
      ]);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 100n, heldNano: 0n });
      expect((await eventsOf(storage(), project)).at(-1)).toMatchObject({
        at: LATER,
        payload: { kind: 'call_failed', cost: { total: '0.0000001', basis: 'presumed' } },
      });
    });

    test('is charged its worst case also when no budget counts it', async () => {
      const project = newProject();
      await dispatched(storage(), newCall(project), { leaseUntil: LEASE_END });
      expect(await presume(project)).toMatchObject([{ cost: { totalNano: 100n } }]);
    });

    test('is presumed spent once, whoever asks and how many at once', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      for (let number = 1; number <= 5; number += 1) {
        await dispatched(storage(), newCall(project), { leaseUntil: LEASE_END });
      }
      const found = await Promise.all(Array.from({ length: 4 }, () => presume(project)));
      expect(found.flat()).toHaveLength(5);
      expect(await presume(project)).toEqual([]);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 500n, heldNano: 0n });
    });

    test('is left alone until then, and after its lease was renewed', async () => {
      const project = newProject();
      const [renewed, other] = [newCall(project), newCall(project)];
      await dispatched(storage(), renewed, { leaseUntil: LEASE_END });
      await dispatched(storage(), other, { leaseUntil: LEASE_END });
      expect(await presume(project, LEASE_END)).toEqual([]);
      await storage().calls.renewLeases([renewed], LATER + MINUTE);
      expect((await presume(project)).map((call) => call.operationId)).toEqual([other.operationId]);
      expect(await storage().calls.find(renewed)).toMatchObject({
        status: 'RUNNING',
        leaseUntil: LATER + MINUTE,
      });
    });

    test('is not brought back by a renewal that comes too late', async () => {
      const project = newProject();
      const call = newCall(project);
      await dispatched(storage(), call, { leaseUntil: LEASE_END });
      await presume(project);
      await storage().calls.renewLeases([call], LATER + MINUTE);
      expect(await storage().calls.find(call)).toMatchObject({ status: 'FAILED', leaseUntil: LEASE_END });
    });

    test('waits for the next round when there are more than the limit', async () => {
      const project = newProject();
      for (let number = 1; number <= 3; number += 1) {
        await dispatched(storage(), newCall(project), { leaseUntil: 1 });
      }
      expect(await storage().calls.presumeSpent(2, 2)).toHaveLength(2);
      expect(await presume(project, 2)).toHaveLength(1);
    });

    test('gives the warnings that its charge makes due', async () => {
      const project = newProject();
      await createdBudget(storage(), project, { amountNano: 100n });
      await dispatched(storage(), newCall(project), { leaseUntil: LEASE_END });
      await presume(project);
      expect(await eventKindsOf(storage(), project)).toEqual([
        'call_started',
        'call_failed',
        'budget_warning',
        'budget_exceeded',
      ]);
    });
  });

  describe('a late settle of a call that was presumed spent', () => {
    test('corrects the charge to the real cost, once', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await dispatched(storage(), call, { leaseUntil: LEASE_END });
      await presume(project);
      const outcome = completion(30n);
      const result = await storage().calls.settle({ ...call, outcome });

      expect(result.kind).toBe('corrected');
      expect(result.call).toMatchObject({
        status: 'COMPLETED',
        cost: outcome.cost,
        error: null,
        attemptCount: 1,
      });
      expect(await storage().calls.find(call)).toEqual(result.call);
      expect(await storage().calls.attemptsOf(project, [call.operationId])).toEqual([outcome.attempts]);
      expect(await storage().calls.holdsOf(call)).toMatchObject([{ state: 'settled', chargedNano: 30n }]);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 30n, heldNano: 0n });
      expect(await eventKindsOf(storage(), project)).toEqual([
        'call_started',
        'call_failed',
        'call_completed',
      ]);
      expect(await storage().calls.settle({ ...call, outcome })).toEqual({
        kind: 'unchanged',
        call: result.call,
      });
    });

    test('gives everything back when nothing was charged', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await dispatched(storage(), call, { leaseUntil: LEASE_END });
      await presume(project);
      await storage().calls.settle({ ...call, outcome: refusal() });
      expect(await storage().calls.holdsOf(call)).toMatchObject([{ state: 'released', chargedNano: 0n }]);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 0n, heldNano: 0n });
    });

    test('in the next period corrects the period that was charged', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const startedAt = Date.UTC(2026, 2, 10, 23, 59);
      const call = newCall(project, { startedAt });
      await dispatched(storage(), call, { leaseUntil: startedAt + 1 });
      await presume(project, startedAt + 2 * MINUTE);
      const finishedAt = startedAt + 3 * MINUTE;
      await storage().calls.settle({ ...call, outcome: completion(130n, { finishedAt }) });
      expect((await ledgerAt(storage(), budget, startedAt)).spentNano).toBe(130n);
      expect((await ledgerAt(storage(), budget, finishedAt)).spentNano).toBe(0n);
    });
  });

  describe('extending the hold of a running call', () => {
    test('raises it on every budget, and the whole is what is presumed spent', async () => {
      const project = newProject();
      const budgets = [await createdBudget(storage(), project), await createdBudget(storage(), project)];
      const call = newCall(project);
      await dispatched(storage(), call, { leaseUntil: LEASE_END });
      expect(await storage().calls.extendHold(call, 100n)).toEqual({ kind: 'extended' });

      expect(await storage().calls.holdsOf(call)).toMatchObject([{ amountNano: 200n }, { amountNano: 200n }]);
      for (const budget of budgets) expect((await ledgerAt(storage(), budget)).heldNano).toBe(200n);
      expect(await presume(project)).toMatchObject([
        { cost: { promptNano: 50n, completionNano: 150n, totalNano: 200n } },
      ]);
      for (const budget of budgets) {
        expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 200n, heldNano: 0n });
      }
    });

    test('gives all of it back when the call is settled', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await dispatched(storage(), call);
      await storage().calls.extendHold(call, 50n);
      const { call: settled } = await storage().calls.settle({ ...call, outcome: completion(150n) });
      expect(settled.overHold).toBe(false);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 150n, heldNano: 0n });
    });

    test('is refused by a budget without room, and then raises none', async () => {
      const project = newProject();
      const roomy = await createdBudget(storage(), project);
      const full = await createdBudget(storage(), project, { amountNano: 150n });
      const call = newCall(project);
      await dispatched(storage(), call);
      expect(await storage().calls.extendHold(call, 51n)).toMatchObject({
        kind: 'refused',
        refusals: [{ budgetId: full.id, heldNano: 100n, requestedNano: 51n, remainingNano: 50n }],
      });
      for (const budget of [roomy, full]) expect((await ledgerAt(storage(), budget)).heldNano).toBe(100n);
    });

    test('works without a budget, and counts when the outcome stays unknown', async () => {
      const project = newProject();
      const call = newCall(project, { worstCase: worstCaseOf(0n) });
      await dispatched(storage(), call, { leaseUntil: LEASE_END });
      expect(await storage().calls.extendHold(call, 7n)).toEqual({ kind: 'extended' });
      expect(await presume(project)).toMatchObject([{ cost: { totalNano: 7n } }]);
    });

    test('is refused without a reason of a budget when the call has ended', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await storage().calls.dispatch(dispatchOf(call, { leaseUntil: LEASE_END }));
      await presume(project);
      expect(await storage().calls.extendHold(call, 1n)).toEqual({ kind: 'refused', refusals: [] });
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 100n, heldNano: 0n });
    });
  });
}
