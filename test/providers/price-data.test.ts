import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createCatalogue } from '../../src/domain/model/catalogue.ts';
import type { Model } from '../../src/domain/model/model.ts';
import { pricePerMillionToFemto } from '../../src/lib/money.ts';
import { PRICE_SOURCE, openAiPriceEntries, priceEntries } from '../../src/providers/price-data.ts';
import { PRICED_PROVIDERS } from '../../src/providers/priced-models.ts';
import { sandboxPriceEntries } from '../../src/providers/sandbox/sandbox-prices.ts';

const NOW = Date.parse('2026-11-01');
const catalogue = createCatalogue(priceEntries());

function find(name: string, at = NOW): Model {
  const model = catalogue.find(name, at);
  if (model === null) throw new Error(`${name} is not in the catalogue`);
  return model;
}

/** Dollars per million tokens as a price list shows them. */
function rates(input: string, cacheRead: string, output: string, cacheWrite = input) {
  return {
    inputFemto: pricePerMillionToFemto(input),
    cacheReadFemto: pricePerMillionToFemto(cacheRead),
    cacheWriteFemto: pricePerMillionToFemto(cacheWrite),
    outputFemto: pricePerMillionToFemto(output),
  };
}

describe('published prices', () => {
  test.each([
    ['gpt-4o', rates('2.5', '1.25', '10')],
    ['gpt-4o-2024-08-06', rates('2.5', '1.25', '10')],
    ['gpt-4o-2024-05-13', rates('5', '5', '15')],
    ['gpt-4o-mini', rates('0.15', '0.075', '0.6')],
    ['gpt-4.1', rates('2', '0.5', '8')],
    ['gpt-4.1-nano-2025-04-14', rates('0.1', '0.025', '0.4')],
    ['gpt-4-turbo', rates('10', '10', '30')],
    ['gpt-3.5-turbo', rates('0.5', '0.5', '1.5')],
    ['gpt-5', rates('1.25', '0.125', '10')],
    ['gpt-5-mini', rates('0.25', '0.025', '2')],
    ['gpt-5-nano-2025-08-07', rates('0.05', '0.005', '0.4')],
    ['gpt-5-chat-latest', rates('1.25', '0.125', '10')],
    ['o3', rates('2', '0.5', '8')],
    ['o4-mini', rates('1.1', '0.275', '4.4')],
    ['text-embedding-3-small', rates('0.02', '0.02', '0')],
    ['text-embedding-3-large', rates('0.13', '0.13', '0')],
    ['ft:gpt-4o-2024-08-06:acme::9x2b', rates('3.75', '3.75', '15')],
    ['ft:gpt-4o-mini-2024-07-18:acme:support:9x2b', rates('0.3', '0.3', '1.2')],
    ['ft:gpt-3.5-turbo-0125:acme::9x2b', rates('3', '3', '6')],
  ])('%s costs what OpenAI lists', (name, expected) => {
    expect(find(name).price.tiers).toEqual([{ fromPromptTokens: 0, ...expected }]);
  });

  // platform.claude.com/docs/en/about-claude/pricing#model-pricing
  test.each([
    ['claude-3-haiku-20240307', rates('0.25', '0.03', '1.25', '0.3')],
    ['claude-3-5-haiku-20241022', rates('0.8', '0.08', '4', '1')],
    ['claude-3-7-sonnet-latest', rates('3', '0.3', '15', '3.75')],
    ['claude-opus-4-1-20250805', rates('15', '1.5', '75', '18.75')],
    ['claude-sonnet-4-0', rates('3', '0.3', '15', '3.75')],
    ['claude-haiku-4-5', rates('1', '0.1', '5', '1.25')],
    ['claude-opus-4-5-20251101', rates('5', '0.5', '25', '6.25')],
    ['claude-opus-4-6', rates('5', '0.5', '25', '6.25')],
    ['claude-sonnet-4-6', rates('3', '0.3', '15', '3.75')],
    ['claude-opus-4-8', rates('5', '0.5', '25', '6.25')],
    ['claude-sonnet-5', rates('2', '0.2', '10', '2.5')],
    ['claude-opus-5-5', rates('4', '0.2', '20', '5')],
    ['claude-fable-5-1', rates('10', '0.25', '50', '12.5')],
  ])('%s costs what Anthropic lists', (name, expected) => {
    expect(find(name)).toMatchObject({
      provider: 'anthropic',
      price: { tiers: [{ fromPromptTokens: 0, ...expected }] },
    });
    expect(find(`anthropic/${name}`)).toEqual(find(name));
  });

  // ai.google.dev/gemini-api/docs/pricing, "Standard", text
  test.each([
    ['gemini-2.0-flash', [rates('0.1', '0.025', '0.4')]],
    ['gemini-2.5-flash', [rates('0.3', '0.03', '2.5')]],
    ['gemini-2.5-flash-lite', [rates('0.1', '0.01', '0.4')]],
    ['gemini-2.5-pro', [rates('1.25', '0.125', '10'), rates('2.5', '0.25', '15')]],
    ['gemini-3-flash-preview', [rates('0.5', '0.05', '3')]],
    ['gemini-3.1-pro-preview', [rates('2', '0.2', '12'), rates('4', '0.4', '18')]],
    ['gemini-3.5-flash', [rates('1.5', '0.15', '9')]],
    ['gemini-3.8-flash', [rates('0.75', '0.075', '3.75')]],
    ['gemini-embedding-001', [rates('0.15', '0.15', '0')]],
    ['gemini-embedding-2', [rates('0.2', '0.2', '0')]],
  ])('%s costs what Google lists, more from 200,001 tokens on where it does', (name, expected) => {
    const tiers = expected.map((tier, index) => ({ fromPromptTokens: index === 0 ? 0 : 200_001, ...tier }));
    expect(find(name)).toMatchObject({ provider: 'google', price: { tiers } });
  });

  // docs.x.ai/docs/models, mistral.ai/pricing/api, cohere.com/pricing, docs.voyageai.com/docs/pricing,
  // console.groq.com/docs/models, inference-docs.cerebras.ai/models
  test.each([
    ['grok-build-0.1', rates('1', '0.2', '2'), rates('2', '0.4', '4')],
    ['grok-4.6', rates('2', '0.5', '6'), rates('4', '1', '12')],
  ])('%s costs what xAI lists, more from 200,000 tokens on', (name, short, long) => {
    expect(find(name).price.tiers).toEqual([
      { fromPromptTokens: 0, ...short },
      { fromPromptTokens: 200_000, ...long },
    ]);
  });

  test.each([
    ['mistral-large-latest', 'mistral', rates('0.5', '0.05', '1.5')],
    ['mistral-medium-3-5', 'mistral', rates('1.5', '0.15', '7.5')],
    ['mistral-small-2603', 'mistral', rates('0.15', '0.015', '0.6')],
    ['mistral-embed', 'mistral', rates('0.1', '0.1', '0')],
    ['command-a-03-2025', 'cohere', rates('2.5', '2.5', '10')],
    ['kimi-k2.6', 'moonshotai', rates('0.95', '0.16', '4')],
    ['glm-5.2', 'zai', rates('1.4', '0.26', '4.4')],
    ['voyage-4', 'voyageai', rates('0.06', '0.06', '0')],
    ['groq/llama-3.3-70b-versatile', 'groq', rates('0.59', '0.59', '0.79')],
    ['groq/openai/gpt-oss-120b', 'groq', rates('0.15', '0.075', '0.6')],
    ['cerebras/gpt-oss-120b', 'cerebras', rates('0.35', '0.35', '0.75')],
  ])('%s costs what its provider lists', (name, provider, expected) => {
    expect(find(name)).toMatchObject({
      name: name.includes('/') ? name : find(name).id,
      provider,
      price: { tiers: [{ fromPromptTokens: 0, ...expected }] },
    });
  });

  test('of long prompts apply from the first token that OpenAI names', () => {
    // "<272K input tokens" for gpt-5.4, "more than 272K input tokens" for gpt-6-sol
    expect(find('gpt-5.4').price.tiers).toEqual([
      { fromPromptTokens: 0, ...rates('2.5', '0.25', '15') },
      { fromPromptTokens: 272_000, ...rates('5', '0.5', '22.5') },
    ]);
    expect(find('gpt-6-sol').price.tiers).toEqual([
      { fromPromptTokens: 0, ...rates('2', '0.2', '10', '2.5') },
      { fromPromptTokens: 272_001, ...rates('4', '0.4', '15', '5') },
    ]);
  });

  test('change on the day that OpenAI changed them', () => {
    const before = find('o3', Date.parse('2025-06-09T23:59:59.999Z')).price;
    const after = find('o3', Date.parse('2025-06-10T00:00:00Z')).price;
    expect([before.version, before.tiers[0].inputFemto]).toEqual([`${PRICE_SOURCE}/o3`, 10_000_000_000n]);
    expect([after.version, after.tiers[0].inputFemto]).toEqual([
      `${PRICE_SOURCE}/o3/2025-06-10`,
      2_000_000_000n,
    ]);
  });

  test('of Claude change on the day that long prompts became as cheap as short ones', () => {
    const tiers = (at: string) => find('claude-opus-4-6', Date.parse(at)).price.tiers;
    expect(tiers('2026-03-12T23:59:59.999Z')).toEqual([
      { fromPromptTokens: 0, ...rates('5', '0.5', '25', '6.25') },
      { fromPromptTokens: 200_001, ...rates('10', '1', '37.5', '12.5') },
    ]);
    expect(tiers('2026-03-13T00:00:00Z')).toHaveLength(1);
  });

  // developers.openai.com/api/docs/pricing ("Batch", "Priority"), and the pages above
  test.each([
    ['gpt-5', rates('0.625', '0.0625', '5'), rates('2.5', '0.25', '20')],
    ['gpt-5-mini', rates('0.125', '0.0125', '1'), rates('0.45', '0.045', '3.6')],
    ['gpt-4o', null, rates('4.25', '2.125', '17')],
    ['gpt-4o-mini', null, rates('0.25', '0.125', '1')],
    ['o4-mini', null, rates('2', '0.5', '8')],
    ['gpt-6-sol', rates('1', '0.1', '5', '1.25'), rates('4', '0.4', '20', '5')],
    ['text-embedding-3-small', rates('0.01', '0.01', '0'), null],
    ['claude-opus-4-6', rates('2.5', '0.25', '12.5', '3.125'), null],
    ['claude-fable-5-1', rates('5', '0.125', '25', '6.25'), null],
    ['gemini-3.5-flash', rates('0.75', '0.075', '4.5'), rates('2.7', '0.27', '16.2')],
    ['gemini-2.5-pro', null, rates('2.25', '0.225', '18')],
    ['grok-4.3', rates('1', '0.16', '2'), null],
    ['gpt-5.4', null, null],
    ['claude-3-haiku-20240307', null, null],
  ])('of the other services of %s are those that are published, or not known', (name, batch, priority) => {
    const listed = catalogue.list(NOW).find((model) => model.name === name);
    const firstTier = (expected: object | null) => expected && { fromPromptTokens: 0, ...expected };
    expect(listed?.batchTiers?.[0] ?? null).toEqual(firstTier(batch));
    expect(listed?.priorityTiers?.[0] ?? null).toEqual(firstTier(priority));
    const tiers = listed?.price.tiers.length;
    expect([listed?.batchTiers?.length ?? tiers, listed?.priorityTiers?.length ?? tiers]).toEqual([
      tiers,
      tiers,
    ]);
  });

  test('are named by their source, whose version is the one installed', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(PRICE_SOURCE).toBe(`genai-prices@${dependencies['@pydantic/genai-prices']}`);
    expect(find('gpt-4o-2024-08-06').price.version).toBe(`${PRICE_SOURCE}/gpt-4o`);
    expect(find('claude-sonnet-4-5-20250929').price.version).toBe(
      `${PRICE_SOURCE}/anthropic/claude-sonnet-4-5`,
    );
  });
});

describe('no price is guessed', () => {
  test.each([
    ...[
      'gpt-4o-large',
      'gpt-5-turbo',
      'gpt-7',
      'gpt-4o-mini-2024',
      'gpt-5-nano-tuned',
      'computer-use-2030',
      'claude-opus-4',
      'claude-opus-4-5-thinking',
      'claude-sonnet-9',
      'gemini-2.5-pro-max',
      'mistral-large-2601',
      'grok-latest',
      '',
    ],
    ...['ft:gpt-4-0613:acme::9x2b', 'ft:gpt-4.1-2025-04-14:acme::9x2b', 'ft:gpt-4o-2024-08-06'],
  ])('for the unknown model %j', (name) => {
    expect(catalogue.find(name, NOW)).toBeNull();
  });

  test.each([
    ...[
      'gpt-4o-audio-preview',
      'gpt-4o-realtime-preview',
      'gpt-4o-transcribe',
      'gpt-4o-mini-tts',
      'gpt-image-1',
      'gpt-5-image',
    ],
    ...[
      'gpt-audio',
      'gpt-realtime',
      'whisper-1',
      'gpt-4o-search-preview',
      'o3-deep-research',
      'omni-moderation-latest',
    ],
    ...['gpt-oss-120b', 'gpt-4o:extended', 'text-davinci-003', 'text-ada-001', 'gpt-3.5-turbo-instruct'],
  ])('for %s, whose cost has other parts or is not known', (name) => {
    expect(catalogue.find(name, NOW)).toBeNull();
  });

  test.each([
    'gemini-2.5-flash-image',
    'gemini-2.5-flash-tts',
    'gemini-live-2.5-flash',
    'deepseek/deepseek-v4-pro',
    'deepseek-chat',
    'azure/o3',
    'sonar-pro',
    'llama-3.3-70b-versatile',
    'gpt-oss-20b',
    'google/claude-opus-4-8',
  ])('for %s, whose price depends on more than its tokens and its name', (name) => {
    expect(catalogue.find(name, NOW)).toBeNull();
  });

  test('and nothing but an embedding is free to answer', () => {
    for (const { name, kind, prices } of priceEntries()) {
      for (const { price } of prices) {
        const [{ inputFemto, outputFemto }] = price.tiers;
        expect(inputFemto, name).toBeGreaterThan(0n);
        if (kind === 'embedding') expect(outputFemto, name).toBe(0n);
        else expect(outputFemto, name).toBeGreaterThan(0n);
      }
    }
  });
});

test('a bare name is that of one provider', () => {
  const owners = priceEntries()
    .filter(({ hosted, matches }) => !hosted && matches === 'exact')
    .flatMap(({ provider, name, aliases, snapshots }) =>
      [name, ...aliases, ...snapshots].map((one) => [one, provider] as const),
    );
  expect(new Set(owners.map(([name]) => name)).size).toBe(owners.length);
  for (const [name, provider] of owners) expect(find(name)).toMatchObject({ id: name, name, provider });
});

test('each model is listed under a name that means it', () => {
  const listed = catalogue.list(NOW);
  expect(new Set(listed.map(({ provider }) => provider))).toEqual(
    new Set(['openai', ...PRICED_PROVIDERS.map(({ id }) => id)]),
  );
  for (const { name, id, provider, price } of listed) {
    expect(find(name)).toMatchObject({ id, provider, price: { version: price.version } });
  }
  const expected = PRICED_PROVIDERS.flatMap(({ models }) => Object.keys(models));
  expect(listed.filter(({ provider }) => provider !== 'openai')).toHaveLength(expected.length);
});

describe('what is known of a model', () => {
  test('is its encoding, its limits and what it takes', () => {
    expect(find('gpt-4o-2024-11-20')).toMatchObject({
      id: 'gpt-4o-2024-11-20',
      family: 'gpt-4o',
      provider: 'openai',
      encoding: 'o200k_base',
      contextWindow: 128_000,
      maxOutputTokens: 16_384,
      kind: 'chat',
      countsExactly: true,
    });
    expect(find('o4-mini')).toMatchObject({ contextWindow: 200_000, takes: ['seed', 'reasoningEffort'] });
    expect(find('text-embedding-3-small')).toMatchObject({
      kind: 'embedding',
      encoding: 'cl100k_base',
      contextWindow: 8192,
    });
    expect(find('claude-sonnet-4-5')).toMatchObject({
      family: 'claude-sonnet-4-5',
      kind: 'chat',
      countsExactly: false,
      contextWindow: 200_000,
      maxOutputTokens: 64_000,
    });
    expect(find('gemini-2.5-pro')).toMatchObject({ contextWindow: 1_048_576, maxOutputTokens: 65_536 });
    expect(catalogue.list(NOW).find(({ name }) => name === 'gpt-5.1')).toMatchObject({
      aliases: ['gpt-5-1'],
      snapshots: ['gpt-5.1-2025-11-13', 'gpt-5-1-2025-11-13'],
    });
  });

  test('is that of the variant, where a family has variants', () => {
    expect(find('gpt-5')).toMatchObject({
      contextWindow: 400_000,
      maxOutputTokens: 128_000,
      takes: ['seed', 'reasoningEffort'],
    });
    expect(find('gpt-5-chat-latest')).toMatchObject({
      family: 'gpt-5',
      contextWindow: 128_000,
      maxOutputTokens: 16_384,
    });
    expect(find('gpt-5-chat-latest').takes).toContain('temperature');
    expect(find('gpt-4o-2024-05-13')).toMatchObject({ family: 'gpt-4o', maxOutputTokens: 4096 });
  });

  test('is there for the families in use today', () => {
    for (const name of [
      'gpt-4o',
      'gpt-4.1',
      'gpt-5',
      'gpt-5.1',
      'gpt-5.2',
      'gpt-5.4',
      'gpt-5.5',
      'gpt-5.6',
      'gpt-6-luna',
      'o3-pro',
    ]) {
      expect(find(name).contextWindow, name).toBeGreaterThanOrEqual(128_000);
    }
  });
});

test('a mistyped model is answered with models that are still served', () => {
  expect(catalogue.suggest('gpt-4o-mni', 3)[0]).toBe('gpt-4o-mini');
  expect(catalogue.suggest('gpt-6.1-sol', 1)).toEqual(['gpt-6-sol']);
  expect(catalogue.suggest('gpt-4', 3)).not.toContain('gpt-4');
  expect(catalogue.suggest('claude-sonet-4-6', 1)).toEqual(['claude-sonnet-4-6']);
  expect(catalogue.suggest('gpt-oss-120', 1)).toEqual(['cerebras/gpt-oss-120b']);
});

describe('the sandbox', () => {
  const sandbox = createCatalogue([...openAiPriceEntries(), ...sandboxPriceEntries()]);

  test.each(['sandbox-fill', 'sandbox-429', 'sandbox-delay-250'])('prices %s like gpt-4o', (name) => {
    expect(sandbox.find(name, NOW)).toMatchObject({
      id: name,
      provider: 'openai',
      encoding: 'o200k_base',
      contextWindow: 128_000,
      maxOutputTokens: 16_384,
      price: { tiers: [{ fromPromptTokens: 0, ...rates('2.5', '1.25', '10') }] },
    });
  });

  test('has no price where the sandbox is not active', () => {
    expect(catalogue.find('sandbox-fill', NOW)).toBeNull();
  });
});
