import { toNanoRoundedUp } from '../../lib/money.ts';
import type { FemtoUsd, NanoUsd } from '../../lib/money.ts';
import type { UsageBuckets } from '../token/usage.ts';

/** Prices of one tier, in femto-dollars per token. */
export interface Rates {
  inputFemto: FemtoUsd;
  cacheReadFemto: FemtoUsd;
  cacheWriteFemto: FemtoUsd;
  outputFemto: FemtoUsd;
}

/** Rates that apply from a prompt length on: the whole call is priced at the last tier whose `fromPromptTokens` it reaches. */
export interface PriceTier extends Rates {
  fromPromptTokens: number;
}

/** A dated price of one model. */
export interface ModelPrice {
  /** Names this price for ever; stored with each attempt that it priced. */
  version: string;
  /** Ascending by `fromPromptTokens`; the first begins at 0. */
  tiers: readonly [PriceTier, ...PriceTier[]];
}

/** What was charged, in nano-dollars. `promptNano + completionNano = totalNano`, always. */
export interface CostAmounts {
  promptNano: NanoUsd;
  completionNano: NanoUsd;
  totalNano: NanoUsd;
}

export function isSameCost(one: CostAmounts, other: CostAmounts): boolean {
  return (
    one.promptNano === other.promptNano &&
    one.completionNano === other.completionNano &&
    one.totalNano === other.totalNano
  );
}

export const NO_COST: CostAmounts = { promptNano: 0n, completionNano: 0n, totalNano: 0n };

/** The cost of one attempt, exact to the femto-dollar and rounded up once, on the total. */
export function costOf(usage: UsageBuckets, price: ModelPrice): CostAmounts {
  return costAt(usage, tierFor(price, promptTokensOf(usage)));
}

/**
 * The highest cost that a prompt of at most `promptTokens` and an answer of at most `maxTokens` can have: each bucket at the
 * dearest rate of each tier within reach, so that no later usage report can exceed it.
 */
export function worstCaseCost(promptTokens: number, maxTokens: number, price: ModelPrice): CostAmounts {
  const reachable = price.tiers.filter((tier) => tier.fromPromptTokens <= promptTokens);
  const input = max(
    reachable.flatMap((tier) => [tier.inputFemto, tier.cacheReadFemto, tier.cacheWriteFemto]),
  );
  const output = max(reachable.map((tier) => tier.outputFemto));
  return split(BigInt(promptTokens) * input, BigInt(maxTokens) * output);
}

/** The lowest cost that a prompt can have: all of it at the cheapest rate for input, and no answer. */
export function bestCaseCost(promptTokens: number, price: ModelPrice): CostAmounts {
  const { inputFemto, cacheReadFemto } = tierFor(price, promptTokens);
  return split(BigInt(promptTokens) * (cacheReadFemto < inputFemto ? cacheReadFemto : inputFemto), 0n);
}

export function addCosts(costs: readonly CostAmounts[]): CostAmounts {
  return costs.reduce(
    (sum, cost) => ({
      promptNano: sum.promptNano + cost.promptNano,
      completionNano: sum.completionNano + cost.completionNano,
      totalNano: sum.totalNano + cost.totalNano,
    }),
    NO_COST,
  );
}

/** The most output tokens that fit into `availableNano` after the prompt is paid for; below 1 when not even one does. */
export function affordableMaxTokens(
  promptTokens: number,
  availableNano: NanoUsd,
  price: ModelPrice,
  ceiling: number,
): number {
  let low = 0;
  let high = ceiling;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (worstCaseCost(promptTokens, middle, price).totalNano <= availableNano) low = middle;
    else high = middle - 1;
  }
  return low;
}

function costAt(usage: UsageBuckets, rates: Rates): CostAmounts {
  const prompt =
    BigInt(usage.freshInput) * rates.inputFemto +
    BigInt(usage.cacheRead) * rates.cacheReadFemto +
    BigInt(usage.cacheWrite) * rates.cacheWriteFemto;
  return split(prompt, BigInt(usage.output) * rates.outputFemto);
}

function split(promptFemto: FemtoUsd, completionFemto: FemtoUsd): CostAmounts {
  const totalNano = toNanoRoundedUp(promptFemto + completionFemto);
  const promptNano = toNanoRoundedUp(promptFemto);
  return { promptNano, completionNano: totalNano - promptNano, totalNano };
}

function tierFor(price: ModelPrice, promptTokens: number): PriceTier {
  return price.tiers.findLast((tier) => tier.fromPromptTokens <= promptTokens) ?? price.tiers[0];
}

function promptTokensOf(usage: UsageBuckets): number {
  return usage.freshInput + usage.cacheRead + usage.cacheWrite;
}

function max(values: readonly bigint[]): bigint {
  return values.reduce((highest, value) => (value > highest ? value : highest), 0n);
}
