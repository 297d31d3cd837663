import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  escapePlaceholders,
  filledBytes,
  fillPlaceholders,
  parsePlaceholders,
  PlaceholderError,
} from '../../../src/domain/prompt/placeholders.ts';

const fill = (text: string, values: Record<string, string>) =>
  fillPlaceholders(
    parsePlaceholders(text),
    (name) => new Map(Object.entries(values)).get(name) ?? `no ${name}`,
  );

const nameArbitrary = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a', 'other', '_'),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/),
);
/** What goes wrong with replacing by patterns, among all kinds of text. */
const textArbitrary = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('{', '}', '$', '&', '`', "'", '\\', 'a', '\n', '%') }),
  fc.constantFrom('$&', '$1', '$$', "$'", '{other}', '{a}', '{{a}}', '{{ a | upcase }}', '{% if a %}'),
);

test('a template gives its text with the literal values, whatever they are: nothing is filled twice', () => {
  const part = fc.oneof(fc.record({ literal: textArbitrary }), fc.record({ name: nameArbitrary }));
  const values = fc.uniqueArray(fc.tuple(nameArbitrary, textArbitrary), {
    selector: ([name]) => name,
    minLength: 8,
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), values, (parts, entries) => {
      const known = new Map(entries);
      const valueOf = (name: string) => known.get(name) ?? '';
      const template = parts
        .map((one) => ('name' in one ? `{${one.name}}` : escapePlaceholders(one.literal)))
        .join('');
      const expected = parts.map((one) => ('name' in one ? valueOf(one.name) : one.literal)).join('');
      const parsed = parsePlaceholders(template);
      expect(fillPlaceholders(parsed, valueOf)).toBe(expected);
      expect(filledBytes(parsed, (name) => Buffer.byteLength(valueOf(name)))).toBe(
        Buffer.byteLength(expected),
      );
    }),
    { numRuns: 10_000 },
  );
});

describe('braces', () => {
  test.each([
    ['{a}', 'A'],
    ['{{a}}', '{a}'],
    ['{{{a}}}', '{A}'],
    ['{{{{a}}}}', '{{a}}'],
    ['{{ "key": "{a}" }}', '{ "key": "A" }'],
    ['}}{{', '}{'],
    ['', ''],
    ['{a}{a}', 'AA'],
  ])('%s gives %s', (text, expected) => {
    expect(fill(text, { a: 'A' })).toBe(expected);
  });

  test.each([
    ['{', 0],
    ['x{', 1],
    ['{}', 0],
    ['{ a }', 0],
    ['{1a}', 0],
    ['{a', 0],
    ['{a-b}', 0],
    ['{a.b}', 0],
    ['{é}', 0],
    ['a}', 1],
    ['{a}}', 3],
    ['{{a}', 3],
    [`{${'a'.repeat(65)}}`, 0],
  ])('%s is refused at its place', (text, at) => {
    expect(() => parsePlaceholders(text)).toThrow(PlaceholderError);
    try {
      parsePlaceholders(text);
    } catch (error) {
      expect((error as PlaceholderError).at).toBe(at);
    }
  });
});
