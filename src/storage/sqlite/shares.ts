import type { Budget, BudgetLedger } from '../../domain/budget/budget.ts';
import type { Hold } from '../../domain/call/call.ts';
import type { CallKey } from '../../domain/call/call-store.ts';
import { toBudget } from './budget-rows.ts';
import type { BudgetRow } from './budget-rows.ts';
import type { Database } from './database.ts';
import { toHold } from './holds.ts';
import type { HoldRow } from './holds.ts';
import { toLedger } from './ledger.ts';
import type { LedgerRow } from './ledger.ts';

/** What one budget has to do with a call: the hold, and the ledger of the hold's own period. */
export interface Share {
  hold: Hold;
  ledger: BudgetLedger;
  /** Null when the budget was deleted: it no longer limits or warns, and its ledger goes on. */
  budget: Budget | null;
}

type ShareRow = HoldRow & LedgerRow & BudgetRow & { limit_nano: bigint | null };

/** The shares of a call, by budget id. */
export function readShares(database: Database, key: CallKey): Share[] {
  const rows = database.all<ShareRow>(
    `SELECT h.budget_id, h.scope_key, h.period_key, h.amount_nano, h.state, h.charged_nano,
       p.period_start, p.period_end, p.time_zone, p.spent_nano, p.held_nano, p.warned_thresholds, p.reported_used_up,
       p.forecast_told_nano,
       h.project_id, b.id, b.name, b.scope, b.amount_nano AS limit_nano, b.period, b.warning_thresholds, b.hard,
       b.created_at, b.updated_at
     FROM holds AS h
     JOIN budget_periods AS p
       ON p.project_id = h.project_id AND p.budget_id = h.budget_id AND p.period_key = h.period_key
     LEFT JOIN budgets AS b ON b.project_id = h.project_id AND b.id = h.budget_id AND b.deleted_at IS NULL
     WHERE h.project_id = ? AND h.operation_id = ? ORDER BY h.budget_id`,
    key.projectId,
    key.operationId,
  );
  return rows.map((row) => ({
    hold: toHold(row),
    ledger: toLedger(row),
    budget: row.limit_nano === null ? null : toBudget({ ...row, amount_nano: row.limit_nano }),
  }));
}
