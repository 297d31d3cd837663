import Big from 'big.js';

/**
 * Money inside Tollgate is a bigint of nano-dollars (1 USD = 1,000,000,000). Prices per token are finer than
 * that, so they are bigints of femto-dollars (1 USD = 10^15); only a finished sum is rounded to nano-dollars.
 */
export type NanoUsd = bigint;
export type FemtoUsd = bigint;

export const NANO_PER_USD = 1_000_000_000n;
const FEMTO_PER_NANO = 1_000_000n;
const NANO_DIGITS = 9;

/**
 * The shape of a decimal that `parseUsd` takes: no sign, no exponent, at most 9 decimals, and at most 9 digits before
 * them, so that it fits the 64-bit integers of the stores.
 */
export const USD_PATTERN = /^\d{1,9}(\.\d{1,9})?$/;

/** Nano-dollars of a decimal string of dollars such as "12.5". Throws RangeError unless it matches USD_PATTERN. */
export function parseUsd(text: string): NanoUsd {
  if (!USD_PATTERN.test(text))
    throw new RangeError(`not an amount of dollars with at most 9 decimals: ${text}`);
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * NANO_PER_USD + BigInt(fraction.padEnd(NANO_DIGITS, '0'));
}

/** Exact decimal string of dollars, without trailing zeros: 12500000000n is "12.5". */
export function formatUsd(amount: NanoUsd): string {
  const sign = amount < 0n ? '-' : '';
  const digits = (amount < 0n ? -amount : amount).toString().padStart(NANO_DIGITS + 1, '0');
  const whole = digits.slice(0, -NANO_DIGITS);
  const fraction = digits.slice(-NANO_DIGITS).replace(/0+$/, '');
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** Nano-dollars of a sum of femto-dollars, rounded up: what is charged is never less than what was used. */
export function toNanoRoundedUp(amount: FemtoUsd): NanoUsd {
  if (amount < 0n) throw new RangeError('a charge cannot be negative');
  return (amount + FEMTO_PER_NANO - 1n) / FEMTO_PER_NANO;
}

/**
 * Femto-dollars per token of a price in dollars per million tokens, as price lists give it (0.15 is 150,000,000 fUSD).
 * Throws RangeError for a negative price or one finer than 9 decimals.
 */
export function pricePerMillionToFemto(usdPerMillionTokens: number | string): FemtoUsd {
  // a number goes through its shortest decimal form, so that 0.15 is exactly 0.15
  const femto = toBig(String(usdPerMillionTokens))?.times('1e9');
  if (femto === undefined || femto.lt(0) || !femto.round(0, 0).eq(femto)) {
    throw new RangeError(`not a price per million tokens with at most 9 decimals: ${usdPerMillionTokens}`);
  }
  return BigInt(femto.toFixed(0));
}

/** Dollars per million tokens of femto-dollars per token, exactly: the inverse of `pricePerMillionToFemto`. */
export function femtoToPricePerMillion(femto: FemtoUsd): string {
  // 10^6 tokens at 10^-15 dollars each are as many nano-dollars as one token has femto-dollars
  return formatUsd(femto);
}

function toBig(text: string): Big | undefined {
  try {
    return new Big(text);
  } catch {
    return undefined;
  }
}
