import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IMAGE_DETAILS } from '../../../src/domain/token/countable-request.ts';
import type { ImageDetail } from '../../../src/domain/token/countable-request.ts';
import { imageTokens } from '../../../src/domain/token/image-tokens.ts';

const MODELS = [
  ...['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-5', 'gpt-5-mini', 'gpt-5.1'],
  ...['gpt-5.2', 'gpt-5.4', 'gpt-5.5', 'gpt-5.6-sol', 'gpt-6-astra', 'o1', 'o3', 'o4-mini'],
  ...['claude-opus-4-7', 'gemini-3-pro', 'a-model-of-my-own'],
];

const tokensOf = (model: string, width: number, height: number, detail: ImageDetail): number =>
  imageTokens({ size: { width, height }, detail }, model).tokens;

describe('an image', () => {
  // the examples and tables of developers.openai.com/api/docs/guides/images-vision
  test.each([
    ['gpt-6-astra', 1024, 1024, 'high', 1229],
    ['gpt-6-astra', 2048, 2048, 'high', 3000],
    ['gpt-6-astra', 4096, 512, 'high', 2458],
    ['gpt-5.4', 1024, 1024, 'high', 1229],
    ['gpt-5.4', 2048, 2048, 'high', 3000],
    ['gpt-5.4-mini', 2048, 2048, 'low', 4916],
    ['gpt-5.5', 8000, 8000, 'original', 12_000],
    ['gpt-5.6-terra', 33, 65, 'auto', 8],
    ['gpt-5.6-terra', 4000, 4000, 'low', 308],
    ['gpt-5.2-2025-12-11', 1024, 1024, 'auto', 1229],
    ['gpt-4.1-mini', 1024, 1024, 'high', 1659],
    ['gpt-4o', 1024, 1024, 'high', 765],
    ['gpt-4o', 2048, 4096, 'high', 1105],
    ['gpt-4o', 4096, 8192, 'low', 85],
    ['gpt-4o-2024-08-06', 33, 65, 'auto', 255],
    ['gpt-4o-mini', 1024, 1024, 'high', 2833 + 4 * 5667],
    ['gpt-5.1', 1024, 1024, 'high', 70 + 4 * 140],
    ['o3', 512, 512, 'high', 225],
  ] as const)(
    'of %s with %d × %d pixels and %s detail has the documented tokens',
    (model, width, height, detail, tokens) => {
      expect(imageTokens({ size: { width, height }, detail }, model)).toEqual({ tokens, method: 'exact' });
    },
  );

  test.each([
    ['gpt-5-nano', 1024, 1024],
    ['claude-opus-4-7', 1000, 1000],
    ['gemini-3-pro', 1000, 1000],
    ['a-model-of-my-own', 1000, 1000],
  ])('of a model without a documented count has a bound: %s', (model, width, height) => {
    expect(imageTokens({ size: { width, height }, detail: 'high' }, model).method).toBe('bound');
  });

  test('of an unknown model costs no less than with any known one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MODELS),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.constantFrom(...IMAGE_DETAILS),
        (model, width, height, detail) => {
          const unknown = tokensOf('a-model-of-my-own', width, height, detail);
          expect(unknown).toBeGreaterThanOrEqual(tokensOf(model, width, height, detail));
        },
      ),
    );
  });

  test('of unknown size has a bound that no size exceeds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MODELS),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom(...IMAGE_DETAILS),
        (model, width, height, detail) => {
          const bound = imageTokens({ size: null, detail }, model);
          const tokens = tokensOf(model, width, height, detail);
          expect(bound.tokens).toBeGreaterThanOrEqual(tokens);
          expect(tokens).toBeGreaterThan(0);
        },
      ),
    );
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 0.5])(
    '%d pixels wide counts as one of unknown size',
    (width) => {
      expect(imageTokens({ size: { width, height: 100 }, detail: 'high' }, 'gpt-4o')).toEqual({
        tokens: 85 + 8 * 170,
        method: 'bound',
      });
    },
  );

  test('of a fine-tuned model costs what it costs with its base', () => {
    const size = { width: 700, height: 900 };
    expect(imageTokens({ size, detail: 'high' }, 'ft:gpt-4o-2024-08-06:acme::9x2b')).toEqual(
      imageTokens({ size, detail: 'high' }, 'gpt-4o'),
    );
  });
});
