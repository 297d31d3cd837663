import type { AuditStamp } from '../../domain/access/audit.ts';
import type { BudgetChange } from '../../domain/budget/budget-store.ts';
import type { BudgetStatus } from '../../domain/budget/budget.ts';
import { budgetSnapshot, emptyLedger } from '../../domain/budget/budget.ts';
import { periodAt } from '../../domain/budget/period.ts';
import { pushUntold, tellAudit } from './audit-log.ts';
import { readBudget } from './budgets.ts';
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
  audit?: AuditStamp,
): Promise<BudgetStatus | null> {
  checkAmount(change);
  const { warningThresholds, ...others } = change;
  const changes = {
    ...others,
    ...(warningThresholds && { warningThresholds: [...warningThresholds] }),
    updatedAt: now,
    dueAt: now,
  };
  const _id = budgetIdOf(projectId, budgetId);
  for (;;) {
    const stored = await readBudget(database, _id);
    if (stored === null) return null;
    const before = toBudget(stored);
    const untold = pushUntold(
      audit,
      budgetSnapshot(before),
      budgetSnapshot({ ...before, ...change, updatedAt: now }),
    );
    const { revision } = stored;
    const edited = await database.repeat(() =>
      database.budgets.findOneAndUpdate(
        { _id, revision, deletedAt: null },
        { $set: changes, $inc: { revision: 1 }, ...untold },
        { returnDocument: 'after' },
      ),
    );
    // someone else's edit, or ours with its reply lost: set again, it changes nothing
    if (edited === null) continue;
    await tellAudit(database, database.budgets, { _id, untold: edited.untold });
    return judge(database, edited, now);
  }
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
