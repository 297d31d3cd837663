import type { BudgetStatus } from '../../domain/budget/budget.ts';
import type { BudgetKey } from '../../domain/budget/budget-store.ts';
import type { NewEvent } from '../../domain/event/event.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { statusesOf } from './budgets.ts';
import type { Database } from './database.ts';
import { ledgerIdOf } from './ledger-documents.ts';

/** Budgets of all projects after that one, by project and id. */
export async function allBudgets(
  database: Database,
  after: BudgetKey | null,
  limit: number,
  now: number,
): Promise<BudgetStatus[]> {
  const { budgets, repeat } = database;
  const later =
    after === null
      ? {}
      : {
          $or: [
            { projectId: after.projectId, id: { $gt: after.budgetId } },
            { projectId: { $gt: after.projectId } },
          ],
        };
  const documents = await repeat(() =>
    budgets
      .find({ ...later, deletedAt: null })
      .sort({ projectId: 1, id: 1 })
      .limit(limit)
      .toArray(),
  );
  return statusesOf(database, documents, now);
}

/** The log takes an event of that key once, so that a process that dies in between has told it once all the same. */
export async function tellForecast(
  { log, periods, repeat }: Database,
  event: NewEvent,
  periodKey: string,
  amountNano: NanoUsd,
): Promise<boolean> {
  const _id = ledgerIdOf(event.projectId, event.budgetId ?? '', periodKey);
  const untold = { _id, forecastToldNano: { $not: { $gte: amountNano } } };
  if ((await repeat(() => periods.findOne(untold, { projection: { _id: 1 } }))) === null) return false;
  await log.append([{ key: `${_id} forecast ${amountNano}`, event }]);
  const { modifiedCount } = await repeat(() =>
    periods.updateOne(untold, { $set: { forecastToldNano: amountNano } }),
  );
  return modifiedCount === 1;
}
