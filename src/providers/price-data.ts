import { findProvider } from '@pydantic/genai-prices';
import type { MatchLogic, ModelInfo } from '@pydantic/genai-prices';
import { capabilitiesOf } from '../domain/model/capabilities.ts';
import type { CatalogueEntry } from '../domain/model/catalogue.ts';
import { encodingFor, hasTiktokenEncoding } from '../domain/model/encoding.ts';
import type { ModelKind } from '../domain/model/model.ts';
import { snapshotOf } from '../domain/model/model-name.ts';
import { datedPricesOf, isPricedByTextTokens } from './price-conversion.ts';
import { PRICED_PROVIDERS } from './priced-models.ts';
import type { PricedProvider } from './priced-models.ts';
import { serviceTiersOf } from './service-prices.ts';

/** The package and the version that it is pinned to: the first part of each price's version. */
export const PRICE_SOURCE = 'genai-prices@0.1.8';

/**
 * Left out although they have a price per token, because that isn't the price of a call to OpenAI's chat
 * completions: audio, images and searches are charged besides the text; completion-only, moderation and
 * computer-use models can't be called; and the last group has the price of a reseller, as its
 * `price_comments` say.
 */
const LEFT_OUT = [
  /audio|realtime|transcribe|tts|whisper|image|search|deep-research/,
  /^(text-)?(ada|babbage|curie|davinci)\b|instruct|moderation|computer-use|\.ft-$/,
  /^(gpt-oss|gpt-chat-latest|gpt-4o:extended)/,
];

/** What OpenAI had shut down by October 2026 (developers.openai.com/api/docs/deprecations). */
const RETIRED =
  /^(gpt-3|gpt-4$|gpt-4-|gpt-4\.1-nano|gpt-4\.5|gpt-4o-2024-05-13|chatgpt-4o|o1|o3-mini|o4-mini|codex-mini|ft:gpt-3)/;

/** Ends of names that are dated: `-2024-08-06`, `-0613`, `-20250929`, `-2512`, `-09-2025`, and the numbered `-001`. */
const DATED = /-(20\d\d-\d\d-\d\d|20\d{6}|\d\d-20\d\d|\d{3,4})$/;

/** Every model that has an exact price per token of text: OpenAI's first, then those of the other makers, then hosted ones. */
export function priceEntries(): CatalogueEntry[] {
  return [...openAiPriceEntries(), ...PRICED_PROVIDERS.flatMap(entriesOfProvider)];
}

/**
 * The OpenAI models that have a price per token of text, with the names that the price data gives them in full. What it matches by a
 * part of the name is not taken: it would price what isn't listed.
 */
export function openAiPriceEntries(): CatalogueEntry[] {
  const models = findProvider({ providerId: 'openai' })?.models ?? [];
  return models.filter(isPricedByTextTokens).flatMap((model) => openAiEntries(model, models));
}

function openAiEntries(model: ModelInfo, models: readonly ModelInfo[]): CatalogueEntry[] {
  const openAi = { provider: 'openai', hosted: false, snapshotFormat: 'dashed' as const };
  if (model.id.startsWith('ft:')) {
    // documented by the data as what the names begin with, such as `ft:gpt-3.5-turbo-`
    const base = model.id.slice('ft:'.length).replace(/-$/, '');
    const entry = entryOf(model, { ...openAi, names: [base], family: base, retired: RETIRED.test(model.id) });
    return [{ ...entry, matches: 'fine-tune' }];
  }
  const names = [...new Set([model.id, ...exactNames(model.match)])].filter(
    (name) => !LEFT_OUT.some((pattern) => pattern.test(name)),
  );
  return groupedNames(names).map((group) =>
    entryOf(model, {
      ...openAi,
      names: group,
      family: familyOf(group[0], model, models),
      retired: model.deprecated === true || RETIRED.test(group[0]),
    }),
  );
}

/**
 * The names of a rule by the model that they mean: the rest has only the same price. A dated name goes with what it is a snapshot of,
 * and `gpt-5-1` is a spelling of `gpt-5.1`.
 */
function groupedNames(names: readonly string[]): [string, ...string[]][] {
  const groups = new Map<string, [string, ...string[]]>();
  const mainNameOf = (name: string): string => {
    const spelled = name.replace(/^gpt-5-(\d)(?=-|$)/, 'gpt-5.$1').replace(/^gpt-35-/, 'gpt-3.5-');
    const base = snapshotOf(spelled, 'dashed');
    const sameTraits = (known: string): boolean =>
      capabilitiesOf('openai', known) === capabilitiesOf('openai', name);
    return (
      [base, spelled].find((known) => known !== null && names.includes(known) && sameTraits(known)) ?? name
    );
  };
  for (const name of names) {
    const mainName = mainNameOf(name);
    const group = groups.get(mainName) ?? [mainName];
    groups.set(mainName, name === mainName ? group : [...group, name]);
  }
  return [...groups.values()];
}

function entriesOfProvider(provider: PricedProvider): CatalogueEntry[] {
  const models = findProvider({ providerId: provider.id })?.models ?? [];
  return models.filter(isPricedByTextTokens).flatMap((model) => {
    const names = provider.models[model.id];
    if (names === undefined) return [];
    const retired = provider.retired?.test(names[0]) ?? false;
    const { id, hosted, snapshotFormat } = provider;
    return [entryOf(model, { provider: id, hosted, snapshotFormat, names, family: names[0], retired })];
  });
}

interface NamedModel extends Pick<
  CatalogueEntry,
  'provider' | 'hosted' | 'snapshotFormat' | 'family' | 'retired'
> {
  /** The main one first. */
  names: readonly [string, ...string[]];
}

function entryOf(model: ModelInfo, { names, ...named }: NamedModel): CatalogueEntry {
  const [name, ...others] = names;
  const { provider } = named;
  const { contextWindow = model.context_window ?? null, ...capabilities } = capabilitiesOf(provider, name);
  const kind = kindOf(provider, name);
  const source = provider === 'openai' ? PRICE_SOURCE : `${PRICE_SOURCE}/${provider}`;
  return {
    ...named,
    ...capabilities,
    name,
    aliases: others.filter((other) => !DATED.test(other)),
    snapshots: others.filter((other) => DATED.test(other)),
    matches: 'exact',
    kind,
    encoding: encodingFor(name),
    countsExactly: hasTiktokenEncoding(provider, name),
    contextWindow,
    prices: datedPricesOf(model, source, kind).map((dated) => ({
      ...dated,
      ...serviceTiersOf(provider, name, dated.price.tiers),
    })),
  };
}

function kindOf(provider: string, name: string): ModelKind {
  return provider === 'voyageai' || /\bembed(ding)?\b/.test(name) ? 'embedding' : 'chat';
}

/** The names that a rule lists in full. */
function exactNames(match: MatchLogic): string[] {
  if ('equals' in match) return [match.equals];
  return 'or' in match ? match.or.flatMap(exactNames) : [];
}

/** A snapshot with a price of its own, such as `gpt-4o-2024-05-13`, is still one of `gpt-4o`. */
function familyOf(name: string, model: ModelInfo, models: readonly ModelInfo[]): string {
  const base = snapshotOf(name, 'dashed');
  return base !== null && models.some((known) => known.id === base) ? base : model.id;
}
