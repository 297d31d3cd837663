import { describe, expect, test } from 'vitest';
import { datedPricesOf, isPricedByTextTokens } from '../../src/providers/price-conversion.ts';
import type { PricedModel } from '../../src/providers/price-conversion.ts';

const prices = (given: PricedModel['prices']) => datedPricesOf({ id: 'm', prices: given }, 'src@1', 'chat');
const startDate = (day: string) => ({ type: 'start_date', start_date: day }) as const;

describe('a price of the price data', () => {
  test('is exact per token, and has the input rate where the cache has none', () => {
    expect(prices({ input_mtok: 0.15, output_mtok: 0.6 })).toEqual([
      {
        effectiveFrom: 0,
        price: {
          version: 'src@1/m',
          tiers: [
            {
              fromPromptTokens: 0,
              inputFemto: 150_000_000n,
              cacheReadFemto: 150_000_000n,
              cacheWriteFemto: 150_000_000n,
              outputFemto: 600_000_000n,
            },
          ],
        },
      },
    ]);
  });

  test('has a tier from the first token above the start, for each rate that changes there', () => {
    const [dated] = prices({
      input_mtok: { base: 1, tiers: [{ start: 999, price: 2 }] },
      cache_read_mtok: 0.5,
      output_mtok: {
        base: 3,
        tiers: [
          { start: 999, price: 4 },
          { start: 1999, price: 5 },
        ],
      },
    });
    const tiers = dated!.price.tiers.map((tier) => [
      tier.fromPromptTokens,
      tier.inputFemto / 1_000_000n,
      tier.cacheReadFemto / 1_000_000n,
      tier.outputFemto / 1_000_000n,
    ]);
    expect(tiers).toEqual([
      [0, 1000n, 500n, 3000n],
      [1000, 2000n, 500n, 4000n],
      [2000, 2000n, 500n, 5000n],
    ]);
  });

  test('holds from midnight UTC of its day, in the order of the days', () => {
    const dated = prices([
      { prices: { input_mtok: 3 } },
      { constraint: startDate('2026-01-01'), prices: { input_mtok: 2 } },
      { constraint: startDate('2026-02-01'), prices: { input_mtok: 1 } },
    ]);
    expect(
      dated.map(({ effectiveFrom, price }) => [effectiveFrom, price.version, price.tiers[0].inputFemto]),
    ).toEqual([
      [0, 'src@1/m', 3_000_000_000n],
      [Date.parse('2026-01-01T00:00:00Z'), 'src@1/m/2026-01-01', 2_000_000_000n],
      [Date.parse('2026-02-01T00:00:00Z'), 'src@1/m/2026-02-01', 1_000_000_000n],
    ]);
  });

  test('of an embedding has no output, whatever the data says', () => {
    const given = { id: 'e', prices: { input_mtok: 0.1, output_mtok: 0.1 } };
    expect(datedPricesOf(given, 'src@1', 'embedding')[0]?.price.tiers[0]).toMatchObject({
      inputFemto: 100_000_000n,
      outputFemto: 0n,
    });
  });
});

describe('a model', () => {
  test.each([
    [{ input_mtok: 1, output_mtok: 2, web_searches_kcount: 10 }, true],
    [{ input_mtok: 1 }, true],
    [{ input_mtok: 1, output_mtok: 2, input_audio_mtok: 3, cache_write_1h_mtok: 2 }, true],
    [{ input_mtok: 1, output_mtok: 2, output_audio_mtok: 3 }, false],
    [{ input_mtok: 1, output_mtok: 2, output_image_mtok: 3 }, false],
    [{ input_mtok: 1, output_mtok: 2, requests_kcount: 3 }, false],
    [{ output_mtok: 2 }, false],
    [{}, false],
  ])('with the prices %j is priced by text tokens: %s', (given, expected) => {
    expect(isPricedByTextTokens({ id: 'm', prices: given })).toBe(expected);
  });

  test('is not priced by text tokens when a later price is not', () => {
    const later = { constraint: startDate('2026-01-01'), prices: { input_mtok: 1, requests_kcount: 2 } };
    expect(isPricedByTextTokens({ id: 'm', prices: [{ prices: { input_mtok: 1 } }, later] })).toBe(false);
  });

  test('is not priced by text tokens when it costs more at some hours of the day', () => {
    const peak = { type: 'time_of_date', start_time: '01:00:00Z', end_time: '04:00:00Z' } as const;
    const atPeak = { constraint: peak, prices: { input_mtok: 2, output_mtok: 8 } };
    const model = { id: 'm', prices: [{ prices: { input_mtok: 1, output_mtok: 4 } }, atPeak] };
    expect(isPricedByTextTokens(model)).toBe(false);
  });
});
