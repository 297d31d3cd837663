import type { Hold } from '../../domain/call/call.ts';
import type { CallKey } from '../../domain/call/call-store.ts';
import type { Database } from './database.ts';

/** The columns of a row of `holds` that make a hold. */
export interface HoldRow {
  budget_id: string;
  scope_key: string;
  period_key: string;
  amount_nano: bigint;
  state: Hold['state'];
  charged_nano: bigint | null;
}

export function insertHold(database: Database, key: CallKey, hold: Hold): void {
  database.insert('holds', {
    project_id: key.projectId,
    operation_id: key.operationId,
    budget_id: hold.budgetId,
    scope_key: hold.scopeKey,
    period_key: hold.periodKey,
    amount_nano: hold.amountNano,
    state: hold.state,
    charged_nano: hold.chargedNano,
  });
}

export function updateHold(database: Database, key: CallKey, hold: Hold): void {
  database.run(
    `UPDATE holds SET amount_nano = ?, state = ?, charged_nano = ?
     WHERE project_id = ? AND operation_id = ? AND budget_id = ?`,
    hold.amountNano,
    hold.state,
    hold.chargedNano,
    key.projectId,
    key.operationId,
    hold.budgetId,
  );
}

/** The holds of one call by budget id, ended ones too. */
export function holdsOf(database: Database, key: CallKey): Hold[] {
  const rows = database.all<HoldRow>(
    `SELECT budget_id, scope_key, period_key, amount_nano, state, charged_nano FROM holds
     WHERE project_id = ? AND operation_id = ? ORDER BY budget_id`,
    key.projectId,
    key.operationId,
  );
  return rows.map(toHold);
}

export function toHold(row: HoldRow): Hold {
  return {
    budgetId: row.budget_id,
    scopeKey: row.scope_key,
    periodKey: row.period_key,
    amountNano: row.amount_nano,
    state: row.state,
    chargedNano: row.charged_nano,
  };
}
