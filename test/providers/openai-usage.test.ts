import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTokenUsage } from '../../src/domain/token/usage.ts';
import { fromUsage } from '../../src/providers/openai/from-usage.ts';

const tokens = fc.nat({ max: 1_000_000 });

describe('the usage of an answer', () => {
  test('is split into buckets that add up to what was reported', () => {
    fc.assert(
      fc.property(tokens, tokens, tokens, tokens, tokens, (fresh, cached, written, visible, reasoning) => {
        const prompt = fresh + cached + written;
        const output = visible + reasoning;
        const buckets = fromUsage({
          prompt_tokens: prompt,
          completion_tokens: output,
          total_tokens: prompt + output,
          prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
          completion_tokens_details: { reasoning_tokens: reasoning },
        });
        expect(buckets).toEqual({
          freshInput: fresh,
          cacheRead: cached,
          cacheWrite: written,
          output,
          reasoning,
          estimated: false,
        });
        expect(toTokenUsage(buckets!)).toMatchObject({ promptTokens: prompt, completionTokens: output });
      }),
    );
  });

  test('needs no details', () => {
    const plain = { freshInput: 5, cacheRead: 0, cacheWrite: 0, output: 7, reasoning: 0, estimated: false };
    const nulls = { prompt_tokens_details: null, completion_tokens_details: { reasoning_tokens: null } };
    expect(fromUsage({ prompt_tokens: 5, completion_tokens: 7 })).toEqual(plain);
    expect(fromUsage({ prompt_tokens: 5, completion_tokens: 7, ...nulls })).toEqual(plain);
  });

  test('keeps explicit zeros', () => {
    expect(fromUsage({ prompt_tokens: 0, completion_tokens: 0 })).toMatchObject({ freshInput: 0, output: 0 });
  });

  const good = { prompt_tokens: 10, completion_tokens: 10 };
  test.each([
    ['missing', undefined],
    ['null', null],
    ['empty', {}],
    ['a list', [good]],
    ['without completion tokens', { prompt_tokens: 10 }],
    ['negative', { ...good, prompt_tokens: -1 }],
    ['not a number', { ...good, completion_tokens: Number.NaN }],
    ['infinite', { ...good, completion_tokens: Number.POSITIVE_INFINITY }],
    ['a fraction', { ...good, completion_tokens: 1.5 }],
    ['a string', { ...good, completion_tokens: '10' }],
    ['absurd', { ...good, completion_tokens: 100_000_001 }],
    ['more cached than there was', { ...good, prompt_tokens_details: { cached_tokens: 11 } }],
    [
      'more cached and written than there was',
      { ...good, prompt_tokens_details: { cached_tokens: 6, cache_write_tokens: 5 } },
    ],
    ['cached below zero', { ...good, prompt_tokens_details: { cached_tokens: -1 } }],
    ['more reasoning than output', { ...good, completion_tokens_details: { reasoning_tokens: 11 } }],
    ['details that are none', { ...good, prompt_tokens_details: 'cached' }],
  ])('is not believed when it is %s', (_name, usage) => {
    expect(fromUsage(usage)).toBeNull();
  });

  test('is never anything but null or whole numbers that can be priced', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (prompt, output, details) => {
        const usage = fromUsage({
          prompt_tokens: prompt,
          completion_tokens: output,
          prompt_tokens_details: details,
        });
        const numbers =
          usage === null ? [] : [usage.freshInput, usage.cacheRead, usage.cacheWrite, usage.output];
        expect(numbers.every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
      }),
    );
  });
});
