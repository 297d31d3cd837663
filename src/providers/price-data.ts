import { findProvider } from '@pydantic/genai-prices';
import type { MatchLogic, ModelInfo } from '@pydantic/genai-prices';
import { capabilitiesOf } from '../domain/model/capabilities.ts';
import type { CatalogueEntry } from '../domain/model/catalogue.ts';
import { encodingFor } from '../domain/model/encoding.ts';
import { snapshotOf } from '../domain/model/model-name.ts';
import { datedPricesOf, isPricedByTextTokens } from './price-conversion.ts';

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

/**
 * The OpenAI models that have a price per token of text, one entry for each name that the price data gives
 * them.
 */
export function openAiPriceEntries(): CatalogueEntry[] {
  const models = findProvider({ providerId: 'openai' })?.models ?? [];
  return models.filter(isPricedByTextTokens).flatMap((model) => entriesOf(model, models));
}

function entriesOf(model: ModelInfo, models: readonly ModelInfo[]): CatalogueEntry[] {
  const prices = datedPricesOf(model, PRICE_SOURCE);
  if (model.id.startsWith('ft:')) {
    // documented by the data as what the names begin with, such as `ft:gpt-3.5-turbo-`
    const base = model.id.slice('ft:'.length).replace(/-$/, '');
    return [
      {
        ...traitsOf(base, model),
        matches: 'fine-tune',
        family: base,
        prices,
        retired: RETIRED.test(model.id),
      },
    ];
  }
  return [...new Set([model.id, ...exactNames(model.match)])]
    .filter((name) => !LEFT_OUT.some((pattern) => pattern.test(name)))
    .map((name) => ({
      ...traitsOf(name, model),
      matches: 'exact',
      family: familyOf(name, model, models),
      prices,
      retired: model.deprecated === true || RETIRED.test(name),
    }));
}

/**
 * The names that a rule lists in full. What it matches by a part of the name is not taken: it would price
 * what isn't listed.
 */
function exactNames(match: MatchLogic): string[] {
  if ('equals' in match) return [match.equals];
  return 'or' in match ? match.or.flatMap(exactNames) : [];
}

/** A snapshot with a price of its own, such as `gpt-4o-2024-05-13`, is still one of `gpt-4o`. */
function familyOf(name: string, model: ModelInfo, models: readonly ModelInfo[]): string {
  const base = snapshotOf(name);
  return base !== null && models.some((known) => known.id === base) ? base : model.id;
}

function traitsOf(name: string, model: ModelInfo) {
  const { contextWindow = model.context_window ?? null, ...capabilities } = capabilitiesOf(name);
  return { name, provider: 'openai', encoding: encodingFor(name), contextWindow, ...capabilities };
}
