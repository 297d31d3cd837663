import { emptyLedger } from '../../domain/budget/budget.ts';
import type { Budget, BudgetLedger } from '../../domain/budget/budget.ts';
import type { PeriodWindow } from '../../domain/budget/period.ts';
import type { Database } from './database.ts';

/** The columns of a row of `budget_periods` that make a ledger. */
export interface LedgerRow {
  period_key: string;
  period_start: bigint;
  period_end: bigint;
  time_zone: string;
  spent_nano: bigint;
  held_nano: bigint;
  warned_thresholds: string;
  reported_used_up: bigint;
  forecast_told_nano: bigint | null;
}

/** The ledger of a period, empty when nothing was ever held in it. */
export function readLedger(
  database: Database,
  { projectId, id }: Pick<Budget, 'projectId' | 'id'>,
  window: PeriodWindow,
): BudgetLedger {
  const row = database.get<LedgerRow>(
    `SELECT period_key, period_start, period_end, time_zone, spent_nano, held_nano, warned_thresholds, reported_used_up,
       forecast_told_nano
     FROM budget_periods WHERE project_id = ? AND budget_id = ? AND period_key = ?`,
    projectId,
    id,
    window.key,
  );
  return row === undefined ? emptyLedger(window) : toLedger(row);
}

export function writeLedger(
  database: Database,
  projectId: string,
  budgetId: string,
  ledger: BudgetLedger,
): void {
  const { window } = ledger;
  database.run(
    `INSERT INTO budget_periods (project_id, budget_id, period_key, period_start, period_end, time_zone,
       spent_nano, held_nano, warned_thresholds, reported_used_up)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (project_id, budget_id, period_key) DO UPDATE SET
       spent_nano = excluded.spent_nano, held_nano = excluded.held_nano,
       warned_thresholds = excluded.warned_thresholds, reported_used_up = excluded.reported_used_up`,
    projectId,
    budgetId,
    window.key,
    window.start,
    window.end,
    window.timeZone,
    ledger.spentNano,
    ledger.heldNano,
    JSON.stringify(ledger.warnedThresholds),
    ledger.reportedUsedUp,
  );
}

export function toLedger(row: LedgerRow): BudgetLedger {
  return {
    window: {
      start: Number(row.period_start),
      end: Number(row.period_end),
      timeZone: row.time_zone,
      key: row.period_key,
    },
    spentNano: row.spent_nano,
    heldNano: row.held_nano,
    warnedThresholds: JSON.parse(row.warned_thresholds) as number[],
    reportedUsedUp: row.reported_used_up === 1n,
    forecastToldNano: row.forecast_told_nano,
  };
}
