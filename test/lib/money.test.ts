import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NANO_PER_USD,
  femtoToPricePerMillion,
  formatUsd,
  parseUsd,
  pricePerMillionToFemto,
  toNanoRoundedUp,
} from '../../src/lib/money.ts';

const amounts = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n });

describe('an amount of dollars', () => {
  test.each([
    ['0', 0n],
    ['0.000000001', 1n],
    ['12.5', 12_500_000_000n],
    ['007.10', 7_100_000_000n],
    ['999999999.999999999', 10n ** 18n - 1n],
  ])('%s is read exactly', (text, nano) => {
    expect(parseUsd(text)).toBe(nano);
  });

  test.each([
    '',
    ' 1',
    '1 ',
    '1\n',
    '-1',
    '+1',
    '1.',
    '.5',
    '1e3',
    '0x10',
    '1,5',
    'NaN',
    '1.0000000001',
    '1234567890123',
    '١',
  ])('%j is refused', (text) => {
    expect(() => parseUsd(text)).toThrow(RangeError);
  });

  test('comes back unchanged when it is written and read again', () => {
    fc.assert(
      fc.property(amounts, (nano) => {
        expect(parseUsd(formatUsd(nano))).toBe(nano);
      }),
    );
  });

  test('is written without trailing zeros and with its sign', () => {
    expect(formatUsd(12_500_000_000n)).toBe('12.5');
    expect(formatUsd(3n * NANO_PER_USD)).toBe('3');
    expect(formatUsd(-1n)).toBe('-0.000000001');
    fc.assert(
      fc.property(amounts, (nano) => {
        expect(formatUsd(nano)).toMatch(/^\d+(\.\d*[1-9])?$/);
        expect(formatUsd(-nano)).toBe(nano === 0n ? '0' : `-${formatUsd(nano)}`);
      }),
    );
  });
});

describe('a charge', () => {
  test('is rounded up to the next nano-dollar, by less than one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (femto) => {
        const over = toNanoRoundedUp(femto) * 1_000_000n - femto;
        expect(over).toBeGreaterThanOrEqual(0n);
        expect(over).toBeLessThan(1_000_000n);
      }),
    );
  });

  test('is never negative', () => {
    expect(() => toNanoRoundedUp(-1n)).toThrow(RangeError);
  });
});

describe('a price per million tokens', () => {
  test.each([
    [0.15, 150_000_000n],
    [2.5, 2_500_000_000n],
    [0.1 + 0.2, null],
    ['0.000000001', 1n],
    [1e-7, 100n],
    [600, 600_000_000_000n],
    [0, 0n],
  ])('of %s dollars is exact per token, or refused', (usd, femto) => {
    if (femto === null) expect(() => pricePerMillionToFemto(usd)).toThrow(RangeError);
    else expect(pricePerMillionToFemto(usd)).toBe(femto);
  });

  test('is exact for each price with up to 9 decimals', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), (femto) => {
        expect(pricePerMillionToFemto(formatUsd(femto))).toBe(femto);
      }),
    );
  });

  test('is written as it was read', () => {
    expect(femtoToPricePerMillion(pricePerMillionToFemto(0.0375))).toBe('0.0375');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (femto) => {
        const written = femtoToPricePerMillion(femto);
        expect(pricePerMillionToFemto(written)).toBe(femto);
        expect(femtoToPricePerMillion(pricePerMillionToFemto(written))).toBe(written);
      }),
    );
  });

  test.each([-0.01, '-1', '0.0000000001'])('of %s dollars is refused', (usd) => {
    expect(() => pricePerMillionToFemto(usd)).toThrow(RangeError);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, '', 'free'])('of %s is refused', (usd) => {
    expect(() => pricePerMillionToFemto(usd)).toThrow(Error);
  });
});
