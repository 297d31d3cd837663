import { femtoToPricePerMillion } from '../../lib/money.ts';
import type { AuditStamp } from '../access/audit.ts';
import type { PriceTier } from './price.ts';

/** A price that was set for a model in place of the catalogue's, or for a model that the catalogue doesn't know. */
export interface SetPrice {
  projectId: string;
  model: string;
  /** ModelPrice.version of this price; never used twice. */
  version: string;
  /** Calls dispatched from this instant on have this price, until a later one holds; UTC milliseconds. */
  effectiveFrom: number;
  createdAt: number;
  tiers: readonly [PriceTier, ...PriceTier[]];
}

/** Prices that were set at run time. Set prices are never changed: a correction is a new one. */
export interface PriceStore {
  /** In one durable write with its audit entry, when there is a stamp. Throws StoreUnavailableError. */
  add(price: SetPrice, audit?: AuditStamp): Promise<void>;
  /** All prices of the project, ascending by `effectiveFrom`, then by `createdAt`. Throws StoreUnavailableError. */
  list(projectId: string): Promise<SetPrice[]>;
}

/** What the audit log shows of a price: US dollars per million tokens. */
export function priceSnapshot({ model, effectiveFrom, tiers }: SetPrice): object {
  return {
    model,
    effectiveFrom: new Date(effectiveFrom).toISOString(),
    tiers: tiers.map((tier) => ({
      fromPromptTokens: tier.fromPromptTokens,
      input: femtoToPricePerMillion(tier.inputFemto),
      output: femtoToPricePerMillion(tier.outputFemto),
      cacheRead: femtoToPricePerMillion(tier.cacheReadFemto),
      cacheWrite: femtoToPricePerMillion(tier.cacheWriteFemto),
    })),
  };
}
