import { formatUsd } from '../../lib/money.ts';
import type { BudgetRefusal } from '../errors.ts';

/** For people: which budget refused, what is left of it, and what can be done. */
export function describeRefusals(refusals: readonly [BudgetRefusal, ...BudgetRefusal[]]): string {
  const [first, ...others] = refusals;
  const name = first.budgetName ?? first.budgetId;
  const remedy = first.retryable
    ? 'Calls under way hold the rest: try again when they have ended'
    : first.resetsAt === null
      ? 'Raise the budget, or lower maxTokens'
      : `It resets at ${new Date(first.resetsAt).toISOString()}; raise the budget, or lower maxTokens`;
  const more = others.length === 0 ? '' : ` ${others.length} more budget(s) refused it too.`;
  return (
    `The budget "${name}" has ${formatUsd(first.remainingNano)} USD left of ${formatUsd(first.amountNano)}, ` +
    `and this call can cost up to ${formatUsd(first.requestedNano)}. ${remedy}.${more}`
  );
}
