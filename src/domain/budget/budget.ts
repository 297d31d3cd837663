import { formatUsd } from '../../lib/money.ts';
import type { NanoUsd } from '../../lib/money.ts';
import type { BudgetPeriod, PeriodWindow } from './period.ts';
import type { BudgetScope } from './scope.ts';

/** A limit. What was spent under it lives in BudgetLedger, so that editing a limit never touches spend. */
export interface Budget {
  projectId: string;
  id: string;
  name: string | null;
  scope: BudgetScope;
  amountNano: NanoUsd;
  period: BudgetPeriod;
  /** Fractions of the amount, ascending, above 0 and at most 1. */
  warningThresholds: readonly number[];
  /** A hard budget refuses the call that could overshoot it; a soft one only tells. */
  hard: boolean;
  createdAt: number;
  updatedAt: number;
}

/** What one period of one budget has used. `spent` and `held` are two numbers, never one. */
export interface BudgetLedger {
  window: PeriodWindow;
  spentNano: NanoUsd;
  heldNano: NanoUsd;
  /** The thresholds whose warning was given in this period. */
  warnedThresholds: readonly number[];
  /** True once the budget was reported as used up in this period. */
  reportedUsedUp: boolean;
  /** The amount that the period was said to spend more than; null until it was. */
  forecastToldNano: NanoUsd | null;
}

/** A budget with the ledger of the period that `now` falls into; the ledger is null outside a fixed period. */
export interface BudgetStatus {
  budget: Budget;
  ledger: BudgetLedger | null;
}

/** What the audit log shows of a budget. The amount is in US dollars. */
export function budgetSnapshot({ name, scope, amountNano, period, warningThresholds, hard }: Budget): object {
  return { name, scope, amount: formatUsd(amountNano), period, warningThresholds, hard };
}

export function emptyLedger(window: PeriodWindow): BudgetLedger {
  return {
    window,
    spentNano: 0n,
    heldNano: 0n,
    warnedThresholds: [],
    reportedUsedUp: false,
    forecastToldNano: null,
  };
}

/** What can still be held, never below zero. */
export function remainingOf(budget: Budget, ledger: Pick<BudgetLedger, 'spentNano' | 'heldNano'>): NanoUsd {
  const remaining = budget.amountNano - ledger.spentNano - ledger.heldNano;
  return remaining > 0n ? remaining : 0n;
}
