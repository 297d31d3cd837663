import type { Clock } from '../../lib/clock.ts';
import type { ModelPrice } from '../price/price.ts';
import type { PriceStore, SetPrice } from '../price/price-store.ts';
import type { Catalogue, Model } from './model.ts';
import { unlistedModel } from './unlisted-model.ts';

/** The models of a project: the catalogue's, at the prices that the project has set. */
export interface ModelDirectory {
  /** The model of that name with its price at that time, or null when it has none. Throws StoreUnavailableError. */
  find(projectId: string, name: string, at: number): Promise<Model | null>;
  /** Up to `limit` names of priced models that look like `name`. */
  suggest(name: string, limit: number): string[];
  /** Makes the next `find` read the project's prices again. */
  forget(projectId: string): void;
}

export interface ModelDirectoryParts {
  catalogue: Catalogue;
  prices: PriceStore;
  clock: Clock;
  /** Prices of the configuration, for every project; one that was set at run time goes before them. */
  configured: readonly ModelPriceFrom[];
  /** How long prices that another process has set may go unnoticed here, in milliseconds. */
  freshMs: number;
}

/** A price, the model that it is for, and from when. */
export type ModelPriceFrom = Pick<SetPrice, 'model' | 'version' | 'effectiveFrom' | 'tiers'>;

interface Cached {
  readAt: number;
  prices: Promise<readonly SetPrice[]>;
}

export function createModelDirectory(parts: ModelDirectoryParts): ModelDirectory {
  const { catalogue, prices, configured, clock, freshMs } = parts;
  const cache = new Map<string, Cached>();

  function pricesOf(projectId: string): Promise<readonly SetPrice[]> {
    const cached = cache.get(projectId);
    if (cached !== undefined && clock.now() - cached.readAt < freshMs) return cached.prices;
    const fresh: Cached = { readAt: clock.now(), prices: prices.list(projectId) };
    cache.set(projectId, fresh);
    fresh.prices.catch(() => {
      // the next call asks again
      if (cache.get(projectId) === fresh) cache.delete(projectId);
    });
    return fresh.prices;
  }

  return {
    async find(projectId, name, at) {
      const listed = catalogue.find(name, at);
      const price =
        overridingPrice(catalogue, await pricesOf(projectId), name, listed, at) ??
        overridingPrice(catalogue, configured, name, listed, at);
      if (price === null) return listed;
      return listed === null ? unlistedModel(name, price) : { ...listed, price };
    },
    suggest: (name, limit) => catalogue.suggest(name, limit),
    forget: (projectId) => void cache.delete(projectId),
  };
}

/** The price in force for the model; a dated snapshot without a listed price of its own goes with its family. */
function overridingPrice(
  catalogue: Catalogue,
  set: readonly ModelPriceFrom[],
  name: string,
  listed: Model | null,
  at: number,
): ModelPrice | null {
  const own = priceInForce(set, name, at);
  if (own !== null || listed === null || listed.id === listed.family) return own;
  const family = catalogue.find(listed.family, at);
  return family?.price.version === listed.price.version ? priceInForce(set, listed.family, at) : null;
}

function priceInForce(set: readonly ModelPriceFrom[], model: string, at: number): ModelPrice | null {
  return set.findLast((price) => price.model === model && price.effectiveFrom <= at) ?? null;
}
