import { z } from 'zod';
import { newId } from '../../lib/ids.ts';
import { pricePerMillionToFemto } from '../../lib/money.ts';
import { stampOf } from '../access/audit.ts';
import type { Principal } from '../access/principal.ts';
import { labelSchema, optional } from '../field-schemas.ts';
import type { ModelDirectory } from '../model/model-directory.ts';
import type { PriceTier } from './price.ts';
import type { PriceStore, SetPrice } from './price-store.ts';

const RATE_ACCEPTED =
  'must be US dollars per million tokens with at most 6 digits and 9 decimals, such as "2.50"';
const rateSchema = z
  .string(RATE_ACCEPTED)
  .regex(/^\d{1,6}(\.\d{1,9})?$/, RATE_ACCEPTED)
  .transform(pricePerMillionToFemto);

/** Rates in dollars per million tokens; what is cached costs as much as what is not, unless it is said. */
const ratesShape = {
  input: rateSchema,
  output: rateSchema,
  cacheRead: optional(rateSchema),
  cacheWrite: optional(rateSchema),
};

export const modelRatesSchema = z.object(ratesShape);
export type ModelRates = z.output<typeof modelRatesSchema>;

export const setModelPriceInputSchema = z.object({
  model: labelSchema(),
  ...ratesShape,
  effectiveFrom: optional(z.date()),
});
export type SetModelPriceInput = z.output<typeof setModelPriceInputSchema>;

/** Names rates by what they are, so that equal ones have one name and others another. */
export function versionOfRates(rates: ModelRates): string {
  const [tier] = toTiers(rates);
  return [tier.inputFemto, tier.outputFemto, tier.cacheReadFemto, tier.cacheWriteFemto].join('/');
}

/** A price of one tier. */
export function toTiers({ input, output, cacheRead, cacheWrite }: ModelRates): [PriceTier] {
  return [
    {
      fromPromptTokens: 0,
      inputFemto: input,
      outputFemto: output,
      cacheReadFemto: cacheRead ?? input,
      cacheWriteFemto: cacheWrite ?? input,
    },
  ];
}

/**
 * Sets the price of a model from an instant on, now when none is given. Calls that were dispatched before keep the price that
 * they had; other processes use it within the directory's `freshMs`. Throws StoreUnavailableError.
 */
export async function setModelPrice(
  prices: PriceStore,
  models: ModelDirectory,
  principal: Principal,
  { model, effectiveFrom, ...rates }: SetModelPriceInput,
  now: number,
): Promise<SetPrice> {
  const { projectId } = principal;
  const price: SetPrice = {
    projectId,
    model,
    version: `set/${model}/${newId()}`,
    effectiveFrom: effectiveFrom?.getTime() ?? now,
    createdAt: now,
    tiers: toTiers(rates),
  };
  const target = { kind: 'model_price', id: price.version };
  await prices.add(price, stampOf(principal, 'setModelPrice', target, now));
  models.forget(projectId);
  return price;
}
