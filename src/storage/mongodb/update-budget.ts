import type { BudgetChange } from '../../domain/budget/budget-store.ts';
import type { BudgetStatus } from '../../domain/budget/budget.ts';
import { emptyLedger } from '../../domain/budget/budget.ts';
import { periodAt } from '../../domain/budget/period.ts';
import { budgetIdOf, checkAmount, toBudget } from './budget-documents.ts';
import type { BudgetDocument } from './budget-documents.ts';
import type { Database } from './database.ts';
import { readLedgers } from './ledger.ts';
import { ledgerIdOf, toLedger } from './ledger-documents.ts';
import { markCrossings, tellCrossings } from './tell-crossings.ts';

/**
 * Edits the budget and then judges the current period by it. The edit names what is still to be done in the same write, so
 * that a sweep does it when this process can't; and the next charge of the period does it as well.
 */
export async function updateBudget(
  database: Database,
  projectId: string,
  budgetId: string,
  change: BudgetChange,
  now: number,
): Promise<BudgetStatus | null> {
  checkAmount(change);
  const { warningThresholds, ...others } = change;
  const changes = {
    ...others,
    ...(warningThresholds && { warningThresholds: [...warningThresholds] }),
    updatedAt: now,
    dueAt: now,
  };
  const edited = await database.repeat(() =>
    database.budgets.findOneAndUpdate(
      { _id: budgetIdOf(projectId, budgetId), deletedAt: null },
      { $set: changes, $inc: { revision: 1 } },
      { returnDocument: 'after' },
    ),
  );
  return edited === null ? null : judge(database, edited, now);
}

/** Judges the budgets whose edit was not followed up. */
export async function judgeEditedBudgets(database: Database, now: number): Promise<void> {
  const edited = await database.repeat(() =>
    database.budgets.find({ dueAt: { $lt: now }, deletedAt: null }).toArray(),
  );
  for (const budget of edited) await judge(database, budget, budget.dueAt ?? now);
}

async function judge(database: Database, budget: BudgetDocument, at: number): Promise<BudgetStatus> {
  const { _id, revision } = budget;
  const window = periodAt(budget.period, at);
  let status: BudgetStatus = { budget: toBudget(budget), ledger: null };
  if (window !== null) {
    const id = ledgerIdOf(budget.projectId, budget.id, window.key);
    const ledger = (await readLedgers(database, [id])).get(id);
    // nothing was ever held, so no mark was made, and none is due
    if (ledger === undefined) status = { ...status, ledger: emptyLedger(window) };
    else {
      const marked = await markCrossings(database, budget, ledger, {
        source: null,
        at,
        after: Promise.resolve(),
      });
      await tellCrossings(database, [marked]);
      status = { ...status, ledger: toLedger(marked) };
    }
  }
  await database.repeat(() => database.budgets.updateOne({ _id, revision }, { $unset: { dueAt: '' } }));
  return status;
}
