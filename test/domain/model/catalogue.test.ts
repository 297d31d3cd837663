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
    aliases: [],
    snapshots: [],
    snapshotFormat: 'dashed',
    hosted: false,
    matches: 'exact',
    family: name,
    provider: 'openai',
    kind: 'chat',
    encoding: 'o200k_base',
    countsExactly: true,
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    takes: ['temperature'],
    supports: ['tools'],
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
      name: 'gpt-4o',
      family: 'gpt-4o',
      provider: 'openai',
      kind: 'chat',
      encoding: 'o200k_base',
      countsExactly: true,
      contextWindow: 128_000,
      maxOutputTokens: 16_384,
      takes: ['temperature'],
      supports: ['tools'],
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

describe('models of several providers', () => {
  const several = createCatalogue([
    entry('gpt-4o'),
    entry('shared', { prices: [priceOf('test/openai', 1n)] }),
    entry('claude-opus-4-5', {
      provider: 'anthropic',
      snapshotFormat: 'compact',
      aliases: ['claude-opus-latest'],
      snapshots: ['claude-opus-4-5-20251101'],
    }),
    entry('shared', { provider: 'anthropic', prices: [priceOf('test/anthropic', 2n)] }),
    entry('mistral-large-2512', { provider: 'mistral', snapshotFormat: null }),
    entry('openai/gpt-oss-120b', { provider: 'groq', hosted: true, snapshotFormat: null }),
    entry('gpt-4o', { provider: 'groq', hosted: true, prices: [priceOf('test/groq', 3n)] }),
    entry('llama-3.3-70b', { provider: 'groq', hosted: true, snapshotFormat: null }),
  ]);
  const found = (name: string) => several.find(name, JULY);

  test('mean the first of them by a bare name, and each by its own', () => {
    expect(found('shared')).toMatchObject({ provider: 'openai', id: 'shared', name: 'shared' });
    expect(found('openai/shared')).toEqual(found('shared'));
    expect(found('anthropic/shared')).toMatchObject({
      provider: 'anthropic',
      id: 'shared',
      name: 'anthropic/shared',
      price: { version: 'test/anthropic' },
    });
    expect(found('anthropic/claude-opus-4-5')).toEqual(found('claude-opus-4-5'));
  });

  test('are found by aliases and by snapshots as their provider dates them', () => {
    expect(found('claude-opus-latest')).toMatchObject({
      id: 'claude-opus-latest',
      family: 'claude-opus-4-5',
    });
    for (const name of ['claude-opus-4-5-20251101', 'claude-opus-4-5-20260301']) {
      expect(found(name)).toMatchObject({ id: name, family: 'claude-opus-4-5', provider: 'anthropic' });
    }
    expect(found('claude-opus-4-5-2025-11-01')).toBeNull();
    expect(found('gpt-4o-20240806')).toBeNull();
    expect(found('mistral-large-2512-20260101')).toBeNull();
  });

  test('are not lent to bare names by who only hosts them', () => {
    expect(found('llama-3.3-70b')).toBeNull();
    expect(found('openai/gpt-oss-120b')).toBeNull();
    expect(found('groq/llama-3.3-70b')).toMatchObject({ id: 'llama-3.3-70b', name: 'groq/llama-3.3-70b' });
    expect(found('groq/openai/gpt-oss-120b')).toMatchObject({ id: 'openai/gpt-oss-120b', provider: 'groq' });
    expect(found('groq/gpt-4o')).toMatchObject({ name: 'groq/gpt-4o', price: { version: 'test/groq' } });
  });

  test.each(['groq/', '/gpt-4o', 'nobody/gpt-4o', 'groq/shared', 'anthropic/gpt-4o', 'OpenAI/gpt-4o'])(
    'are not found by %j',
    (name) => {
      expect(found(name)).toBeNull();
    },
  );

  test('are listed once each, under their main name, by provider and name', () => {
    expect(several.list(JULY).map(({ name }) => name)).toEqual([
      'gpt-4o',
      'shared',
      'claude-opus-4-5',
      'anthropic/shared',
      'mistral-large-2512',
      'groq/gpt-4o',
      'groq/llama-3.3-70b',
      'groq/openai/gpt-oss-120b',
    ]);
    expect(several.list(JULY)[2]).toMatchObject({
      aliases: ['claude-opus-latest'],
      snapshots: ['claude-opus-4-5-20251101'],
      priceEffectiveFrom: 0,
      batchTiers: null,
    });
    expect(catalogue.list(JULY - 1).map(({ name }) => name)).not.toContain('next');
    expect(catalogue.list(JULY).find(({ name }) => name === 'o3')).toMatchObject({
      priceEffectiveFrom: JULY,
      price: { version: 'test/o3/2026-07-01' },
    });
  });

  test('are suggested by the names that a call can use, preferred ones first', () => {
    expect(several.suggest('llama-3.3-70', 1)).toEqual(['groq/llama-3.3-70b']);
    expect(several.suggest('groq/llama-3.3', 1)).toEqual(['groq/llama-3.3-70b']);
    expect(several.suggest('anthropic/claude-opus-4.5', 1)).toEqual(['claude-opus-4-5']);
    const isAnthropic = ({ provider }: { provider: string }) => provider === 'anthropic';
    expect(several.suggest('share', 2)).toEqual(['shared', 'anthropic/shared']);
    expect(several.suggest('share', 1, isAnthropic)).toEqual(['anthropic/shared']);
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
