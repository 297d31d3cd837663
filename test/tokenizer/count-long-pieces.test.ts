import fc from 'fast-check';
import { get_encoding } from 'tiktoken';
import { describe, expect, test } from 'vitest';
import { TOKEN_ENCODINGS } from '../../src/domain/model/model.ts';
import type { TokenEncoding } from '../../src/domain/model/model.ts';
import { countLongPieces } from '../../src/tokenizer/count-long-pieces.ts';

const reference = Object.fromEntries(TOKEN_ENCODINGS.map((name) => [name, get_encoding(name)]));
const expected = (text: string, encoding: TokenEncoding): number =>
  reference[encoding]!.encode(text, [], []).length;

/** Every piece counts as a long one. */
const ALL = { pieceMin: 0, pieceMaxBytes: 1_000_000 };

/** What can be at the edge of a piece. */
const EDGES = fc.constantFrom(
  ...['a', 'Z', "'s", "'LL", "'ſ", 'é', 'ǅ', 'ʰ', '中', '𝔘', '1', '٣', '½', '!', '/', '=', '€', '🙂', '🏽'],
  ...[
    ' ',
    '\n',
    '\r',
    '\t',
    '\u00a0',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u200d',
    '\u0301',
    '\0',
    '\ud800',
    '\udc00',
  ],
);

describe.each(TOKEN_ENCODINGS)('long pieces in %s', (encoding) => {
  test('have as many tokens as tiktoken finds in them: runs of one unit', () => {
    for (const unit of [
      'a',
      ' ',
      '\n',
      '\t',
      'ab',
      'aB',
      '=',
      '-',
      '0',
      '😀',
      '中',
      '中文',
      'é',
      '\u0301',
      '\0',
    ]) {
      for (let length = 1; length * Buffer.byteLength(unit) < 4000; length += 1 + (length >> 4)) {
        const text = unit.repeat(length);
        expect(countLongPieces(text, encoding, ALL), `${JSON.stringify(unit)} × ${length}`).toBe(
          expected(text, encoding),
        );
      }
    }
  });

  test('have as many tokens as tiktoken finds in them: letters in no order', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aabcdeinorst'), minLength: 200, maxLength: 2000 });
    fc.assert(
      fc.property(letters, (text) => {
        expect(countLongPieces(text, encoding, ALL)).toBe(expected(text, encoding));
      }),
      { numRuns: 50 },
    );
  });

  test('begin and end where tiktoken splits', () => {
    fc.assert(
      fc.property(fc.array(EDGES, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        expect(countLongPieces(text, encoding, ALL)).toBe(expected(text, encoding));
        expect(countLongPieces(text, encoding, { ...ALL, pieceMin: 3 })).toBe(expected(text, encoding));
      }),
      { numRuns: 1000 },
    );
  });
});

// r50k_base splits as p50k_base does
test.each(['o200k_base', 'cl100k_base', 'p50k_base'] as const)(
  'long pieces begin and end where tiktoken splits, beside every character of Unicode: %s',
  { timeout: 120_000 },
  (encoding) => {
    // of the thousands of Han and Hangul characters, which are all alike, only some
    const alike = /[\p{Script=Han}\p{Script=Hangul}]/u;
    let checked = 0;
    let text = '';
    for (let code = 0; code < 0x110000; code += 1) {
      const character = String.fromCodePoint(code);
      if (/[\p{Cn}\p{Co}\p{Cs}]/u.test(character) || (alike.test(character) && code % 64 !== 0)) continue;
      if (countLongPieces(character, encoding, ALL) === null) continue;
      checked += 1;
      text += `a${character}b'${character}'s A${character}B 1${character}1 ${character}${character}/\n.${character}.`;
      if (text.length < 4000) continue;
      const tokens = countLongPieces(text, encoding, ALL);
      if (tokens !== expected(text, encoding)) expect.fail(`before U+${code.toString(16)}: ${tokens}`);
      text = '';
    }
    expect(countLongPieces(text, encoding, ALL)).toBe(expected(text, encoding));
    expect(checked).toBeGreaterThan(40_000);
  },
);

test('a text with a character newer than tiktoken is not counted here', () => {
  for (const character of ['\u{10940}', '\u{16ea0}', '\u{3347f}', '\u088f', '\u{10ffff}']) {
    expect(countLongPieces(`a${character}`, 'o200k_base', ALL)).toBeNull();
  }
});

test('a piece that is too long is not counted', () => {
  const text = 'a'.repeat(100);
  expect(countLongPieces(text, 'o200k_base', { pieceMin: 10, pieceMaxBytes: 99 })).toBeNull();
  expect(countLongPieces(text, 'o200k_base', { pieceMin: 10, pieceMaxBytes: 100 })).toBe(
    expected(text, 'o200k_base'),
  );
});
