import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NO_COST,
  addCosts,
  affordableMaxTokens,
  costOf,
  worstCaseCost,
} from '../../../src/domain/price/price.ts';
import type { ModelPrice, PriceTier } from '../../../src/domain/price/price.ts';
import { NO_USAGE } from '../../../src/domain/token/usage.ts';
import type { UsageBuckets } from '../../../src/domain/token/usage.ts';
import { pricePerMillionToFemto } from '../../../src/lib/money.ts';

const FEMTO_PER_NANO = 1_000_000n;

const rate = fc.bigInt({ min: 0n, max: 1_000_000_000_000n });
const rates = fc.record({ inputFemto: rate, cacheReadFemto: rate, cacheWriteFemto: rate, outputFemto: rate });
const tokens = fc.integer({ min: 0, max: 2_000_000 });

const prices: fc.Arbitrary<ModelPrice> = fc
  .tuple(
    rates,
    fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 3 }),
    fc.array(rates, { minLength: 3, maxLength: 3 }),
  )
  .map(([base, starts, others]) => ({
    version: 'test',
    tiers: [
      { fromPromptTokens: 0, ...base },
      ...starts.sort((a, b) => a - b).map((start, index) => ({ fromPromptTokens: start, ...others[index]! })),
    ],
  }));

const usages: fc.Arbitrary<UsageBuckets> = fc
  .record({ freshInput: tokens, cacheRead: tokens, cacheWrite: tokens, output: tokens })
  .map((buckets) => ({ ...NO_USAGE, ...buckets }));

const promptOf = (usage: UsageBuckets): number => usage.freshInput + usage.cacheRead + usage.cacheWrite;

/** The same price worked out as a fraction of dollars: numerator over 10^15. */
function exactFemto(usage: UsageBuckets, { tiers }: ModelPrice): bigint {
  let tier: PriceTier = tiers[0];
  for (const candidate of tiers) if (promptOf(usage) >= candidate.fromPromptTokens) tier = candidate;
  return (
    BigInt(usage.freshInput) * tier.inputFemto +
    BigInt(usage.cacheRead) * tier.cacheReadFemto +
    BigInt(usage.cacheWrite) * tier.cacheWriteFemto +
    BigInt(usage.output) * tier.outputFemto
  );
}

function flatPrice(input: string, output: string, cacheRead = input): ModelPrice {
  return {
    version: 'test',
    tiers: [
      {
        fromPromptTokens: 0,
        inputFemto: pricePerMillionToFemto(input),
        cacheReadFemto: pricePerMillionToFemto(cacheRead),
        cacheWriteFemto: pricePerMillionToFemto(input),
        outputFemto: pricePerMillionToFemto(output),
      },
    ],
  };
}

describe('the cost of a call', () => {
  test('is prompt plus completion, to the last nano-dollar', () => {
    fc.assert(
      fc.property(usages, prices, (usage, price) => {
        const cost = costOf(usage, price);
        expect(cost.promptNano + cost.completionNano).toBe(cost.totalNano);
        expect(cost.promptNano).toBeGreaterThanOrEqual(0n);
        expect(cost.completionNano).toBeGreaterThanOrEqual(0n);
      }),
    );
  });

  test('is the exact price, rounded up once', () => {
    fc.assert(
      fc.property(usages, prices, (usage, price) => {
        const over = costOf(usage, price).totalNano * FEMTO_PER_NANO - exactFemto(usage, price);
        expect(over).toBeGreaterThanOrEqual(0n);
        expect(over).toBeLessThan(FEMTO_PER_NANO);
      }),
    );
  });

  test('of 1,000 prompt tokens, 400 of them cached, and 500 answer tokens of gpt-4o is 0.007 dollars', () => {
    const usage = { ...NO_USAGE, freshInput: 600, cacheRead: 400, output: 500 };
    expect(costOf(usage, flatPrice('2.5', '10', '1.25'))).toEqual({
      promptNano: 2_000_000n,
      completionNano: 5_000_000n,
      totalNano: 7_000_000n,
    });
  });

  test('of two buckets of a third of a nano-dollar each is one nano-dollar, not two', () => {
    const usage = { ...NO_USAGE, freshInput: 1, output: 1 };
    expect(costOf(usage, flatPrice('0.000333', '0.000333'))).toEqual({
      promptNano: 1n,
      completionNano: 0n,
      totalNano: 1n,
    });
  });

  test('of nothing is nothing', () => {
    fc.assert(
      fc.property(prices, (price) => {
        expect(costOf(NO_USAGE, price)).toEqual(NO_COST);
      }),
    );
  });

  test('does not charge reasoning tokens a second time', () => {
    const price = flatPrice('1', '4');
    const usage = { ...NO_USAGE, freshInput: 10, output: 100 };
    expect(costOf({ ...usage, reasoning: 90 }, price)).toEqual(costOf(usage, price));
  });

  test('changes tier for the whole call at the first prompt token of the tier, cached tokens included', () => {
    const [base] = flatPrice('1', '2').tiers;
    const [long] = flatPrice('10', '20').tiers;
    const price: ModelPrice = { version: 'test', tiers: [base, { ...long, fromPromptTokens: 1000 }] };
    const below = { ...NO_USAGE, freshInput: 500, cacheRead: 499, output: 10 };
    expect(costOf(below, price)).toEqual(costOf(below, { version: 'test', tiers: [base] }));
    const at = { ...below, cacheRead: 500 };
    expect(costOf(at, price)).toEqual(
      costOf(at, { version: 'test', tiers: [{ ...long, fromPromptTokens: 0 }] }),
    );
  });

  test('adds up over attempts bucket by bucket', () => {
    fc.assert(
      fc.property(fc.array(usages, { maxLength: 5 }), prices, (attempts, price) => {
        const costs = attempts.map((usage) => costOf(usage, price));
        const sum = addCosts(costs);
        expect(sum.promptNano + sum.completionNano).toBe(sum.totalNano);
        expect(sum.totalNano).toBe(costs.reduce((total, cost) => total + cost.totalNano, 0n));
      }),
    );
  });
});

describe('the highest cost that a call can have', () => {
  test('covers every usage within the prompt and the output cap, whatever was cached', () => {
    fc.assert(
      fc.property(usages, prices, tokens, tokens, (usage, price, morePrompt, moreOutput) => {
        const worst = worstCaseCost(promptOf(usage) + morePrompt, usage.output + moreOutput, price);
        expect(worst.totalNano).toBeGreaterThanOrEqual(costOf(usage, price).totalNano);
        expect(worst.promptNano + worst.completionNano).toBe(worst.totalNano);
      }),
    );
  });

  test('is the cost itself when there is one tier and nothing is cheaper than fresh input', () => {
    const usage = { ...NO_USAGE, freshInput: 123, output: 456 };
    const price = flatPrice('2.5', '10');
    expect(worstCaseCost(123, 456, price)).toEqual(costOf(usage, price));
  });
});

describe('the output tokens that a budget can pay for', () => {
  const cases = fc.tuple(
    tokens,
    fc.bigInt({ min: 0n, max: 10n ** 13n }),
    prices,
    fc.integer({ min: 0, max: 1_000_000 }),
  );

  test('fit, and one more does not', () => {
    fc.assert(
      fc.property(cases, ([promptTokens, availableNano, price, ceiling]) => {
        const most = affordableMaxTokens(promptTokens, availableNano, price, ceiling);
        expect(most).toBeLessThanOrEqual(ceiling);
        if (most >= 1) {
          expect(worstCaseCost(promptTokens, most, price).totalNano).toBeLessThanOrEqual(availableNano);
        }
        if (most < ceiling) {
          expect(worstCaseCost(promptTokens, most + 1, price).totalNano).toBeGreaterThan(availableNano);
        }
      }),
    );
  });

  test('are none when the prompt alone is too dear', () => {
    expect(affordableMaxTokens(1_000_000, 1n, flatPrice('2.5', '10'), 1000)).toBeLessThan(1);
  });
});
