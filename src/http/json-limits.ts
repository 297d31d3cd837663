import { isUtf8 } from 'node:buffer';
import type { GraphQLError } from 'graphql';
import { httpError } from './http-error.ts';
import { limitExceeded } from './request-limits.ts';
import type { JsonLimits } from './request-limits.ts';

const NEAR_BYTES = 64;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Why a JSON text is not parsed, or null when it may be. By its bytes: a parsed value of millions of levels is already the harm,
 * and what walks through it later would run out of stack.
 */
export function jsonProblem(text: Buffer, { maxDepth, maxValues }: JsonLimits): GraphQLError | null {
  if (!isUtf8(text)) return httpError(400, 'BAD_REQUEST', 'The body is not valid UTF-8.');
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] ?? 0;
    if (byte === QUOTE) {
      at = endOfString(text, at);
    } else if (byte === COMMA) {
      values += 1;
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      values += 1;
      if (depth > maxDepth)
        return limitExceeded(
          `The JSON has lists and objects in more than ${maxDepth} levels, the most that is taken.`,
          'MAX_JSON_DEPTH',
          maxDepth,
        );
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      depth -= 1;
    }
    if (values > maxValues)
      return limitExceeded(
        `The JSON has more than ${maxValues} values, the most that is taken.`,
        'MAX_JSON_VALUES',
        maxValues,
      );
  }
  return null;
}

/** The place of the quote that ends the string, or the end of the text. */
function endOfString(text: Buffer, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    // byte by byte first, because a search is slow on a text full of quotes; then by search, which is fast on long ones
    const near = at + NEAR_BYTES;
    while (at < near && at < text.length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1;
    if (at < near) return at;
    const quote = text.indexOf(QUOTE, at);
    if (quote < 0) return text.length;
    if (!isEscaped(text, quote, at)) return quote;
    at = quote + 1;
  }
  return at;
}

/** True after an odd number of backslashes, counted back to `from`, where no escape is open. */
function isEscaped(text: Buffer, at: number, from: number): boolean {
  let first = at;
  while (first > from && text[first - 1] === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}
