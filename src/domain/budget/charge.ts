import type { NanoUsd } from '../../lib/money.ts';
import type { Attempt } from '../call/call.ts';
import type { CostAmounts } from '../price/price.ts';
import { scopeKeyOf } from './scope.ts';

/**
 * What a budget of that scope is charged for a call: its whole cost, or, of a budget on a model, the attempts of that model. A call
 * that may ask several models has a hold on the budgets of each. Without attempts nobody knows which was asked: it is the whole cost.
 */
export function chargeOf(scopeKey: string, cost: CostAmounts, attempts: readonly Attempt[]): NanoUsd {
  if (!scopeKey.startsWith('model:') || attempts.length === 0) return cost.totalNano;
  return attempts
    .filter(({ model, modelFamily }) =>
      [model, modelFamily].some((name) => scopeKeyOf({ kind: 'model', model: name }) === scopeKey),
    )
    .reduce((sum, attempt) => sum + attempt.cost.totalNano, 0n);
}
