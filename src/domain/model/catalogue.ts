import type { ModelPrice } from '../price/price.ts';
import { closestNames } from './closest-names.ts';
import type { Catalogue, Model } from './model.ts';
import { fineTuneOf, snapshotOf } from './model-name.ts';

/** A price and the UTC millisecond from which it holds. */
export interface DatedPrice {
  effectiveFrom: number;
  price: ModelPrice;
}

/** One priced name, and what is known of the model behind it. */
export interface CatalogueEntry extends Omit<Model, 'id' | 'price'> {
  name: string;
  /**
   * Which names the entry answers for: `exact` for its name and for dated snapshots of it that have no entry
   * of their own, `fine-tune` for fine-tuned models whose base is its name or a dated snapshot of it,
   * `prefix` for all that begin with it. A prefix is only for models of our own making, as it would price
   * what nobody has priced.
   */
  matches: 'exact' | 'fine-tune' | 'prefix';
  /** True when the provider no longer serves it: it is still priced, but suggested last. */
  retired: boolean;
  /** Ascending by `effectiveFrom`. */
  prices: readonly DatedPrice[];
}

/**
 * The catalogue of these entries. A later entry takes the place of an earlier one with the same name and way
 * to match.
 */
export function createCatalogue(entries: readonly CatalogueEntry[]): Catalogue {
  const byName = (matches: CatalogueEntry['matches']): ReadonlyMap<string, CatalogueEntry> =>
    new Map(entries.filter((entry) => entry.matches === matches).map((entry) => [entry.name, entry]));
  const exact = byName('exact');
  const fineTuned = byName('fine-tune');
  const prefixes = [...byName('prefix').values()];

  function entryOf(name: string): CatalogueEntry | undefined {
    return (
      named(exact, name) ??
      named(fineTuned, fineTuneOf(name)) ??
      prefixes.find((entry) => name.startsWith(entry.name) && name.length > entry.name.length)
    );
  }

  return {
    find(name, at) {
      const entry = entryOf(name);
      const price = entry?.prices.findLast((dated) => dated.effectiveFrom <= at)?.price;
      return entry === undefined || price === undefined ? null : toModel(name, entry, price);
    },
    suggest(name, limit) {
      const closest = closestNames(name, [...exact.keys()]).flatMap((known) => exact.get(known) ?? []);
      const suggested = firstOfEachFamily(closest);
      return [...suggested.filter((entry) => !entry.retired), ...suggested.filter((entry) => entry.retired)]
        .slice(0, Math.max(0, limit))
        .map((entry) => entry.name);
    },
  };
}

/** The entry of that name or, when it has none, of the model that it is a dated snapshot of. */
function named(
  entries: ReadonlyMap<string, CatalogueEntry>,
  name: string | null,
): CatalogueEntry | undefined {
  if (name === null) return undefined;
  return entries.get(name) ?? entries.get(snapshotOf(name) ?? name);
}

/** A family's snapshots and spellings look alike: one of them is enough for a suggestion. */
function firstOfEachFamily(entries: readonly CatalogueEntry[]): CatalogueEntry[] {
  const families = new Set<string>();
  return entries.filter((entry) => !families.has(entry.family) && families.add(entry.family));
}

function toModel(id: string, entry: CatalogueEntry, price: ModelPrice): Model {
  return {
    id,
    family: entry.family,
    provider: entry.provider,
    encoding: entry.encoding,
    contextWindow: entry.contextWindow,
    maxOutputTokens: entry.maxOutputTokens,
    takesSampling: entry.takesSampling,
    takesReasoningEffort: entry.takesReasoningEffort,
    price,
  };
}
