import type { BudgetLedger } from '../../domain/budget/budget.ts';
import { emptyLedger } from '../../domain/budget/budget.ts';
import { refusalOf } from '../../domain/budget/enforcement.ts';
import { createPeriodLookup } from '../../domain/budget/period-lookup.ts';
import type { DispatchCommand } from '../../domain/call/call-store.ts';
import type { BudgetRefusal } from '../../domain/errors.ts';
import type { NanoUsd } from '../../lib/money.ts';
import type { BudgetDocument } from './budget-documents.ts';
import { budgetsOfIds, budgetsOfScopes } from './budgets.ts';
import type { CallDocument } from './call-documents.ts';
import type { Database } from './database.ts';
import { readLedgers } from './ledger.ts';
import { ledgerIdOf, toLedger } from './ledger-documents.ts';

/** What one budget has to do with a call: the budget, and the ledger of the period that pays for it. */
export interface Share {
  /** Null when the budget was deleted: it no longer limits, and its ledger goes on. */
  budget: BudgetDocument | null;
  periodId: string;
  ledger: BudgetLedger;
}

/** A share of a call that is yet to be dispatched. */
export interface PlannedShare extends Share {
  budget: BudgetDocument;
  /** False when the ledger is empty because it was not looked at, or because nothing was ever held in it. */
  hasLedger: boolean;
}

const periodAt = createPeriodLookup();

/** The shares that a call will have, by budget id; the ledgers that lately had room are not looked at. */
export async function planShares(
  database: Database,
  { call, scopeKeys }: DispatchCommand,
): Promise<PlannedShare[]> {
  const budgets = await budgetsOfScopes(database, call.projectId, scopeKeys);
  const planned = budgets.flatMap((budget): PlannedShare[] => {
    const window = periodAt(budget.period, call.startedAt);
    if (window === null) return [];
    const periodId = ledgerIdOf(budget.projectId, budget.id, window.key);
    return [{ budget, periodId, ledger: emptyLedger(window), hasLedger: false }];
  });
  const areRoomy = planned.every(({ periodId }) => database.roomyLedgers.has(periodId));
  return areRoomy ? planned : refreshed(database, planned);
}

/** The shares of a call that runs, by budget id, with the ledgers as they are now. */
export async function readShares(database: Database, { projectId, holds }: CallDocument): Promise<Share[]> {
  const [ledgers, budgets] = await Promise.all([
    readLedgers(
      database,
      holds.map(({ periodId }) => periodId),
    ),
    budgetsOfIds(
      database,
      projectId,
      holds.map(({ budgetId }) => budgetId),
    ),
  ]);
  return holds.flatMap(({ budgetId, periodId }): Share[] => {
    const ledger = ledgers.get(periodId);
    if (ledger === undefined) return [];
    return [{ budget: budgets.get(budgetId) ?? null, periodId, ledger: toLedger(ledger) }];
  });
}

/** The shares with their ledgers as they are now. */
export async function refreshed<Known extends Share>(
  database: Database,
  shares: readonly Known[],
): Promise<Known[]> {
  const ledgers = await readLedgers(
    database,
    shares.map(({ periodId }) => periodId),
  );
  return shares.map((share) => {
    const ledger = ledgers.get(share.periodId);
    return ledger === undefined ? share : { ...share, hasLedger: true, ledger: toLedger(ledger) };
  });
}

/** What stands in the way of holding so much more on each share. */
export function refusalsOf(shares: readonly Share[], requestedNano: NanoUsd): BudgetRefusal[] {
  return shares.flatMap(({ budget, ledger }) => {
    const refusal = budget === null ? null : refusalOf(budget, ledger, requestedNano);
    return refusal === null ? [] : [refusal];
  });
}

/**
 * `refusalOf` as the condition of an update: what is spent and held before may be at most so much. Null when the budget
 * doesn't limit.
 */
export function roomFor(budget: BudgetDocument | null, requestedNano: NanoUsd): NanoUsd | null {
  return budget === null || !budget.hard ? null : budget.amountNano - requestedNano;
}
