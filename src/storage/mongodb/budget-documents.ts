import type { Budget } from '../../domain/budget/budget.ts';
import { scopeKeyOf } from '../../domain/budget/scope.ts';
import type { Audited } from './audit-log.ts';

/** A document of `budgets`. */
export interface BudgetDocument extends Budget, Audited {
  _id: string;
  scopeKey: string;
  deletedAt: number | null;
  /** Rises with each edit. */
  revision: number;
  /** When the edit was made by which the current period is still to be judged; absent when it has been. */
  dueAt?: number;
}

const INT64_MAX = 2n ** 63n - 1n;

export function budgetIdOf(projectId: string, id: string): string {
  return JSON.stringify([projectId, id]);
}

export function fromBudget(budget: Budget): BudgetDocument {
  checkAmount(budget);
  return {
    _id: budgetIdOf(budget.projectId, budget.id),
    ...budget,
    scopeKey: scopeKeyOf(budget.scope),
    deletedAt: null,
    revision: 0,
  };
}

export function toBudget(document: BudgetDocument): Budget {
  const {
    _id,
    scopeKey: _scopeKey,
    deletedAt: _deletedAt,
    revision: _revision,
    dueAt: _dueAt,
    untold: _untold,
    ...budget
  } = document;
  return budget;
}

/** BSON's integers have 64 bits, and the driver would cut off the rest without a word. Throws RangeError. */
export function checkAmount({ amountNano }: Partial<Pick<Budget, 'amountNano'>>): void {
  if (amountNano !== undefined && amountNano > INT64_MAX)
    throw new RangeError(`${amountNano} nano-dollars are more than the store can keep`);
}
