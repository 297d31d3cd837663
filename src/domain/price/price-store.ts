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
  /** Throws StoreUnavailableError. */
  add(price: SetPrice): Promise<void>;
  /** All prices of the project, ascending by `effectiveFrom`, then by `createdAt`. Throws StoreUnavailableError. */
  list(projectId: string): Promise<SetPrice[]>;
}
