import type { Budget } from '../../domain/budget/budget.ts';
import type { BudgetPeriod } from '../../domain/budget/period.ts';
import { scopeKeyOf } from '../../domain/budget/scope.ts';
import type { BudgetScope } from '../../domain/budget/scope.ts';
import type { SqlValue } from './database.ts';

/** A row of `budgets`. */
export interface BudgetRow {
  project_id: string;
  id: string;
  name: string | null;
  scope: string;
  amount_nano: bigint;
  period: string;
  warning_thresholds: string;
  hard: bigint;
  created_at: bigint;
  updated_at: bigint;
}

export function toBudget(row: BudgetRow): Budget {
  return {
    projectId: row.project_id,
    id: row.id,
    name: row.name,
    scope: JSON.parse(row.scope) as BudgetScope,
    amountNano: row.amount_nano,
    period: JSON.parse(row.period) as BudgetPeriod,
    warningThresholds: JSON.parse(row.warning_thresholds) as number[],
    hard: row.hard === 1n,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}

export function fromBudget(budget: Budget): Record<string, SqlValue> {
  return {
    project_id: budget.projectId,
    id: budget.id,
    name: budget.name,
    scope: JSON.stringify(budget.scope),
    scope_key: scopeKeyOf(budget.scope),
    amount_nano: budget.amountNano,
    period: JSON.stringify(budget.period),
    warning_thresholds: JSON.stringify(budget.warningThresholds),
    hard: budget.hard,
    created_at: budget.createdAt,
    updated_at: budget.updatedAt,
  };
}
