import type { BudgetRefusal } from '../errors.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { remainingOf } from './budget.ts';
import type { Budget, BudgetLedger } from './budget.ts';
import { resetsAt } from './period.ts';

const PARTS_PER_UNIT = 1_000_000n;

/**
 * The one rule of I1: a hard budget takes a hold only while settled + held stays within the amount.
 * Null when the hold fits. Stores call it inside the write that places the hold.
 */
export function refusalOf(
  budget: Budget,
  ledger: BudgetLedger,
  requestedNano: NanoUsd,
): BudgetRefusal | null {
  if (!budget.hard || ledger.spentNano + ledger.heldNano + requestedNano <= budget.amountNano) return null;
  return {
    budgetId: budget.id,
    budgetName: budget.name,
    amountNano: budget.amountNano,
    spentNano: ledger.spentNano,
    heldNano: ledger.heldNano,
    remainingNano: remainingOf(budget, ledger),
    requestedNano,
    resetsAt: resetsAt(budget.period, ledger.window),
    retryable: ledger.heldNano > 0n && ledger.spentNano + requestedNano <= budget.amountNano,
  };
}

/** What the ledger says for the first time in its period. */
export interface Crossings {
  thresholds: number[];
  usedUp: boolean;
}

/** The warnings that are due and not yet given: derived from the ledger itself, so none is lost in a crash (I8). */
export function crossingsOf(budget: Budget, ledger: BudgetLedger): Crossings {
  return {
    thresholds: budget.warningThresholds.filter(
      (threshold) => !ledger.warnedThresholds.includes(threshold) && hasReached(budget, ledger, threshold),
    ),
    usedUp: !ledger.reportedUsedUp && hasReached(budget, ledger, 1),
  };
}

/** The ledger after its crossings were told. */
export function withCrossings(ledger: BudgetLedger, crossings: Crossings): BudgetLedger {
  return {
    ...ledger,
    warnedThresholds: [...ledger.warnedThresholds, ...crossings.thresholds],
    reportedUsedUp: ledger.reportedUsedUp || crossings.usedUp,
  };
}

/**
 * The ledger after the budget was edited: a threshold that is no longer reached can be crossed again, one that is still
 * reached stays told.
 */
export function rearmed(budget: Budget, ledger: BudgetLedger): BudgetLedger {
  return {
    ...ledger,
    warnedThresholds: ledger.warnedThresholds.filter((threshold) => hasReached(budget, ledger, threshold)),
    reportedUsedUp: ledger.reportedUsedUp && hasReached(budget, ledger, 1),
  };
}

/** Spent as a fraction of the amount, for people: 0.8 is 80 %. Exact to six decimals. */
export function fractionUsed(spentNano: NanoUsd, amountNano: NanoUsd): number {
  return Number((spentNano * PARTS_PER_UNIT) / amountNano) / Number(PARTS_PER_UNIT);
}

function hasReached(budget: Budget, ledger: BudgetLedger, threshold: number): boolean {
  const parts = BigInt(Math.round(threshold * Number(PARTS_PER_UNIT)));
  return ledger.spentNano * PARTS_PER_UNIT >= budget.amountNano * parts;
}
