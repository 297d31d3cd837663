import { buildSchema, execute, parse, validate } from 'graphql';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutValues } from '../../src/http/input-echo.ts';

const SECRET = 'sk-secret "quoted"; Expected type, found: [1.5]';
const schema = buildSchema(`
  enum Color { RED GREEN }
  input Filter { size: Int!, color: Color, name: String, list: [Int!] }
  type Query { find(filter: Filter, first: Int, color: Color, name: String, flag: Boolean, id: ID, share: Float): String }
`);

/** The messages of graphql-js as a client would get them. */
function messagesOf(query: string, variableValues: Record<string, unknown> = {}): string[] {
  try {
    const document = parse(query);
    const wrong = validate(schema, document);
    const { errors = [] } =
      wrong.length > 0
        ? { errors: wrong }
        : (execute({ schema, document, variableValues }) as { errors?: typeof wrong });
    return errors.map((error) =>
      withoutValues(error.message, error.originalError?.message ?? error.message, false),
    );
  } catch (error) {
    const { message } = error as Error;
    return [withoutValues(message, message, false)];
  }
}

const literal = JSON.stringify(SECRET);
const operation =
  'query ($filter: Filter, $first: Int, $color: Color, $name: String, $flag: Boolean) { find(filter: $filter, first: $first, color: $color, name: $name, flag: $flag) }';

describe('the message of an error', () => {
  test.each([
    [`{ find(first: ${literal}) }`, 'Int cannot represent non-integer value.'],
    ['{ find(first: 99999999999) }', 'Int cannot represent non 32-bit signed integer value.'],
    [`{ find(color: ${literal}) }`, 'Enum "Color" cannot represent non-enum value.'],
    ['{ find(color: SECRET) }', 'The value does not exist in the "Color" enum.'],
    [`{ find(name: {secret: ${literal}}) }`, 'String cannot represent a non string value.'],
    [`{ find(filter: ${literal}) }`, 'Expected value of type "Filter".'],
    ['{ find(filter: {}) }', 'Field "Filter.size" of required type "Int!" was not provided.'],
    ['{ fin }', 'Cannot query field "fin" on type "Query". Did you mean "find"?'],
    [`{ find ${literal} }`, 'Syntax Error: Expected Name, found String.'],
    [`{ find(a: """${SECRET}""" "x") }`, 'Syntax Error: Expected Name, found String.'],
    ['{ find', 'Syntax Error: Expected Name, found <EOF>.'],
    ['{ find(a: ?) }', 'Syntax Error: Unexpected character: "?".'],
  ])('%s says what is wrong', (query, message) => {
    expect(messagesOf(query)).toEqual([message]);
  });

  test.each([
    [{ first: SECRET }, 'Variable "$first" got an invalid value: Int cannot represent non-integer value.'],
    [
      { color: SECRET },
      'Variable "$color" got an invalid value: The value does not exist in the "Color" enum.',
    ],
    [
      { name: { SECRET } },
      'Variable "$name" got an invalid value: String cannot represent a non string value.',
    ],
    [{ filter: SECRET }, 'Variable "$filter" got an invalid value: Expected type "Filter" to be an object.'],
    [
      { filter: { size: 1, list: [1, SECRET] } },
      'Variable "$filter" got an invalid value at "filter.list[1]": Int cannot represent non-integer value.',
    ],
    [
      { filter: { size: 1, hue: SECRET } },
      'Variable "$filter" got an invalid value: Field "hue" is not defined by type "Filter". Did you mean "name" or "size"?',
    ],
  ])('of the variables %j says what is wrong and where', (variables, message) => {
    const [first = ''] = messagesOf(operation, variables);
    expect(first.replace(/ Did you mean.*/, '')).toBe(message.replace(/ Did you mean.*/, ''));
  });

  test('never repeats a value, and is never long', () => {
    const secret = fc.string({ minLength: 12, maxLength: 600, unit: 'binary' }).map((text) => `sk-${text}`);
    fc.assert(
      fc.property(secret, (value) => {
        const shown = [
          ...messagesOf(`{ find(first: ${JSON.stringify(value)}) }`),
          ...messagesOf(`{ find ${JSON.stringify(value)} }`),
          ...messagesOf(operation, { first: value, filter: { size: value }, color: value, name: [value] }),
        ];
        expect(shown.length).toBeGreaterThanOrEqual(5);
        for (const message of shown) {
          expect(message).not.toContain(value);
          expect(message).not.toContain('sk-');
          expect(message.length).toBeLessThanOrEqual(301);
        }
      }),
    );
  });

  test('that is ours keeps its examples', () => {
    const reason = 'DateTime must be an RFC 3339 date-time, such as "2026-03-29T01:30:00Z"';
    expect(withoutValues(`Variable "$at" got invalid value "${SECRET}"; ${reason}`, reason, true)).toBe(
      `Variable "$at" got an invalid value: ${reason}`,
    );
  });
});
