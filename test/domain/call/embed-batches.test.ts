import { describe, expect, test } from 'vitest';
import { batchTexts } from '../../../src/domain/call/embed-batches.ts';
import { capabilitiesOf } from '../../../src/domain/model/capabilities.ts';

const countOf = (tokens: number) => ({ tokens, method: 'exact' }) as const;

describe('texts to embed', () => {
  test.each([
    ['openai', 'text-embedding-3-small', 2_048],
    ['google', 'gemini-embedding-001', 100],
    ['mistral', 'mistral-embed', 512],
    ['cohere', 'embed-v4.0', 96],
    ['openai', 'a-model-of-nobody', 2_048],
  ])('go to %s, %s, in requests of %i', (provider, model, textsMax) => {
    const texts = Array.from({ length: 5_000 }, (_, index) => `text ${index}`);
    const batches = batchTexts(
      texts,
      texts.map(() => countOf(3)),
      capabilitiesOf(provider, model),
    );
    expect(batches.flatMap((batch) => batch.texts)).toEqual(texts);
    const sizes = batches.map((batch) => batch.texts.length);
    expect(sizes.slice(0, -1)).toEqual(sizes.slice(0, -1).map(() => textsMax));
    expect(sizes.at(-1)).toBeLessThanOrEqual(textsMax);
  });

  test('go in requests of no more tokens than the model takes together', () => {
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const counts = [8_000, 8_000, 8_000, 16_384, 1].map(countOf);
    const sizes = (provider: string, model: string) =>
      batchTexts(texts, counts, capabilitiesOf(provider, model)).map((batch) => batch.tokens);
    expect(sizes('mistral', 'mistral-embed')).toEqual([16_000, 8_000, 16_384, 1]);
    expect(sizes('openai', 'text-embedding-3-large')).toEqual([40_385]);
  });
});
