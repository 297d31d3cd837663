import { plainDecimal } from './plain-decimal.ts';
import type { NumberInText, Transformed } from './transform.ts';
import { failed, transformed } from './transform.ts';

/** A number with whatever separators, not inside a word, a version, a date or a time. */
const NUMBER =
  /(?<![\p{L}\p{N}_.,:/]|[\p{L}\p{N}][-–])([-−+]?)([$€£¥₹₩₽]?)[ \u00a0]?([-−]?)(\d+(?:[.,'’ \u00a0\u202f_]\d+)*(?:[eE][-+]?\d{1,3})?|\.\d+)(?![\d_]|[.,:/-]\d)/gu;
const UNIT = /^[ \u00a0\u202f]?(%|[°µμΩ]?\p{L}{1,12}[²³]?(?:\/\p{L}{1,4})?|[$€£¥₹₩₽])(?![\p{L}\p{N}])/u;
/** Words that multiply the number before them; `m` and `b` alone are as often metres and bytes. */
const SCALES: Readonly<Record<string, number>> = {
  k: 3,
  thousand: 3,
  million: 6,
  mn: 6,
  billion: 9,
  bn: 9,
  trillion: 12,
};
const MAX_NUMBERS = 100;

/** The only number of the text, or the only one that is repeated in it. */
export function transformToNumber(text: string): Transformed<NumberInText> {
  const found = new Map<string, NumberInText>();
  for (const match of text.matchAll(NUMBER)) {
    const number = numberOf(
      match,
      text.slice(match.index + match[0].length, match.index + match[0].length + 40),
    );
    if (number === null)
      return failed(`"${match[0].slice(0, 50).trim()}" can be read as more than one number`);
    found.set(number.decimal, found.get(number.decimal) ?? number);
    if (found.size > MAX_NUMBERS) break;
  }
  const [number, ...others] = found.values();
  if (number === undefined) return failed('the answer has no number in digits');
  if (others.length > 0) return failed('the answer has more than one number');
  return transformed(number);
}

function numberOf(match: RegExpExecArray, after: string): NumberInText | null {
  const [, sign = '', currency = '', innerSign = '', digits = ''] = match;
  const exponentAt = digits.search(/e/i);
  const mantissa = withoutSeparators(exponentAt === -1 ? digits : digits.slice(0, exponentAt));
  if (mantissa === null) return null;
  let unit = UNIT.exec(after)?.[1] ?? null;
  let power = exponentAt === -1 ? 0 : Number(digits.slice(exponentAt + 1));
  const scale = unit === null ? undefined : SCALES[unit.toLowerCase()];
  if (unit !== null && scale !== undefined) {
    power += scale;
    unit = UNIT.exec(after.slice(after.indexOf(unit) + unit.length))?.[1] ?? null;
  }
  const isNegative = /[-−]/.test(sign + innerSign);
  const decimal = plainDecimal(mantissa, power, isNegative);
  const isWord =
    unit !== null && /^(?:is|are|and|or|of|in|to|the|as|for|with|because|but|so|at|by|on)$/i.test(unit);
  return { decimal, number: Number(decimal), unit: currency !== '' ? currency : isWord ? null : unit };
}

/**
 * The digits with a point before the fraction; null when groups of digits can't be thousands. A comma before exactly three
 * digits, alone, separates thousands, and a point before them a fraction, as in English.
 */
function withoutSeparators(digits: string): string | null {
  const separators = [...digits.replace(/\d/g, '')];
  const last = separators.at(-1);
  if (last === undefined) return digits;
  const isAlone = separators.length === 1;
  const fraction = digits.slice(digits.lastIndexOf(last) + 1);
  const isMixed = separators.some((separator) => separator !== last);
  const isThousands =
    digits.length - fraction.length - 1 <= 3 && fraction.length === 3 && !digits.startsWith('0');
  const hasFraction =
    last === '.' || last === ',' ? isMixed || (isAlone && (last === '.' || !isThousands)) : false;
  const whole = hasFraction ? digits.slice(0, -fraction.length - 1) : digits;
  if (!areGroups(whole)) return null;
  return whole.replace(/\D/g, '') + (hasFraction ? `.${fraction}` : '');
}

/** True for thousands, all separated alike; with commas also for lakhs and crores, `12,34,567`. */
function areGroups(whole: string): boolean {
  return (
    /^\d*$/.test(whole) ||
    /^\d{1,3}(?:([.,'’ \u00a0\u202f_])\d{3})(?:\1\d{3})*$/.test(whole) ||
    /^\d{1,2}(?:,\d{2})*,\d{3}$/.test(whole)
  );
}
