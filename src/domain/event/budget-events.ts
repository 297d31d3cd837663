import { formatUsd } from '../../lib/money.ts';
import type { Budget, BudgetLedger } from '../budget/budget.ts';
import { fractionUsed } from '../budget/enforcement.ts';
import type { Crossings } from '../budget/enforcement.ts';
import type { BudgetForecast } from '../budget/forecast.ts';
import { resetsAt } from '../budget/period.ts';
import type { BudgetRefusal } from '../errors.ts';
import type { NewEvent } from './event.ts';

/** The call that crossed a threshold or was refused; null when an edit of the budget did it. */
export interface EventSource {
  operationId: string;
  agentId: string | null;
  capabilityType: string | null;
  model: string;
}

const PREFIX = 'openai.budget';

/** One event for each crossing, lowest threshold first. `ledger` is the ledger that crossed them. */
export function budgetCrossings(
  budget: Budget,
  ledger: BudgetLedger,
  crossings: Crossings,
  source: EventSource | null,
  at: number,
): NewEvent[] {
  const usage = {
    currentUsage: formatUsd(ledger.spentNano),
    budgetAmount: formatUsd(budget.amountNano),
    percentageUsed: percentageUsed(ledger.spentNano, budget.amountNano),
    periodKey: ledger.window.key,
  };
  const base = baseOf(budget, source, at);
  const events: NewEvent[] = crossings.thresholds.map((threshold) => ({
    ...base,
    topic: `${PREFIX}.warning`,
    payload: { kind: 'budget_warning', ...usage, threshold },
  }));
  if (crossings.usedUp) {
    events.push({
      ...base,
      topic: `${PREFIX}.exceeded`,
      payload: {
        kind: 'budget_exceeded',
        reason: 'used_up',
        ...usage,
        held: formatUsd(ledger.heldNano),
        requested: null,
        resetsAt: resetsAt(budget.period, ledger.window),
      },
    });
  }
  return events;
}

/** The event that a budget turned a call away. */
export function callRefused(
  budget: Budget,
  periodKey: string,
  refusal: BudgetRefusal,
  source: EventSource,
  at: number,
): NewEvent {
  return {
    ...baseOf(budget, source, at),
    topic: `${PREFIX}.exceeded`,
    payload: {
      kind: 'budget_exceeded',
      reason: 'call_refused',
      currentUsage: formatUsd(refusal.spentNano),
      held: formatUsd(refusal.heldNano),
      budgetAmount: formatUsd(refusal.amountNano),
      percentageUsed: percentageUsed(refusal.spentNano, refusal.amountNano),
      requested: formatUsd(refusal.requestedNano),
      resetsAt: refusal.resetsAt,
      periodKey,
    },
  };
}

/** The event that the period of the ledger will spend more than the amount. */
export function forecastExceeded(budget: Budget, ledger: BudgetLedger, forecast: BudgetForecast): NewEvent {
  return {
    ...baseOf(budget, null, forecast.at),
    topic: `${PREFIX}.forecast`,
    payload: {
      kind: 'budget_forecast',
      currentUsage: formatUsd(ledger.spentNano),
      budgetAmount: formatUsd(budget.amountNano),
      percentageUsed: percentageUsed(ledger.spentNano, budget.amountNano),
      projectedUsage: formatUsd(forecast.projectedNano),
      usedUpAt: forecast.usedUpAt,
      periodKey: ledger.window.key,
    },
  };
}

function baseOf(budget: Budget, source: EventSource | null, at: number): Omit<NewEvent, 'topic' | 'payload'> {
  return {
    projectId: budget.projectId,
    at,
    agentId: source?.agentId ?? (budget.scope.kind === 'agent' ? budget.scope.agentId : null),
    operationId: source?.operationId ?? null,
    capabilityType: source?.capabilityType ?? null,
    model: source?.model ?? null,
    budgetId: budget.id,
  };
}

function percentageUsed(spentNano: bigint, amountNano: bigint): number {
  // 80.25 is 80.25 %
  return Math.round(fractionUsed(spentNano, amountNano) * 1_000_000) / 10_000;
}
