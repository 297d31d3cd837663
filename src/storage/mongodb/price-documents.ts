import type { PriceTier } from '../../domain/price/price.ts';
import type { SetPrice } from '../../domain/price/price-store.ts';
import type { Audited } from './audit-log.ts';

/** Femto-dollars can be more than an int64: they are kept as decimal strings. */
type StoredTier = { [Field in keyof PriceTier]: PriceTier[Field] extends bigint ? string : PriceTier[Field] };

/** A document of `model_prices`. */
export interface PriceDocument extends Omit<SetPrice, 'tiers'>, Audited {
  _id: string;
  tiers: StoredTier[];
}

export function fromPrice(price: SetPrice): PriceDocument {
  const { projectId, version, tiers } = price;
  return { _id: JSON.stringify([projectId, version]), ...price, tiers: tiers.map(fromTier) };
}

export function toPrice({ _id, untold: _untold, tiers, ...price }: PriceDocument): SetPrice {
  const [first, ...rest] = tiers.map(toTier);
  if (first === undefined) throw new Error('a price has at least one tier');
  return { ...price, tiers: [first, ...rest] };
}

function fromTier(tier: PriceTier): StoredTier {
  return {
    fromPromptTokens: tier.fromPromptTokens,
    inputFemto: String(tier.inputFemto),
    cacheReadFemto: String(tier.cacheReadFemto),
    cacheWriteFemto: String(tier.cacheWriteFemto),
    outputFemto: String(tier.outputFemto),
  };
}

function toTier(tier: StoredTier): PriceTier {
  return {
    fromPromptTokens: tier.fromPromptTokens,
    inputFemto: BigInt(tier.inputFemto),
    cacheReadFemto: BigInt(tier.cacheReadFemto),
    cacheWriteFemto: BigInt(tier.cacheWriteFemto),
    outputFemto: BigInt(tier.outputFemto),
  };
}
