import type { Clock } from '../../lib/clock.ts';
import type { PriceStore, SetPrice } from '../price/price-store.ts';
import type { Catalogue, ListedModel, Model } from './model.ts';
import { unlistedModel } from './unlisted-model.ts';

/** The models of a project: the catalogue's, at the prices that the project has set. */
export interface ModelDirectory {
  /** The model of that name with its price at that time, or null when it has none. Throws StoreUnavailableError. */
  find(projectId: string, name: string, at: number): Promise<Model | null>;
  /** Up to `limit` names of priced models that look like `name`, those that can be called first. */
  suggest(name: string, limit: number): string[];
  /** Every model with its price at that time, also those that only have one because it was set. Throws StoreUnavailableError. */
  list(projectId: string, at: number): Promise<ListedModel[]>;
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
  /** Whether the models of a provider can be called by any project, and, by the second, by one. */
  isConfigured(provider: string): boolean;
  providersOf(projectId: string): Promise<{ has(provider: string): boolean }>;
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

  /**
   * A price that is set for the model of a provider that cannot be called is for the configured server's model of that name: a
   * gateway has the models of many makers.
   */
  async function reachableBy(projectId: string) {
    const providers = await parts.providersOf(projectId);
    return <Found extends Model>(listed: Found | null): Found | null =>
      listed !== null && providers.has(listed.provider) ? listed : null;
  }

  function overridingPrice(
    set: readonly SetPrice[],
    name: string,
    listed: Model | null,
    at: number,
  ): ModelPriceFrom | null {
    return (
      setPriceOf(catalogue, set, name, listed, at) ?? setPriceOf(catalogue, configured, name, listed, at)
    );
  }

  return {
    async find(projectId, name, at) {
      const listed = catalogue.find(name, at);
      const reachable = await reachableBy(projectId);
      const price = overridingPrice(await pricesOf(projectId), name, reachable(listed), at);
      if (price === null) return listed;
      return { ...(reachable(listed) ?? unlistedModel(name, price)), price };
    },
    suggest: (name, limit) => catalogue.suggest(name, limit, ({ provider }) => parts.isConfigured(provider)),
    async list(projectId, at) {
      const [set, reachable] = await Promise.all([pricesOf(projectId), reachableBy(projectId)]);
      const listed = catalogue.list(at).map((model) => {
        const price = reachable(model) === null ? null : overridingPrice(set, model.name, model, at);
        return price === null ? model : { ...model, ...pricedAt(price) };
      });
      const own = [...new Set([...set, ...configured].map(({ model }) => model))].flatMap((name) => {
        const price = overridingPrice(set, name, null, at);
        if (price === null || reachable(catalogue.find(name, at)) !== null) return [];
        return [
          { ...unlistedModel(name, price), aliases: [], snapshots: [], retired: false, ...pricedAt(price) },
        ];
      });
      const ownNames = new Set(own.map(({ name }) => name));
      return [...listed.filter(({ name }) => !ownNames.has(name)), ...own];
    },
    forget: (projectId) => void cache.delete(projectId),
  };
}

/** The price in force for the model; a dated snapshot without a listed price of its own goes with its family. */
function setPriceOf(
  catalogue: Catalogue,
  set: readonly ModelPriceFrom[],
  name: string,
  listed: Model | null,
  at: number,
): ModelPriceFrom | null {
  if (listed === null)
    return set.findLast((price) => price.model === name && price.effectiveFrom <= at) ?? null;
  /** `openai/gpt-4o` and `gpt-4o` are one model. */
  const priceInForce = (model: Model): ModelPriceFrom | undefined =>
    set.findLast(
      (price) =>
        price.effectiveFrom <= at &&
        (price.model === model.name ||
          (price.model.includes('/') && catalogue.find(price.model, at)?.name === model.name)),
    );
  const own = priceInForce(listed);
  if (own !== undefined || listed.id === listed.family) return own ?? null;
  const family = catalogue.find(`${listed.provider}/${listed.family}`, at);
  return family?.price.version === listed.price.version ? (priceInForce(family) ?? null) : null;
}

/** What else the catalogue knows of a model's price goes with the price that is replaced. */
function pricedAt(price: ModelPriceFrom) {
  return { price, priceEffectiveFrom: price.effectiveFrom, batchTiers: null, priorityTiers: null };
}
