import { describe, expect, test } from 'vitest';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import {
  completion,
  DAY,
  dispatched,
  MINUTE,
  newAttempt,
  newCall,
  NOON,
  refusal,
  SOME_USAGE,
} from '../../support/call-fixture.ts';
import { eventKindsOf, eventsOf } from '../../support/event-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeSettle({ storage, newProject }: StorageContext): void {
  describe('settling a call', () => {
    test('charges the real cost, gives back the rest of the hold and keeps the answer', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project, { agentId: 'writer' });
      const { call: running } = await dispatched(storage(), call);
      const outcome = completion(40n);
      const result = await storage().calls.settle({ ...call, outcome });

      expect(result).toEqual({
        kind: 'settled',
        call: {
          ...running,
          status: 'COMPLETED',
          finishedAt: outcome.finishedAt,
          usage: outcome.usage,
          cost: outcome.cost,
          output: outcome.output,
          attemptCount: 1,
          timeToFirstTokenMs: 12,
        },
      });
      expect(await storage().calls.find(call)).toEqual(result.call);
      expect(await storage().calls.attemptsOf(project, [call.operationId])).toEqual([outcome.attempts]);
      expect(await storage().calls.holdsOf(call)).toMatchObject([
        { budgetId: budget.id, amountNano: 100n, state: 'settled', chargedNano: 40n },
      ]);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 40n, heldNano: 0n });
      expect((await eventsOf(storage(), project)).at(-1)).toMatchObject({
        topic: 'openai.model.call_completed',
        at: NOON + MINUTE,
        agentId: 'writer',
        payload: {
          kind: 'call_completed',
          usage: SOME_USAGE,
          cost: { total: '0.00000004' },
          latencyMs: MINUTE,
          attempts: outcome.attempts.map(({ provider, model }) => ({ provider, model, errorCode: null })),
        },
      });
    });

    test('that the provider charged nothing for gives back the whole hold', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await dispatched(storage(), call);
      const outcome = refusal();
      const result = await storage().calls.settle({ ...call, outcome });

      expect(result.call).toMatchObject({
        status: 'FAILED',
        usage: null,
        output: null,
        error: outcome.error,
      });
      expect(await storage().calls.find(call)).toEqual(result.call);
      expect(await storage().calls.attemptsOf(project, [call.operationId])).toEqual([outcome.attempts]);
      expect(await storage().calls.holdsOf(call)).toMatchObject([{ state: 'released', chargedNano: 0n }]);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 0n, heldNano: 0n });
      expect(await eventKindsOf(storage(), project)).toEqual(['call_started', 'call_failed']);
      const [{ provider, model } = { provider: '', model: '' }] = outcome.attempts;
      expect((await eventsOf(storage(), project)).at(-1)?.payload).toMatchObject({
        attempts: [{ provider, model, errorCode: 'UPSTREAM_RATE_LIMIT' }],
      });
    });

    test('that was cancelled says so and charges what was used', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await dispatched(storage(), call);
      await storage().calls.settle({
        ...call,
        outcome: completion(30n, { status: 'CANCELLED', output: null, error: refusal().error }),
      });
      expect((await ledgerAt(storage(), budget)).spentNano).toBe(30n);
      expect((await eventsOf(storage(), project)).at(-1)?.payload).toMatchObject({
        kind: 'call_failed',
        cancelled: true,
        cost: { total: '0.00000003' },
      });
    });

    test('again changes nothing and gives back the first end', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await dispatched(storage(), call);
      const first = await storage().calls.settle({ ...call, outcome: completion(40n) });
      const again = await storage().calls.settle({ ...call, outcome: completion(90n) });

      expect(again).toEqual({ kind: 'unchanged', call: first.call });
      expect((await ledgerAt(storage(), budget)).spentNano).toBe(40n);
      expect(await eventKindsOf(storage(), project)).toEqual(['call_started', 'call_completed']);
    });

    test('from 16 sides at once charges once', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      await dispatched(storage(), call);
      const settle = () => storage().calls.settle({ ...call, outcome: completion(40n) });
      const results = await Promise.all(Array.from({ length: 16 }, settle));
      expect(results.filter(({ kind }) => kind === 'settled')).toHaveLength(1);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 40n, heldNano: 0n });
    });

    test('for more than its hold books all of it and flags the call', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { amountNano: 100n });
      const call = newCall(project);
      await dispatched(storage(), call);
      const result = await storage().calls.settle({ ...call, outcome: completion(130n) });
      expect(result.call.overHold).toBe(true);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 130n, heldNano: 0n });
    });

    test('charges every budget that held for it, and keeps each attempt in order', async () => {
      const project = newProject();
      const everything = await createdBudget(storage(), project);
      const soft = await createdBudget(storage(), project, { hard: false, amountNano: 10n });
      const call = newCall(project);
      await dispatched(storage(), call);
      const attempts = [
        newAttempt(10n, { number: 1, error: refusal().error, finishReason: null }),
        newAttempt(50n, { number: 2, model: 'gpt-4o-mini' }),
      ];
      await storage().calls.settle({ ...call, outcome: completion(60n, { attempts }) });
      for (const budget of [everything, soft]) {
        expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 60n, heldNano: 0n });
      }
      expect((await storage().calls.find(call))?.attemptCount).toBe(2);
      expect(await storage().calls.attemptsOf(project, ['unknown', call.operationId])).toEqual([
        [],
        attempts,
      ]);
    });

    test('in the next period charges the period that held for it', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const beforeMidnight = Date.UTC(2026, 2, 10, 23, 59);
      const call = newCall(project, { startedAt: beforeMidnight });
      await dispatched(storage(), call);
      const tomorrow = beforeMidnight + 2 * MINUTE;
      await storage().calls.settle({ ...call, outcome: completion(40n, { finishedAt: tomorrow }) });

      expect(await ledgerAt(storage(), budget, beforeMidnight)).toMatchObject({
        spentNano: 40n,
        heldNano: 0n,
      });
      expect(await ledgerAt(storage(), budget, tomorrow)).toMatchObject({ spentNano: 0n, heldNano: 0n });
    });

    test('under a budget that was deleted meanwhile ends its hold without a warning', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { amountNano: 100n });
      const call = newCall(project);
      await dispatched(storage(), call);
      await storage().budgets.delete(project, budget.id, NOON);
      await storage().calls.settle({ ...call, outcome: completion(100n) });
      expect(await storage().calls.holdsOf(call)).toMatchObject([{ state: 'settled', chargedNano: 100n }]);
      expect(await eventKindsOf(storage(), project)).toEqual(['call_started', 'call_completed']);
    });

    test('of a budget makes room for the next call at once', async () => {
      const project = newProject();
      await createdBudget(storage(), project, { amountNano: 150n });
      for (let number = 1; number <= 5; number += 1) {
        const call = newCall(project);
        await dispatched(storage(), call);
        await storage().calls.settle({ ...call, outcome: completion(10n) });
      }
      const nextDay = newCall(project, { startedAt: NOON + DAY });
      await dispatched(storage(), nextDay);
    });

    test('that was never dispatched fails, and fails alone', async () => {
      const project = newProject();
      const unknown = storage().calls.settle({
        projectId: project,
        operationId: 'unknown',
        outcome: completion(1n),
      });
      const others = Array.from({ length: 4 }, () => dispatched(storage(), newCall(project)));
      await expect(unknown).rejects.toThrow('unknown');
      await expect(Promise.all(others)).resolves.toHaveLength(4);
    });
  });
}
