import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTokenUsage } from '../../src/domain/token/usage.ts';
import { fromAnthropicUsage } from '../../src/providers/anthropic/from-usage.ts';
import { readUsageFixtures } from '../support/usage-fixture.ts';

const tokens = fc.nat({ max: 1_000_000 });

describe("the usage of an answer of Anthropic's", () => {
  test.each(readUsageFixtures().filter(({ name }) => name.startsWith('anthropic')))(
    'of $source is read as it is charged for',
    ({ answer, buckets }) => {
      expect(fromAnthropicUsage(answer['usage'])).toEqual(buckets);
    },
  );

  test('has buckets that do not overlap and add up to the prompt and the answer', () => {
    fc.assert(
      fc.property(tokens, tokens, tokens, tokens, tokens, (fresh, read, written, visible, thinking) => {
        const buckets = fromAnthropicUsage({
          input_tokens: fresh,
          cache_read_input_tokens: read,
          cache_creation_input_tokens: written,
          cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
          output_tokens: visible + thinking,
          output_tokens_details: { thinking_tokens: thinking },
        });
        expect(buckets).toEqual({
          freshInput: fresh,
          cacheRead: read,
          cacheWrite: written,
          output: visible + thinking,
          reasoning: thinking,
          estimated: false,
        });
        expect(toTokenUsage(buckets!)).toMatchObject({
          promptTokens: fresh + read + written,
          completionTokens: visible + thinking,
        });
      }),
    );
  });

  test('of a stream is what the start said, with the sums that came after it', () => {
    const start = {
      input_tokens: 472,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 100,
      output_tokens: 2,
    };
    expect(
      fromAnthropicUsage(start, { output_tokens: 40 }, { output_tokens: 89, input_tokens: null }),
    ).toMatchObject({
      freshInput: 472,
      cacheRead: 100,
      output: 89,
    });
  });

  test('keeps explicit zeros, and needs no cache', () => {
    expect(fromAnthropicUsage({ input_tokens: 0, output_tokens: 0 })).toEqual({
      freshInput: 0,
      cacheRead: 0,
      cacheWrite: 0,
      output: 0,
      reasoning: 0,
      estimated: false,
    });
  });

  const good = { input_tokens: 10, output_tokens: 10 };
  test.each([
    ['missing', undefined],
    ['null', null],
    ['empty', {}],
    ['a list', [good]],
    ['without output', { input_tokens: 10 }],
    ['negative', { ...good, cache_read_input_tokens: -1 }],
    ['not a number', { ...good, output_tokens: Number.NaN }],
    ['a fraction', { ...good, input_tokens: 0.5 }],
    ['a string', { ...good, input_tokens: '10' }],
    ['absurd', { ...good, cache_creation_input_tokens: 100_000_001 }],
    ['more thinking than output', { ...good, output_tokens_details: { thinking_tokens: 11 } }],
    [
      'cached for an hour, at another price',
      {
        ...good,
        cache_creation_input_tokens: 5,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 5 },
      },
    ],
    [
      'cached in parts that are not its sum',
      { ...good, cache_creation_input_tokens: 5, cache_creation: { ephemeral_5m_input_tokens: 4 } },
    ],
    ['details that are none', { ...good, output_tokens_details: 'thinking' }],
  ])('is not believed when it is %s', (_name, usage) => {
    expect(fromAnthropicUsage(usage)).toBeNull();
  });
});
