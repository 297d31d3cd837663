import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestRun } from '../../src/tokenizer/longest-run.ts';

/** The patterns that tiktoken splits with (`pat_str` of its encodings), in JavaScript's words. */
const CONTRACTION = "(?:'(?:[sS\u017f]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD]))";
const UPPER = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
const LOWER = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
const SPACES = '\\p{White_Space}*[\\r\\n]+|\\p{White_Space}+(?!\\P{White_Space})|\\p{White_Space}+';
const PATTERNS: Record<string, RegExp> = {
  o200k_base: new RegExp(
    `[^\\r\\n\\p{L}\\p{N}]?${UPPER}*${LOWER}+${CONTRACTION}?|[^\\r\\n\\p{L}\\p{N}]?${UPPER}+${LOWER}*${CONTRACTION}?` +
      `|\\p{N}{1,3}| ?[^\\p{White_Space}\\p{L}\\p{N}]+[\\r\\n/]*|${SPACES}`,
    'gu',
  ),
  cl100k_base: new RegExp(
    `${CONTRACTION}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\p{White_Space}\\p{L}\\p{N}]+[\\r\\n]*|${SPACES}`,
    'gu',
  ),
  p50k_base: new RegExp(
    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\p{White_Space}\\p{L}\\p{N}]+" +
      '|\\p{White_Space}+(?!\\P{White_Space})|\\p{White_Space}+',
    'gu',
  ),
};

/** One character before a piece and a contraction behind it are not part of its runs. */
const EDGES_BYTES = 4 + 3;

function longestPiece(text: string, pattern: RegExp): number {
  return Math.max(0, ...(text.match(pattern) ?? []).map((piece) => Buffer.byteLength(piece)));
}

const characters = fc.constantFrom(
  ...[
    'a',
    'Z',
    'é',
    'ſ',
    'ǅ',
    '中',
    'ʰ',
    '𝔘',
    '𠜎',
    '1',
    '٣',
    'Ⅷ',
    '½',
    '!',
    '/',
    "'",
    '=',
    '。',
    '€',
    '🙂',
    '🏽',
  ],
  ...[
    ' ',
    '\n',
    '\r',
    '\t',
    '\u00a0',
    '\u0085',
    '\u3000',
    '\u2028',
    '\ufeff',
    '\u200d',
    '\u0301',
    '\u20e3',
    '\ufe0f',
    '\0',
  ],
);

/** Few characters in many places: what a hidden long piece is made of. */
const texts = fc
  .uniqueArray(characters, { minLength: 1, maxLength: 4 })
  .chain((few) => fc.array(fc.constantFrom(...few), { maxLength: 200 }))
  .map((parts) => parts.join(''));

describe('a run', () => {
  test.each(Object.entries(PATTERNS))('is at least half of what %s merges as a whole', (_, pattern) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(longestPiece(text, pattern)).toBeLessThanOrEqual(2 * longestRun(text) + EDGES_BYTES);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['/\n'.repeat(5000), 10_000],
    [' \u0085'.repeat(5000), 15_000],
    ['!\ufeff'.repeat(5000), 20_000],
    ['中𠜎'.repeat(5000), 35_000],
    ['a\u0301'.repeat(5000), 15_000],
  ])('of alternating characters that stay together is found: %#', (text, bytes) => {
    expect(longestRun(text)).toBeGreaterThanOrEqual(bytes);
  });

  test.each([
    ['The quick brown fox jumps over the lazy dog, and 12 other things happened in 2024.', 12],
    ['他说今天天气很好，我们去公园散步吧。', 30],
    ['const x = { "a": [1.5e3, null] };', 6],
    ['', 0],
  ])('of ordinary text is short: %s', (text, bytes) => {
    expect(longestRun(text)).toBeLessThanOrEqual(bytes);
  });
});
