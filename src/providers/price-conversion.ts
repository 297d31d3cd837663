import type { DatedPrice } from '../domain/model/catalogue.ts';
import type { PriceTier } from '../domain/price/price.ts';
import { pricePerMillionToFemto } from '../lib/money.ts';

/**
 * Dollars per million tokens by key; a tiered rate is the `base` until the prompt is longer than a tier's
 * `start`.
 */
type SourcePrice = Record<
  string,
  number | { base: number; tiers: readonly { start: number; price: number }[] } | undefined
>;

interface ConditionalPrice {
  constraint?:
    | { type: 'start_date'; start_date: string }
    | { type: 'time_of_date'; start_time: string; end_time: string };
  prices: SourcePrice;
}

/** What is used of a model of the price data. */
export interface PricedModel {
  id: string;
  prices: SourcePrice | ConditionalPrice[];
}

/**
 * Keys of a price that Tollgate can charge, and those of tools that it never asks for. A price with any other
 * key is not understood.
 */
const TOKEN_KEYS = ['input_mtok', 'cache_read_mtok', 'cache_write_mtok', 'output_mtok'] as const;
const TOOL_KEYS = ['web_searches_kcount', 'storage_searches_kcount'];

/** True when each price of the model is for text tokens, and says at least what input costs. */
export function isPricedByTextTokens(model: PricedModel): boolean {
  const known: readonly string[] = [...TOKEN_KEYS, ...TOOL_KEYS];
  return conditionalPrices(model).every(
    ({ prices }) =>
      prices['input_mtok'] !== undefined && Object.keys(prices).every((key) => known.includes(key)),
  );
}

/**
 * The model's prices by the day from which they hold, 0 for since ever, ascending. Prices in force at some
 * hours of the day only count as if the dearest held all day, so that a hold covers the call whenever it
 * ends.
 */
export function datedPricesOf(model: PricedModel, source: string): DatedPrice[] {
  const prices = conditionalPrices(model);
  const days = new Set(
    prices.flatMap(({ constraint }) => (constraint?.type === 'start_date' ? [constraint.start_date] : [])),
  );
  return [null, ...[...days].sort((a, b) => startOf(a) - startOf(b))].map((day) => ({
    effectiveFrom: startOf(day),
    price: {
      version: [source, model.id, ...(day === null ? [] : [day])].join('/'),
      tiers: toTiers(inForceFrom(day, prices)),
    },
  }));
}

function conditionalPrices({ prices }: PricedModel): ConditionalPrice[] {
  return Array.isArray(prices) ? prices : [{ prices }];
}

/** The first millisecond of a day in UTC; 0 for null. */
function startOf(day: string | null): number {
  return day === null ? 0 : Date.parse(day);
}

/**
 * The last price of the list whose constraint is met applies; one for some hours of the day leaves what
 * stands before it possible.
 */
function inForceFrom(day: string | null, prices: readonly ConditionalPrice[]): SourcePrice[] {
  const possible: SourcePrice[] = [];
  for (const { constraint, prices: price } of prices.toReversed()) {
    if (constraint?.type === 'start_date' && startOf(constraint.start_date) > startOf(day)) continue;
    possible.push(price);
    if (constraint?.type !== 'time_of_date') return possible;
  }
  const [first] = prices;
  return possible.length > 0 || first === undefined ? possible : [first.prices];
}

function toTiers(prices: readonly SourcePrice[]): [PriceTier, ...PriceTier[]] {
  const starts = new Set(
    prices.flatMap((price) =>
      TOKEN_KEYS.flatMap((key) => {
        const rate = price[key];
        // a tier of the source applies above its start, one of ours from its first prompt token on
        return typeof rate === 'object' ? rate.tiers.map((tier) => tier.start + 1) : [];
      }),
    ),
  );
  return [toTier(0, prices), ...[...starts].sort((a, b) => a - b).map((start) => toTier(start, prices))];
}

function toTier(fromPromptTokens: number, prices: readonly SourcePrice[]): PriceTier {
  const dearest = (rateOf: (price: SourcePrice) => number): bigint =>
    pricePerMillionToFemto(Math.max(...prices.map(rateOf)));
  const at = (price: SourcePrice, key: (typeof TOKEN_KEYS)[number]): number | undefined => {
    const rate = price[key];
    if (typeof rate !== 'object') return rate;
    return rate.tiers.findLast((tier) => tier.start < fromPromptTokens)?.price ?? rate.base;
  };
  const input = (price: SourcePrice): number => at(price, 'input_mtok') ?? 0;
  return {
    fromPromptTokens,
    inputFemto: dearest(input),
    // no rate of its own means that it costs what fresh input costs
    cacheReadFemto: dearest((price) => at(price, 'cache_read_mtok') ?? input(price)),
    cacheWriteFemto: dearest((price) => at(price, 'cache_write_mtok') ?? input(price)),
    // embeddings have no output
    outputFemto: dearest((price) => at(price, 'output_mtok') ?? 0),
  };
}
