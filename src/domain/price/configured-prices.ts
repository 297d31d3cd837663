import { z } from 'zod';
import type { ModelPriceFrom } from '../model/model-directory.ts';
import { modelRatesSchema, toTiers, versionOfRates } from './set-model-price.ts';

const priceSchema = modelRatesSchema
  .extend({ effectiveFrom: z.iso.datetime({ offset: true }).optional() })
  .strict();
const pricesSchema = z.record(z.string().min(1).max(200), priceSchema);

/**
 * Prices of a text such as {"my-model": {"input": "0.50", "output": "1.50"}}, or null when it isn't of that shape. With an
 * `effectiveFrom` (RFC 3339) a price holds from that instant on, otherwise ever since.
 */
export function parseConfiguredPrices(text: string): ModelPriceFrom[] | null {
  const parsed = pricesSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  return Object.entries(parsed.data).map(([model, { effectiveFrom, ...rates }]) => ({
    model,
    version: `config/${model}/${versionOfRates(rates)}`,
    effectiveFrom: effectiveFrom === undefined ? 0 : Date.parse(effectiveFrom),
    tiers: toTiers(rates),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
