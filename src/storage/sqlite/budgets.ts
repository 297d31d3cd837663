import type { AuditStamp } from '../../domain/access/audit.ts';
import type { BudgetChange, BudgetFilter } from '../../domain/budget/budget-store.ts';
import { budgetSnapshot } from '../../domain/budget/budget.ts';
import type { Budget, BudgetStatus } from '../../domain/budget/budget.ts';
import { crossingsOf, rearmed, withCrossings } from '../../domain/budget/enforcement.ts';
import { periodAt } from '../../domain/budget/period.ts';
import { scopeKeyOf } from '../../domain/budget/scope.ts';
import { budgetCrossings } from '../../domain/event/budget-events.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { appendAudit } from './audit-log.ts';
import { fromBudget, toBudget } from './budget-rows.ts';
import type { BudgetRow } from './budget-rows.ts';
import type { Database } from './database.ts';
import { appendEvents } from './events.ts';
import { readPage } from './keyset.ts';
import type { Condition } from './keyset.ts';
import { readLedger, writeLedger } from './ledger.ts';

export function createBudget(database: Database, budget: Budget, audit?: AuditStamp): void {
  database.insert('budgets', fromBudget(budget));
  appendAudit(database, audit, null, budgetSnapshot(budget));
}

export function updateBudget(
  database: Database,
  projectId: string,
  budgetId: string,
  change: BudgetChange,
  now: number,
  audit?: AuditStamp,
): BudgetStatus | null {
  const stored = readBudget(database, projectId, budgetId);
  if (stored === null) return null;
  const budget: Budget = { ...stored, ...change, updatedAt: now };
  database.run(
    `UPDATE budgets SET name = ?, amount_nano = ?, warning_thresholds = ?, hard = ?, updated_at = ?
     WHERE project_id = ? AND id = ?`,
    budget.name,
    budget.amountNano,
    JSON.stringify(budget.warningThresholds),
    budget.hard,
    budget.updatedAt,
    projectId,
    budgetId,
  );
  appendAudit(database, audit, budgetSnapshot(stored), budgetSnapshot(budget));
  const window = periodAt(budget.period, now);
  if (window === null) return { budget, ledger: null };
  const ledger = rearmed(budget, readLedger(database, budget, window));
  const crossings = crossingsOf(budget, ledger);
  const told = withCrossings(ledger, crossings);
  writeLedger(database, projectId, budgetId, told);
  appendEvents(database, budgetCrossings(budget, told, crossings, null, now));
  return { budget, ledger: told };
}

export function deleteBudget(
  database: Database,
  projectId: string,
  budgetId: string,
  now: number,
  audit?: AuditStamp,
): boolean {
  const stored = readBudget(database, projectId, budgetId);
  if (stored === null) return false;
  database.run(
    'UPDATE budgets SET deleted_at = ? WHERE project_id = ? AND id = ? AND deleted_at IS NULL',
    now,
    projectId,
    budgetId,
  );
  appendAudit(database, audit, budgetSnapshot(stored), null);
  return true;
}

/** The budget, or null when there is none or it was deleted. */
export function readBudget(database: Database, projectId: string, budgetId: string): Budget | null {
  const row = database.get<BudgetRow>(
    'SELECT * FROM budgets WHERE project_id = ? AND id = ? AND deleted_at IS NULL',
    projectId,
    budgetId,
  );
  return row === undefined ? null : toBudget(row);
}

/**
 * The budgets of these scopes, by id. The index is named because SQLite, when it has no statistics, would rather read
 * every budget of the project in the wanted order.
 */
export function budgetsOfScopes(
  database: Database,
  projectId: string,
  scopeKeys: readonly string[],
): Budget[] {
  const rows = database.all<BudgetRow>(
    `SELECT * FROM budgets INDEXED BY budgets_by_scope
     WHERE project_id = ? AND scope_key IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL
     ORDER BY id`,
    projectId,
    JSON.stringify(scopeKeys),
  );
  return rows.map(toBudget);
}

export function findBudgets(
  database: Database,
  projectId: string,
  budgetIds: readonly string[],
  now: number,
): (BudgetStatus | null)[] {
  return budgetIds.map((budgetId) => {
    const budget = readBudget(database, projectId, budgetId);
    return budget === null ? null : statusOf(database, budget, now);
  });
}

export function matchingBudgets(
  database: Database,
  projectId: string,
  scopeKeys: readonly string[],
  now: number,
): BudgetStatus[] {
  return budgetsOfScopes(database, projectId, scopeKeys)
    .map((budget) => statusOf(database, budget, now))
    .filter(({ ledger }) => ledger !== null);
}

export function listBudgets(
  database: Database,
  projectId: string,
  filter: BudgetFilter,
  page: PageRequest,
  now: number,
): Page<BudgetStatus> {
  const conditions: Condition[] = [
    { sql: 'project_id = ?', values: [projectId] },
    { sql: 'deleted_at IS NULL', values: [] },
  ];
  const ofAgent =
    filter.agentId === undefined ? undefined : scopeKeyOf({ kind: 'agent', agentId: filter.agentId });
  for (const scopeKey of [filter.scopeKey, ofAgent]) {
    if (scopeKey !== undefined) conditions.push({ sql: 'scope_key = ?', values: [scopeKey] });
  }
  const rows = readPage<BudgetRow>(
    database,
    { table: 'budgets', conditions, keyColumns: ['id'], keyTypes: ['string'], order: 'ascending' },
    page,
    (row) => [row.id],
  );
  return mapPage(rows, (row) => statusOf(database, toBudget(row), now));
}

export function statusOf(database: Database, budget: Budget, now: number): BudgetStatus {
  const window = periodAt(budget.period, now);
  return { budget, ledger: window === null ? null : readLedger(database, budget, window) };
}
