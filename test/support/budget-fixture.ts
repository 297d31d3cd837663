import type { Budget, BudgetLedger } from '../../src/domain/budget/budget.ts';
import type { Storage } from '../../src/domain/storage.ts';
import { newId } from '../../src/lib/ids.ts';
import { NOON } from './call-fixture.ts';

/** A hard budget of 1,000 nano-dollars a day for every call of the project. */
export function newBudget(projectId: string, changes: Partial<Budget> = {}): Budget {
  return {
    projectId,
    id: newId(),
    name: null,
    scope: { kind: 'everything' },
    amountNano: 1_000n,
    period: { kind: 'recurring', every: 'DAY', timeZone: 'UTC' },
    warningThresholds: [0.8],
    hard: true,
    createdAt: NOON,
    updatedAt: NOON,
    ...changes,
  };
}

/** Stores a budget and returns it. */
export async function createdBudget(
  storage: Storage,
  projectId: string,
  changes: Partial<Budget> = {},
): Promise<Budget> {
  const budget = newBudget(projectId, changes);
  await storage.budgets.create(budget);
  return budget;
}

/** What the budget has used in the period of `at`. */
export async function ledgerAt(storage: Storage, budget: Budget, at = NOON): Promise<BudgetLedger> {
  const status = await storage.budgets.find(budget.projectId, budget.id, at);
  if (!status?.ledger) throw new Error(`budget ${budget.id} has no period at ${new Date(at).toISOString()}`);
  return status.ledger;
}
