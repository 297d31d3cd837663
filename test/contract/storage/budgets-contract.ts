import { describe, expect, test } from 'vitest';
import { ValidationError } from '../../../src/domain/errors.ts';
import { scopeKeyOf } from '../../../src/domain/budget/scope.ts';
import { createdBudget, newBudget } from '../../support/budget-fixture.ts';
import { completion, DAY, dispatched, dispatchOf, HOUR, newCall, NOON } from '../../support/call-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeBudgets({ storage, newProject }: StorageContext): void {
  describe('a budget', () => {
    test('comes back as it was created, with the empty ledger of the current period', async () => {
      const project = newProject();
      const budget = newBudget(project, {
        name: 'Blue team',
        scope: { kind: 'tag', key: 'team', value: 'blue "1"' },
        amountNano: 2n ** 60n,
        period: { kind: 'recurring', every: 'MONTH', timeZone: 'Europe/Copenhagen' },
        warningThresholds: [0.5, 0.75, 1],
        hard: false,
      });
      await storage().budgets.create(budget);
      const status = await storage().budgets.find(project, budget.id, NOON);
      expect(status).toEqual({
        budget,
        ledger: {
          window: {
            start: Date.UTC(2026, 1, 28, 23),
            end: Date.UTC(2026, 2, 31, 22),
            timeZone: 'Europe/Copenhagen',
            key: '2026-02-28T23:00:00.000Z|Europe/Copenhagen',
          },
          spentNano: 0n,
          heldNano: 0n,
          warnedThresholds: [],
          reportedUsedUp: false,
          forecastToldNano: null,
        },
      });
    });

    test('is found by the scopes that a call has, while it has a period', async () => {
      const project = newProject();
      const ofAgent = await createdBudget(storage(), project, { scope: { kind: 'agent', agentId: 'alice' } });
      const ofAll = await createdBudget(storage(), project);
      await createdBudget(storage(), project, { scope: { kind: 'agent', agentId: 'bob' } });
      await createdBudget(storage(), newProject());
      const period = { kind: 'fixed', start: NOON - DAY, end: NOON } as const;
      await createdBudget(storage(), project, { period });
      const deleted = await createdBudget(storage(), project);
      await storage().budgets.delete(project, deleted.id, NOON);

      const matching = await storage().budgets.matching(project, ['everything', 'agent:alice'], NOON);
      expect(matching.map(({ budget }) => budget)).toEqual([ofAgent, ofAll]);
      expect(matching.every(({ ledger }) => ledger?.spentNano === 0n)).toBe(true);
    });

    test('has no ledger outside its fixed period', async () => {
      const project = newProject();
      const period = { kind: 'fixed', start: NOON, end: NOON + DAY } as const;
      const budget = await createdBudget(storage(), project, { period });
      const ledgerAt = async (now: number) => (await storage().budgets.find(project, budget.id, now))?.ledger;
      expect(await ledgerAt(NOON - 1)).toBeNull();
      expect(await ledgerAt(NOON)).not.toBeNull();
      expect(await ledgerAt(NOON + DAY)).toBeNull();
    });

    test('starts each period with its whole amount, and keeps what earlier ones have used', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { amountNano: 100n });
      const today = newCall(project);
      await dispatched(storage(), today);
      await storage().calls.settle({ ...today, outcome: completion(100n) });
      expect((await storage().calls.dispatch(dispatchOf(newCall(project)))).kind).toBe('refused');
      await dispatched(storage(), newCall(project, { startedAt: NOON + DAY }));

      const spentAndHeld = async (now: number) => {
        const status = await storage().budgets.find(project, budget.id, now);
        return [status?.ledger?.spentNano, status?.ledger?.heldNano];
      };
      expect(await spentAndHeld(NOON + HOUR)).toEqual([100n, 0n]);
      expect(await spentAndHeld(NOON + DAY)).toEqual([0n, 100n]);
    });

    test('is edited without touching what was spent and held', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { name: 'Old', amountNano: 150n });
      const call = newCall(project);
      await dispatched(storage(), call);
      await storage().calls.settle({ ...call, outcome: completion(40n) });
      await dispatched(storage(), newCall(project));
      const change = { name: null, amountNano: 500n, hard: false, warningThresholds: [0.9] };
      const updated = await storage().budgets.update(project, budget.id, change, NOON + HOUR);

      expect(updated?.budget).toEqual({ ...budget, ...change, updatedAt: NOON + HOUR });
      expect(updated?.ledger).toMatchObject({ spentNano: 40n, heldNano: 100n });
      expect(await storage().budgets.find(project, budget.id, NOON + HOUR)).toEqual(updated);
      await dispatched(storage(), newCall(project));
    });

    test('keeps the parts that an edit does not name', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { name: 'Kept' });
      const updated = await storage().budgets.update(project, budget.id, { amountNano: 5n }, NOON);
      expect(updated?.budget).toEqual({ ...budget, amountNano: 5n });
    });

    test('no longer limits, counts or shows after it was deleted', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { amountNano: 1n });
      expect(await storage().budgets.delete(project, budget.id, NOON)).toBe(true);
      expect(await storage().budgets.delete(project, budget.id, NOON)).toBe(false);
      expect(await storage().budgets.update(project, budget.id, { name: 'x' }, NOON)).toBeNull();
      expect(await storage().budgets.find(project, budget.id, NOON)).toBeNull();
      expect((await storage().budgets.list(project, {}, { first: 10 }, NOON)).edges).toEqual([]);
      expect((await dispatched(storage(), newCall(project))).holds).toEqual([]);
    });

    test('of another project cannot be found, edited or deleted', async () => {
      const [one, other] = [newProject(), newProject()];
      const budget = await createdBudget(storage(), one);
      expect(await storage().budgets.find(other, budget.id, NOON)).toBeNull();
      expect(await storage().budgets.update(other, budget.id, { amountNano: 1n }, NOON)).toBeNull();
      expect(await storage().budgets.delete(other, budget.id, NOON)).toBe(false);
      expect((await storage().budgets.list(other, {}, { first: 10 }, NOON)).edges).toEqual([]);
      expect((await storage().budgets.find(one, budget.id, NOON))?.budget).toEqual(budget);
    });

    test('is found among many in the order that was asked for', async () => {
      const project = newProject();
      const [one, two] = [await createdBudget(storage(), project), await createdBudget(storage(), project)];
      const found = await storage().budgets.findMany(project, [two.id, 'unknown', one.id, two.id], NOON);
      expect(found.map((status) => status?.budget ?? null)).toEqual([two, null, one, two]);
    });
  });

  describe('the list of budgets', () => {
    test('is by id, in pages, either way', async () => {
      const project = newProject();
      for (const id of ['c', 'a', 'd', 'b']) await createdBudget(storage(), project, { id });
      const page = async (request: { first?: number; last?: number; after?: string; before?: string }) => {
        const found = await storage().budgets.list(project, {}, request, NOON);
        return { ...found, ids: found.edges.map(({ node }) => node.budget.id).join('') };
      };
      const first = await page({ first: 2 });
      expect(first).toMatchObject({ ids: 'ab', hasNextPage: true, hasPreviousPage: false });
      const next = await page({ first: 2, after: first.edges[1]!.cursor });
      expect(next).toMatchObject({ ids: 'cd', hasNextPage: false, hasPreviousPage: true });
      const back = await page({ last: 1, before: next.edges[0]!.cursor });
      expect(back).toMatchObject({ ids: 'b', hasNextPage: true, hasPreviousPage: true });
      await expect(page({ first: 1, after: 'nonsense' })).rejects.toThrow(ValidationError);
    });

    test('is narrowed to an agent or a scope, with what each has used', async () => {
      const project = newProject();
      const ofAgent = await createdBudget(storage(), project, {
        scope: { kind: 'agent', agentId: 'writer' },
      });
      const ofModel = await createdBudget(storage(), project, { scope: { kind: 'model', model: 'gpt-4o' } });
      await dispatched(storage(), newCall(project, { agentId: 'writer' }));
      const list = async (filter: { agentId?: string; scopeKey?: string }) =>
        (await storage().budgets.list(project, filter, { first: 10 }, NOON)).edges.map(({ node }) => [
          node.budget.id,
          node.ledger?.heldNano,
        ]);
      expect(await list({ agentId: 'writer' })).toEqual([[ofAgent.id, 100n]]);
      expect(await list({ agentId: 'reader' })).toEqual([]);
      expect(await list({ scopeKey: scopeKeyOf(ofModel.scope) })).toEqual([[ofModel.id, 100n]]);
    });
  });
}
