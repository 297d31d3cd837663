import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileLinearPattern, PatternError } from '../../src/json-schema/linear-pattern.ts';

const atoms = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    '.',
    '\\d',
    '\\w',
    '\\s',
    '\\S',
    '\\W',
    '\\D',
    '[a-c]',
    '[^a]',
    '[\\s\\d]',
    '[^\\s]',
    '[\\S]',
  ),
  fc.constantFrom(
    '\\p{L}',
    '\\P{Lu}',
    '\\u00e9',
    '\\u{1F600}',
    '\\x41',
    '\\n',
    '\\t',
    '[\\]a]',
    '[.]',
    '\\.',
    '\\b',
    '[\\b]',
    '\\/',
  ),
  fc.constantFrom('é', '\u00a0', '\u2028', '😀', '-', '@', '"'),
);
const quantifiers = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '*?');
const parts = fc
  .tuple(atoms, quantifiers)
  .map(([atom, quantifier]) => (atom === '\\b' ? atom : `${atom}${quantifier}`));
const patterns = fc
  .tuple(fc.constantFrom('', '^'), fc.array(parts, { maxLength: 6 }), fc.constantFrom('', '$'), fc.boolean())
  .map(
    ([start, middle, end, grouped]) =>
      `${start}${grouped ? `(?:${middle.join('')}|ab)` : middle.join('')}${end}`,
  );
const texts = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    'c',
    'A',
    '1',
    ' ',
    '\n',
    '\r',
    '\t',
    '\v',
    '\u00a0',
    '\u2028',
    '\ufeff',
    'é',
    '😀',
    '.',
    '-',
    ']',
    '\b',
    '/',
  ),
  maxLength: 12,
});

describe('a pattern of a caller', () => {
  test('means what it means in ECMAScript', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(compileLinearPattern(pattern).test(text)).toBe(new RegExp(pattern, 'u').test(text));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['^\\d{3}-\\d{4}$', '555-1234', '5555-1234'],
    ['^[\\w\\-\\.]+\\@[\\w\\-]+$', 'a.b-c@d-e', 'a b@c'],
    ['^\\-?\\d+$', '-5', '--5'],
    ['^(?<year>\\d{4})$', '2024', '24'],
    ['^\\p{Script=Greek}+$', 'αβγ', 'abc'],
    ['^[^]$', '\n', 'ab'],
    ['^[[]$', '[', ']'],
  ])('%s', (pattern, fits, fitsNot) => {
    const compiled = compileLinearPattern(pattern);
    expect([compiled.test(fits), compiled.test(fitsNot)]).toEqual([true, false]);
  });

  test.each([
    '(?=a)',
    '(?!a)',
    '(?<=a)b',
    '(?<!a)b',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    'a{1001}',
    '(a{100}){100}',
    '[',
    '(',
    'a++',
    '(?i)a',
    '\\Aa\\z',
    '[[:alpha:]]',
    '\\pL',
  ])('%s is refused', (pattern) => {
    expect(() => compileLinearPattern(pattern)).toThrow(PatternError);
  });

  test('that takes a backtracking engine for ever is answered', () => {
    const text = `${'a'.repeat(100_000)}!`;
    expect(compileLinearPattern('^(a+)+$').test(text)).toBe(false);
    expect(compileLinearPattern('^(a|a|aa)*$').test(text)).toBe(false);
    expect(compileLinearPattern('^(.*)*x$').test(text)).toBe(false);
  });
});
