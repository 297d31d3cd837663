import type { BudgetLedger } from '../../domain/budget/budget.ts';
import type { PeriodWindow } from '../../domain/budget/period.ts';
import type { NanoUsd } from '../../lib/money.ts';
import type { KeyedEvent } from './event-documents.ts';

/** A document of `budget_periods` without its holds, whose number grows with the calls under way. */
export interface LedgerDocument {
  /** ledgerIdOf */
  _id: string;
  projectId: string;
  budgetId: string;
  window: PeriodWindow;
  spentNano: NanoUsd;
  heldNano: NanoUsd;
  /** Spent and held together, for the condition of a hold; changed in the same writes as they are. */
  usedNano: NanoUsd;
  /** How often `spentNano` was changed: whoever corrects it names the number that it saw. */
  charges: number;
  /** Ids of the corrections whose calls may not know yet that they are booked. */
  corrections: string[];
  warnedThresholds: number[];
  reportedUsedUp: boolean;
  /** The amount that the period was said to spend more than; absent until then. */
  forecastToldNano?: NanoUsd;
  /** The revision of the budget by which the two marks above were last judged. */
  budgetRevision: number;
  /** How often the marks were changed: whoever changes them names the number that it saw. */
  judgements: number;
  /** Events of the marks that may not be in the log yet. */
  outbox: KeyedEvent[];
}

export interface PeriodDocument extends LedgerDocument {
  /** What is held, by the call's hold key. */
  holds: Record<string, NanoUsd>;
}

export function ledgerIdOf(projectId: string, budgetId: string, periodKey: string): string {
  return JSON.stringify([projectId, budgetId, periodKey]);
}

export function emptyPeriod(
  { projectId, id, revision }: { projectId: string; id: string; revision: number },
  window: PeriodWindow,
): PeriodDocument {
  return {
    _id: ledgerIdOf(projectId, id, window.key),
    projectId,
    budgetId: id,
    window,
    spentNano: 0n,
    heldNano: 0n,
    usedNano: 0n,
    charges: 0,
    corrections: [],
    warnedThresholds: [],
    reportedUsedUp: false,
    budgetRevision: revision,
    judgements: 0,
    outbox: [],
    holds: {},
  };
}

export function toLedger(document: LedgerDocument): BudgetLedger {
  const { window, spentNano, heldNano, warnedThresholds, reportedUsedUp, forecastToldNano = null } = document;
  return { window, spentNano, heldNano, warnedThresholds, reportedUsedUp, forecastToldNano };
}
