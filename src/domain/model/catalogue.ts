import type { ModelPrice, PriceTier } from '../price/price.ts';
import { closestNames } from './closest-names.ts';
import type { Catalogue, ListedModel, Model } from './model.ts';
import { fineTuneOf, snapshotOf, splitQualifiedName } from './model-name.ts';
import type { SnapshotFormat } from './model-name.ts';

/** A price and the UTC millisecond from which it holds. */
export interface DatedPrice {
  effectiveFrom: number;
  price: ModelPrice;
  batchTiers?: readonly PriceTier[] | null;
  priorityTiers?: readonly PriceTier[] | null;
}

/** One priced model, and what is known of it. */
export interface CatalogueEntry extends Omit<Model, 'id' | 'price'> {
  /** Its main name. */
  name: string;
  aliases: readonly string[];
  /** Dated names that are known; others are found by their format. */
  snapshots: readonly string[];
  /** How dated names of it look; null when only listed names are its. */
  snapshotFormat: SnapshotFormat | null;
  /** True when the provider serves models that others made: a bare name never means it, only `provider/name`. */
  hosted: boolean;
  /**
   * Which names the entry answers for: `exact` for its names and for dated snapshots of them that have no entry
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

/** The entries of one provider by the names that they answer for. */
interface ProviderIndex {
  exact: ReadonlyMap<string, CatalogueEntry>;
  fineTuned: ReadonlyMap<string, CatalogueEntry>;
  prefixes: readonly CatalogueEntry[];
}

/** An entry, and the one of its names that is meant. */
interface NamedEntry {
  id: string;
  entry: CatalogueEntry;
}

/**
 * The catalogue of these entries. A bare name that several providers have means the one whose entries come first. A later entry
 * takes the place of an earlier one of the same provider with the same name and way to match.
 */
export function createCatalogue(entries: readonly CatalogueEntry[]): Catalogue {
  const providers = new Map(
    entries.map(({ provider }) => [
      provider,
      indexOf(entries.filter((entry) => entry.provider === provider)),
    ]),
  );

  function bareEntry(name: string): CatalogueEntry | undefined {
    for (const index of providers.values()) {
      const entry = entryIn(index, name);
      if (entry !== undefined && !entry.hosted) return entry;
    }
    return undefined;
  }

  /** The entry that a name means, and the name without its provider. */
  function resolve(name: string): NamedEntry | null {
    const qualified = splitQualifiedName(name);
    const index = qualified === null ? undefined : providers.get(qualified.provider);
    const id = qualified === null || index === undefined ? name : qualified.id;
    const entry = index === undefined ? bareEntry(id) : entryIn(index, id);
    return entry === undefined ? null : { id, entry };
  }

  /** The shortest name that means this entry. */
  const nameOf = (id: string, entry: CatalogueEntry): string =>
    bareEntry(id) === entry ? id : `${entry.provider}/${id}`;

  function toModel(id: string, entry: CatalogueEntry, price: ModelPrice): Model {
    const { family, provider, kind, encoding, countsExactly } = entry;
    const { contextWindow, maxOutputTokens, takes, supports } = entry;
    const name = nameOf(id, entry);
    const traits = { family, provider, kind, encoding, countsExactly, contextWindow, maxOutputTokens };
    return { id, name, ...traits, takes, supports, price };
  }

  return {
    find(name, at) {
      const resolved = resolve(name);
      const price = resolved === null ? undefined : priceAt(resolved.entry, at)?.price;
      return resolved === null || price === undefined ? null : toModel(resolved.id, resolved.entry, price);
    },
    suggest(name, limit, preferred = () => true) {
      const qualified = splitQualifiedName(name);
      const index = qualified === null ? undefined : providers.get(qualified.provider);
      const ofProvider = index === undefined ? [] : closestIn([index], qualified?.id ?? name);
      const closest = ofProvider.length > 0 ? ofProvider : closestIn([...providers.values()], name);
      const rankOf = ({ entry }: NamedEntry): number => (entry.retired ? 2 : 0) + (preferred(entry) ? 0 : 1);
      return firstOfEachFamily(closest)
        .sort((a, b) => rankOf(a) - rankOf(b))
        .slice(0, Math.max(0, limit))
        .map(({ id, entry }) => nameOf(id, entry));
    },
    list: (at) =>
      [...providers.values()].flatMap(({ exact }) =>
        [...new Set(exact.values())]
          .flatMap((entry): ListedModel[] => {
            const dated = priceAt(entry, at);
            if (dated === undefined) return [];
            const { aliases, snapshots, retired } = entry;
            return [
              {
                ...toModel(entry.name, entry, dated.price),
                aliases,
                snapshots,
                retired,
                priceEffectiveFrom: dated.effectiveFrom,
                batchTiers: dated.batchTiers ?? null,
                priorityTiers: dated.priorityTiers ?? null,
              },
            ];
          })
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      ),
  };
}

function indexOf(entries: readonly CatalogueEntry[]): ProviderIndex {
  const matching = (matches: CatalogueEntry['matches']): CatalogueEntry[] => [
    ...new Map(
      entries.filter((entry) => entry.matches === matches).map((entry) => [entry.name, entry]),
    ).values(),
  ];
  const models = matching('exact');
  const exact = new Map(models.map((entry) => [entry.name, entry]));
  for (const entry of models) {
    for (const name of [...entry.aliases, ...entry.snapshots]) {
      // a name of its own goes before another model's alias
      if (!exact.has(name)) exact.set(name, entry);
    }
  }
  return {
    exact,
    fineTuned: new Map(matching('fine-tune').map((entry) => [entry.name, entry])),
    prefixes: matching('prefix'),
  };
}

function entryIn({ exact, fineTuned, prefixes }: ProviderIndex, name: string): CatalogueEntry | undefined {
  return (
    named(exact, name) ??
    named(fineTuned, fineTuneOf(name)) ??
    prefixes.find((entry) => name.startsWith(entry.name) && name.length > entry.name.length)
  );
}

/** The entry of that name or, when it has none, of the model that it is a dated snapshot of. */
function named(
  entries: ReadonlyMap<string, CatalogueEntry>,
  name: string | null,
): CatalogueEntry | undefined {
  if (name === null) return undefined;
  const own = entries.get(name);
  if (own !== undefined) return own;
  for (const format of ['dashed', 'compact'] as const) {
    const base = entries.get(snapshotOf(name, format) ?? name);
    if (base?.snapshotFormat === format) return base;
  }
  return undefined;
}

function priceAt({ prices }: CatalogueEntry, at: number): DatedPrice | undefined {
  return prices.findLast((dated) => dated.effectiveFrom <= at);
}

/** What has a name that looks like `asked`, the closest first. */
function closestIn(indexes: readonly ProviderIndex[], asked: string): NamedEntry[] {
  const ids = new Set(indexes.flatMap(({ exact }) => [...exact.keys()]));
  return closestNames(asked, [...ids]).flatMap((id) =>
    indexes.flatMap(({ exact }) => {
      const entry = exact.get(id);
      return entry === undefined ? [] : [{ id, entry }];
    }),
  );
}

/** A family's snapshots and spellings look alike: one of them is enough for a suggestion. */
function firstOfEachFamily(named: readonly NamedEntry[]): NamedEntry[] {
  const families = new Set<string>();
  return named.filter(({ entry: { provider, family } }) => {
    const key = `${provider}/${family}`;
    return !families.has(key) && families.add(key);
  });
}
