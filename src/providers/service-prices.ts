import type { PriceTier } from '../domain/price/price.ts';

/** What a service costs for each unit of the standard price, as a fraction. */
type Factor = readonly [numerator: bigint, denominator: bigint];

interface ServiceFactors {
  provider: string;
  models: RegExp;
  batch?: Factor;
  priority?: Factor;
}

const HALF: Factor = [1n, 2n];

/**
 * The price data has standard prices only. Where the published batch or priority price is the same multiple of the standard one in
 * every bucket and tier, it is that multiple here (developers.openai.com/api/docs/pricing, platform.claude.com/docs/en/about-claude/pricing,
 * ai.google.dev/gemini-api/docs/pricing, docs.x.ai/docs/models; each number compared with LiteLLM's table, 1.109.1). Other models,
 * such as gpt-4o with a batch price for fresh input alone, have none here.
 */
const FACTORS: readonly ServiceFactors[] = [
  { provider: 'openai', models: /^gpt-5(\.[12])?$/, batch: HALF, priority: [2n, 1n] },
  { provider: 'openai', models: /^gpt-5-mini$/, batch: HALF, priority: [9n, 5n] },
  { provider: 'openai', models: /^gpt-5\.4-mini$|^gpt-5\.6\b|^gpt-6-/, batch: HALF, priority: [2n, 1n] },
  { provider: 'openai', models: /^gpt-5-nano$|^gpt-5\.4-nano$|^gpt-5\.5$/, batch: HALF },
  { provider: 'openai', models: /^(gpt-5(\.[245])?|o[13])-pro$/, batch: HALF },
  { provider: 'openai', models: /^text-embedding-/, batch: HALF },
  { provider: 'openai', models: /^(gpt-4\.1(-mini)?|gpt-4o-2024-05-13|o3)$/, priority: [7n, 4n] },
  { provider: 'openai', models: /^gpt-4\.1-nano$/, priority: [2n, 1n] },
  { provider: 'openai', models: /^gpt-4o$/, priority: [17n, 10n] },
  { provider: 'openai', models: /^gpt-4o-mini$/, priority: [5n, 3n] },
  { provider: 'openai', models: /^o4-mini$/, priority: [20n, 11n] },
  {
    provider: 'anthropic',
    models: /^claude-(haiku-4-5|sonnet-(4-[56]|5)|opus-(4-[5-8]|5)|fable-5)\b/,
    batch: HALF,
  },
  { provider: 'google', models: /^gemini-(2\.5-|3-flash-|3\.1-pro-)/, priority: [9n, 5n] },
  { provider: 'google', models: /^gemini-3\.(1-flash-lite|[5-8]-flash)$/, batch: HALF, priority: [9n, 5n] },
  { provider: 'google', models: /^gemini-embedding-/, batch: HALF },
  { provider: 'x-ai', models: /^grok-4\.(20|3)$/, batch: [4n, 5n] },
];

/** What the standard tiers cost in the provider's other services; null for a service whose price is not known. */
export function serviceTiersOf(
  provider: string,
  modelName: string,
  standard: readonly PriceTier[],
): { batchTiers: PriceTier[] | null; priorityTiers: PriceTier[] | null } {
  const factors = FACTORS.find((known) => known.provider === provider && known.models.test(modelName));
  const multiplied = (factor: Factor | undefined): PriceTier[] | null =>
    factor === undefined ? null : standard.map((tier) => multiply(tier, factor));
  return { batchTiers: multiplied(factors?.batch), priorityTiers: multiplied(factors?.priority) };
}

function multiply(tier: PriceTier, factor: Factor): PriceTier {
  return {
    fromPromptTokens: tier.fromPromptTokens,
    inputFemto: times(tier.inputFemto, factor),
    cacheReadFemto: times(tier.cacheReadFemto, factor),
    cacheWriteFemto: times(tier.cacheWriteFemto, factor),
    outputFemto: times(tier.outputFemto, factor),
  };
}

/** Throws RangeError when the result is not a whole number of femto-dollars: a price is never rounded. */
function times(femto: bigint, [numerator, denominator]: Factor): bigint {
  const product = femto * numerator;
  if (product % denominator !== 0n) throw new RangeError('a price of a service is not exact');
  return product / denominator;
}
