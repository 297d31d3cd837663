import { addCosts, NO_COST } from '../price/price.ts';
import type { Attempt, Cost, CostBasis } from './call.ts';
import { COST_BASES } from './call.ts';

/** The sum of the attempts, no surer than its least sure part. */
export function totalCost(attempts: readonly Attempt[]): Cost {
  const charged = attempts.map((attempt) => attempt.cost).filter((cost) => cost.priceVersion !== null);
  const basis = charged.map((cost) => cost.basis).reduce(lessSure, 'measured');
  return { ...addCosts([NO_COST, ...charged]), basis, priceVersion: charged.at(-1)?.priceVersion ?? null };
}

function lessSure(a: CostBasis, b: CostBasis): CostBasis {
  return COST_BASES.indexOf(a) > COST_BASES.indexOf(b) ? a : b;
}
