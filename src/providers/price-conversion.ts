import type { DatedPrice } from '../domain/model/catalogue.ts';
import type { ModelKind } from '../domain/model/model.ts';
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

/** Keys of a price that Tollgate can charge. */
const TOKEN_KEYS = ['input_mtok', 'cache_read_mtok', 'cache_write_mtok', 'output_mtok'] as const;

/**
 * Keys of what Tollgate never asks for, so that they don't change the price of a call: tools of the provider, input that is not
 * text, caching for an hour. A price with any other key is not understood.
 */
const UNUSED_KEYS = [
  'web_searches_kcount',
  'storage_searches_kcount',
  'input_audio_mtok',
  'cache_audio_read_mtok',
  'input_image_mtok',
  'cache_image_read_mtok',
  'input_video_mtok',
  'cache_write_1h_mtok',
];

/**
 * True when each price of the model is for text tokens, says at least what input costs, and holds all day: a price by the hour
 * cannot be known when the call is held for, as it may end in another hour.
 */
export function isPricedByTextTokens(model: PricedModel): boolean {
  const known: readonly string[] = [...TOKEN_KEYS, ...UNUSED_KEYS];
  return conditionalPrices(model).every(
    ({ constraint, prices }) =>
      constraint?.type !== 'time_of_date' &&
      prices['input_mtok'] !== undefined &&
      Object.keys(prices).every((key) => known.includes(key)),
  );
}

/**
 * The model's prices by the day from which they hold, 0 for since ever, ascending. An embedding has no output that costs
 * anything, whatever the data says.
 */
export function datedPricesOf(model: PricedModel, source: string, kind: ModelKind): DatedPrice[] {
  const prices = conditionalPrices(model);
  const days = new Set(prices.map(({ constraint }) => startOf(constraint)));
  return [...days.add(null)]
    .sort((a, b) => toTime(a) - toTime(b))
    .flatMap((day) => {
      const inForce = prices.findLast(({ constraint }) => toTime(startOf(constraint)) <= toTime(day));
      if (inForce === undefined) return [];
      const version = [source, model.id, ...(day === null ? [] : [day])].join('/');
      return [{ effectiveFrom: toTime(day), price: { version, tiers: toTiers(inForce.prices, kind) } }];
    });
}

function conditionalPrices({ prices }: PricedModel): ConditionalPrice[] {
  return Array.isArray(prices) ? prices : [{ prices }];
}

function startOf(constraint: ConditionalPrice['constraint']): string | null {
  return constraint?.type === 'start_date' ? constraint.start_date : null;
}

/** The first millisecond of a day in UTC; 0 for null. */
function toTime(day: string | null): number {
  return day === null ? 0 : Date.parse(day);
}

function toTiers(price: SourcePrice, kind: ModelKind): [PriceTier, ...PriceTier[]] {
  const starts = new Set(
    TOKEN_KEYS.flatMap((key) => {
      const rate = price[key];
      // a tier of the source applies above its start, one of ours from its first prompt token on
      return typeof rate === 'object' ? rate.tiers.map((tier) => tier.start + 1) : [];
    }),
  );
  const toTierFrom = (start: number): PriceTier => toTier(start, price, kind);
  return [toTierFrom(0), ...[...starts].sort((a, b) => a - b).map(toTierFrom)];
}

function toTier(fromPromptTokens: number, price: SourcePrice, kind: ModelKind): PriceTier {
  const at = (key: (typeof TOKEN_KEYS)[number]): number | undefined => {
    const rate = price[key];
    if (typeof rate !== 'object') return rate;
    return rate.tiers.findLast((tier) => tier.start < fromPromptTokens)?.price ?? rate.base;
  };
  const input = at('input_mtok') ?? 0;
  return {
    fromPromptTokens,
    inputFemto: pricePerMillionToFemto(input),
    // no rate of its own means that it costs what fresh input costs
    cacheReadFemto: pricePerMillionToFemto(at('cache_read_mtok') ?? input),
    cacheWriteFemto: pricePerMillionToFemto(at('cache_write_mtok') ?? input),
    outputFemto: pricePerMillionToFemto(kind === 'embedding' ? 0 : (at('output_mtok') ?? 0)),
  };
}
