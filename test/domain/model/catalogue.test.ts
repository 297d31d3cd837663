import { describe, expect, test } from 'vitest';
import { createCatalogue } from '../../../src/domain/model/catalogue.ts';
import type { CatalogueEntry, DatedPrice } from '../../../src/domain/model/catalogue.ts';

const JULY = Date.parse('2026-07-01');

function priceOf(version: string, femto: bigint, effectiveFrom = 0): DatedPrice {
  const rates = { inputFemto: femto, cacheReadFemto: femto, cacheWriteFemto: femto, outputFemto: femto };
  return { effectiveFrom, price: { version, tiers: [{ fromPromptTokens: 0, ...rates }] } };
}

function entry(name: string, traits: Partial<CatalogueEntry> = {}): CatalogueEntry {
  return {
    name,
    matches: 'exact',
    family: name,
    provider: 'openai',
    encoding: 'o200k_base',
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    takesSampling: true,
    takesReasoningEffort: false,
    retired: false,
    prices: [priceOf(`test/${name}`, 1n)],
    ...traits,
  };
}

const catalogue = createCatalogue([
  entry('gpt-4o'),
  entry('gpt-4o-2024-05-13', { family: 'gpt-4o', prices: [priceOf('test/may', 2n)] }),
  entry('gpt-4o-mini'),
  entry('gpt-4-32k', { retired: true }),
  entry('o3', { prices: [priceOf('test/o3', 10n), priceOf('test/o3/2026-07-01', 2n, JULY)] }),
  entry('next', { prices: [priceOf('test/next', 1n, JULY)] }),
  entry('gpt-4o', { matches: 'fine-tune', prices: [priceOf('test/ft', 3n)] }),
  entry('sandbox-', { matches: 'prefix', family: 'sandbox' }),
]);

const versionOf = (name: string, at = JULY): string | undefined => catalogue.find(name, at)?.price.version;

describe('a model of the catalogue', () => {
  test('is found by its name, with what it can do', () => {
    expect(catalogue.find('gpt-4o', JULY)).toEqual({
      id: 'gpt-4o',
      family: 'gpt-4o',
      provider: 'openai',
      encoding: 'o200k_base',
      contextWindow: 128_000,
      maxOutputTokens: 16_384,
      takesSampling: true,
      takesReasoningEffort: false,
      price: priceOf('test/gpt-4o', 1n).price,
    });
  });

  test.each(['gpt-4o-2024-08-06', 'gpt-4o-2031-12-31', 'gpt-4o-0806'])(
    'answers for its dated snapshot %s, which is sent upstream under its own name',
    (name) => {
      expect(catalogue.find(name, JULY)).toMatchObject({
        id: name,
        family: 'gpt-4o',
        price: { version: 'test/gpt-4o' },
      });
    },
  );

  test('does not lend its price to a snapshot that has its own', () => {
    expect(catalogue.find('gpt-4o-2024-05-13', JULY)).toMatchObject({
      family: 'gpt-4o',
      price: { version: 'test/may' },
    });
  });

  test.each([
    'gpt-4o-',
    'gpt-4o-latest',
    'gpt-4o-2024',
    'gpt-4o-2024-13-01',
    'gpt-4o-2024-08-32',
    'gpt-4o-1399',
    'gpt-4o-2024-08-06-preview',
    'gpt-4o-2024-05-13-2024-08-06',
    'gpt-4o-audio-preview-2024-10-01',
    'gpt-4o-minimal',
    'gpt-4',
    'GPT-4o',
    ' gpt-4o',
    '-2024-08-06',
    '',
  ])('does not lend its price to %j', (name) => {
    expect(catalogue.find(name, JULY)).toBeNull();
  });

  test('costs what it costs on the day', () => {
    expect(versionOf('o3', JULY - 1)).toBe('test/o3');
    expect(versionOf('o3', JULY)).toBe('test/o3/2026-07-01');
    expect(versionOf('o3-2025-04-16', JULY - 1)).toBe('test/o3');
  });

  test('is not known before its first price', () => {
    expect(catalogue.find('next', JULY - 1)).toBeNull();
    expect(versionOf('next')).toBe('test/next');
  });
});

describe('a fine-tuned model', () => {
  test.each([
    'ft:gpt-4o:acme::9x2b',
    'ft:gpt-4o-2024-08-06:acme:support:9x2b',
    'ft:gpt-4o-2024-08-06:acme::9x2b:ckpt-step-90',
  ])('has the price for fine-tunes of its base: %s', (name) => {
    expect(catalogue.find(name, JULY)).toMatchObject({
      id: name,
      family: 'gpt-4o',
      price: { version: 'test/ft' },
    });
  });

  test.each([
    'ft:gpt-4o',
    'ft:gpt-4o:acme',
    'ft:gpt-4o:acme:9x2b',
    'ft:gpt-4o-mini:acme::9x2b',
    'ft:gpt-4o-audio:acme::9x2b',
    'ft::a::b',
  ])('is not known by %s', (name) => {
    expect(catalogue.find(name, JULY)).toBeNull();
  });
});

describe('a prefix', () => {
  test('answers for all that begin with it', () => {
    expect(catalogue.find('sandbox-delay-250', JULY)).toMatchObject({
      id: 'sandbox-delay-250',
      family: 'sandbox',
    });
    expect(catalogue.find('sandbox-', JULY)).toBeNull();
    expect(catalogue.find('sandbox', JULY)).toBeNull();
  });
});

test('a later entry takes the place of an earlier one', () => {
  const overridden = createCatalogue([entry('gpt-4o'), entry('gpt-4o', { prices: [priceOf('mine', 5n)] })]);
  expect(overridden.find('gpt-4o', JULY)?.price.version).toBe('mine');
});

describe('suggestions', () => {
  test.each([
    ['gpt4o', 'gpt-4o'],
    ['GPT-4O', 'gpt-4o'],
    ['gpt-4o-mni', 'gpt-4o-mini'],
    ['gpt-4o-latest', 'gpt-4o'],
    ['o33', 'o3'],
  ])('for %s begin with %s', (asked, expected) => {
    expect(catalogue.suggest(asked, 3)[0]).toBe(expected);
  });

  test('name one of each family, and what is no longer served last', () => {
    expect(catalogue.suggest('gpt-4-o', 9)).toEqual(['gpt-4o', 'gpt-4-32k']);
    expect(catalogue.suggest('gpt-4-32', 9)[0]).not.toBe('gpt-4-32k');
  });

  test('are as many as asked for, and none for a name like no other', () => {
    expect(catalogue.suggest('gpt-4o', 1)).toEqual(['gpt-4o']);
    expect(catalogue.suggest('gpt-4o', 0)).toEqual([]);
    expect(catalogue.suggest('claude-opus', 3)).toEqual([]);
    expect(catalogue.suggest('', 3)).toEqual([]);
    expect(catalogue.suggest('x'.repeat(1_000_000), 3)).toEqual([]);
  });
});
