import type { BudgetStatus } from '../../domain/budget/budget.ts';
import type { BudgetKey } from '../../domain/budget/budget-store.ts';
import type { NewEvent } from '../../domain/event/event.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { toBudget } from './budget-rows.ts';
import type { BudgetRow } from './budget-rows.ts';
import { statusOf } from './budgets.ts';
import type { Database } from './database.ts';
import { appendEvents } from './events.ts';

/** Budgets of all projects after that one, by project and id. */
export function allBudgets(
  database: Database,
  after: BudgetKey | null,
  limit: number,
  now: number,
): BudgetStatus[] {
  const rows = database.all<BudgetRow>(
    `SELECT * FROM budgets WHERE (project_id, id) > (?, ?) AND deleted_at IS NULL ORDER BY project_id, id LIMIT ?`,
    after?.projectId ?? '',
    after?.budgetId ?? '',
    limit,
  );
  return rows.map((row) => statusOf(database, toBudget(row), now));
}

export function tellForecast(
  database: Database,
  event: NewEvent,
  periodKey: string,
  amountNano: NanoUsd,
): boolean {
  const changes = database.run(
    `UPDATE budget_periods SET forecast_told_nano = ?
     WHERE project_id = ? AND budget_id = ? AND period_key = ? AND coalesce(forecast_told_nano < ?, true)`,
    amountNano,
    event.projectId,
    event.budgetId,
    periodKey,
    amountNano,
  );
  if (changes === 0) return false;
  appendEvents(database, [event]);
  return true;
}
