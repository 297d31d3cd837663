import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTokenUsage } from '../../src/domain/token/usage.ts';
import { fromUsage, usageOf } from '../../src/providers/openai/from-usage.ts';
import { readUsageFixtures } from '../support/usage-fixture.ts';

const tokens = fc.nat({ max: 1_000_000 });
const plain = { freshInput: 5, cacheRead: 0, cacheWrite: 0, output: 7, reasoning: 0, estimated: false };

describe('the usage of an answer', () => {
  test.each(readUsageFixtures().filter(({ name }) => !name.startsWith('anthropic')))(
    'of $source is read as it is charged for',
    ({ answer, buckets }) => {
      expect(fromUsage(usageOf(answer))).toEqual(buckets);
    },
  );

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

  test('counts reasoning once, whether or not the completion tokens include it or it is named', () => {
    fc.assert(
      fc.property(tokens, tokens, tokens, (prompt, visible, reasoning) => {
        const total = prompt + visible + reasoning;
        const named = { completion_tokens_details: { reasoning_tokens: reasoning } };
        const within = { prompt_tokens: prompt, completion_tokens: visible + reasoning, total_tokens: total };
        const beside = { prompt_tokens: prompt, completion_tokens: visible, total_tokens: total };
        const expected = { freshInput: prompt, output: visible + reasoning, reasoning };
        expect(fromUsage({ ...within, ...named })).toMatchObject(expected);
        expect(fromUsage({ ...beside, ...named })).toMatchObject(expected);
        expect(fromUsage(beside)).toMatchObject(expected);
      }),
    );
  });

  test.each(['prompt_cache_hit_tokens', 'num_cached_tokens', 'cached_tokens'])(
    'has its cached tokens where a compatible server says them: %s',
    (field) => {
      expect(fromUsage({ prompt_tokens: 9, completion_tokens: 7, [field]: 4 })).toEqual({
        ...plain,
        freshInput: 5,
        cacheRead: 4,
      });
    },
  );

  test('needs no details', () => {
    const nulls = {
      total_tokens: null,
      prompt_tokens_details: null,
      completion_tokens_details: { reasoning_tokens: null },
    };
    expect(fromUsage({ prompt_tokens: 5, completion_tokens: 7 })).toEqual(plain);
    expect(fromUsage({ prompt_tokens: 5, completion_tokens: 7, ...nulls })).toEqual(plain);
  });

  test('takes no notice of a total that is less than its parts', () => {
    expect(fromUsage({ prompt_tokens: 5, completion_tokens: 7, total_tokens: 0 })).toEqual(plain);
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
    ['absurd in total', { ...good, total_tokens: 100_000_001 }],
    ['negative in total', { ...good, total_tokens: -1 }],
    ['more cached than there was', { ...good, prompt_tokens_details: { cached_tokens: 11 } }],
    [
      'more cached and written than there was',
      { ...good, prompt_tokens_details: { cached_tokens: 6, cache_write_tokens: 5 } },
    ],
    ['cached below zero', { ...good, prompt_tokens_details: { cached_tokens: -1 } }],
    ['more hits of the cache than there was', { ...good, prompt_cache_hit_tokens: 11 }],
    ['more reasoning than output', { ...good, completion_tokens_details: { reasoning_tokens: 11 } }],
    [
      'reasoning that is neither in the completion nor beside it',
      { ...good, total_tokens: 25, completion_tokens_details: { reasoning_tokens: 4 } },
    ],
    ['details that are none', { ...good, prompt_tokens_details: 'cached' }],
  ])('is not believed when it is %s', (_name, usage) => {
    expect(fromUsage(usage)).toBeNull();
  });

  test('is never anything but null or disjoint whole numbers that can be priced', () => {
    const value = fc.oneof(fc.nat({ max: 50 }), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.record({
          prompt_tokens: value,
          completion_tokens: value,
          total_tokens: value,
          prompt_tokens_details: fc.oneof(fc.record({ cached_tokens: value }), fc.jsonValue()),
          completion_tokens_details: fc.oneof(fc.record({ reasoning_tokens: value }), fc.jsonValue()),
        }),
        (reported) => {
          const usage = fromUsage(reported);
          if (usage === null) return;
          const { freshInput, cacheRead, cacheWrite, output, reasoning } = usage;
          for (const number of [freshInput, cacheRead, cacheWrite, output, reasoning]) {
            expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
          }
          expect(freshInput + cacheRead + cacheWrite).toBe(reported.prompt_tokens);
          expect(reasoning).toBeLessThanOrEqual(output);
          expect(output).toBeGreaterThanOrEqual(reported.completion_tokens as number);
        },
      ),
    );
  });
});
