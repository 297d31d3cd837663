import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createCatalogue } from '../../src/domain/model/catalogue.ts';
import type { Model } from '../../src/domain/model/model.ts';
import { pricePerMillionToFemto } from '../../src/lib/money.ts';
import { PRICE_SOURCE, openAiPriceEntries } from '../../src/providers/price-data.ts';
import { sandboxPriceEntries } from '../../src/providers/sandbox/sandbox-prices.ts';

const NOW = Date.parse('2026-11-01');
const catalogue = createCatalogue(openAiPriceEntries());

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

  test('are named by their source, whose version is the one installed', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(PRICE_SOURCE).toBe(`genai-prices@${dependencies['@pydantic/genai-prices']}`);
    expect(find('gpt-4o-2024-08-06').price.version).toBe(`${PRICE_SOURCE}/gpt-4o`);
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

  test('and nothing but an embedding is free to answer', () => {
    for (const { name, prices } of openAiPriceEntries()) {
      for (const { price } of prices) {
        const [{ inputFemto, outputFemto }] = price.tiers;
        expect(inputFemto, name).toBeGreaterThan(0n);
        if (!name.startsWith('text-embedding-')) expect(outputFemto, name).toBeGreaterThan(0n);
      }
    }
  });
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
      takesSampling: true,
      takesReasoningEffort: false,
    });
    expect(find('o4-mini')).toMatchObject({
      contextWindow: 200_000,
      takesSampling: false,
      takesReasoningEffort: true,
    });
    expect(find('text-embedding-3-small')).toMatchObject({ encoding: 'cl100k_base', contextWindow: 8192 });
  });

  test('is that of the variant, where a family has variants', () => {
    expect(find('gpt-5')).toMatchObject({
      contextWindow: 400_000,
      maxOutputTokens: 128_000,
      takesSampling: false,
    });
    expect(find('gpt-5-chat-latest')).toMatchObject({
      family: 'gpt-5',
      contextWindow: 128_000,
      maxOutputTokens: 16_384,
      takesSampling: true,
    });
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

test('a mistyped model is answered with models that OpenAI still serves', () => {
  expect(catalogue.suggest('gpt-4o-mni', 3)[0]).toBe('gpt-4o-mini');
  expect(catalogue.suggest('gpt-6.1-sol', 1)).toEqual(['gpt-6-sol']);
  expect(catalogue.suggest('gpt-4', 3)).not.toContain('gpt-4');
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
      takesSampling: true,
      price: { tiers: [{ fromPromptTokens: 0, ...rates('2.5', '1.25', '10') }] },
    });
  });

  test('has no price where the sandbox is not active', () => {
    expect(catalogue.find('sandbox-fill', NOW)).toBeNull();
  });
});
