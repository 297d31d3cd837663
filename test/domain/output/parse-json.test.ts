import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JSON_LIMITS, parseJson } from '../../../src/domain/output/parse-json.ts';

function valueOf(text: string): unknown {
  const result = parseJson(text);
  if (result.kind === 'invalid') throw new Error(result.reason);
  return result.value;
}

function reasonOf(text: string): string {
  const result = parseJson(text);
  return result.kind === 'invalid' ? result.reason : `parsed ${JSON.stringify(result.value)}`;
}

const prose = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', '.', ',', ':', "'", '(', ')', '1', '-', 'é'),
});
const containers = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
  fc.array(fc.jsonValue(), { minLength: 1 }),
);

describe('JSON in an answer is found', () => {
  test.each([
    ['plain', '{"a":1}'],
    ['with a byte order mark and white space', '\uFEFF\n {"a":1}\n'],
    ['in a json fence', 'Here it is:\n\n```json\n{"a":1}\n```\nAnything else?'],
    ['in a fence without language', '```\n{"a":1}\n```'],
    ['in a fence of tildes', '~~~JSON\n{"a":1}\n~~~'],
    ['in an indented fence with Windows lines', '1. So:\r\n   ```json\r\n   {"a":1}\r\n   ```\r\n'],
    ['in a fence beside code of another language', '```python\nx = {"b": 2}\n```\n```json\n{"a":1}\n```'],
    ['amid prose', 'The result is {"a":1}, as you asked.'],
    ['after brackets that are no JSON', 'See [1 above] and {braces}: {"a":1}'],
    ['twice the same', '{"a":1}\n\nSo again: {"a": 1}'],
    ['with trailing commas', '{"a":1,\n}'],
    ['with trailing commas in a fence', '```json\n{"a":1,}\n```'],
    ['after a quote that is never closed', 'A 5" disk has {"a":1} of them'],
  ])('%s', (_, text) => {
    expect(valueOf(text)).toEqual({ a: 1 });
  });

  test.each([
    ['"a"', 'a'],
    ['-1.5e3', -1500],
    ['null', null],
    ['[]', []],
    ['[[1,],[2,],]', [[1], [2]]],
    ['{"a":[{},],}', { a: [{}] }],
    ['["a,]",]', ['a,]']],
    ['{"a":"\\"}",}', { a: '"}' }],
  ])('%s', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test('any value, however it is wrapped', () => {
    fc.assert(
      fc.property(
        containers,
        fc.nat(3),
        fc.constantFrom('', '```json\n', '```\n'),
        (value, indent, fence) => {
          const end = fence === '' ? '' : '\n```';
          expect(parseJson(`${fence}${JSON.stringify(value, null, indent)}${end}`)).toMatchObject({
            kind: 'parsed',
          });
          expect(JSON.stringify(valueOf(`${fence}${JSON.stringify(value, null, indent)}${end}`))).toBe(
            JSON.stringify(value),
          );
        },
      ),
    );
  });

  test('any object or list with prose around it', () => {
    fc.assert(
      fc.property(prose, containers, prose, (before, value, after) => {
        expect(JSON.stringify(valueOf(`Answer: ${before} ${JSON.stringify(value)} ${after}`))).toBe(
          JSON.stringify(value),
        );
      }),
    );
  });

  test('what was repaired is told', () => {
    expect(parseJson('{"a":1}')).toMatchObject({ repairs: [] });
    expect(parseJson('```json\n[1,]\n```')).toMatchObject({
      repairs: ['fence_removed', 'trailing_commas_removed'],
    });
    expect(parseJson('So [1]')).toMatchObject({ repairs: ['prose_removed'] });
  });

  test('a property named __proto__ is only a property', () => {
    const value = valueOf('{"__proto__":{"polluted":true}}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(value['polluted']).toBeUndefined();
  });
});

describe('what is no JSON is not made into some', () => {
  test.each([
    ['nothing', '', 'is empty'],
    ['white space', ' \n', 'is empty'],
    ['prose', 'I cannot do that.', 'is not JSON'],
    ['a cut object', '{"a":1,"b":[1,2', 'cut off'],
    ['a cut fence', '```json\n{"a":1', 'cut off'],
    ['a cut string', '{"a":"b', 'cut off'],
    ['single quotes', "{'a':1}", 'is not JSON'],
    ['a name without quotes', '{a:1}', 'is not JSON'],
    ['a comment', '{"a":1 // one\n}', 'is not JSON'],
    ['NaN', '{"a":NaN}', 'is not JSON'],
    ['a lone comma', '[,]', 'is not JSON'],
    ['two commas', '[1,,]', 'is not JSON'],
    ['a comma before a value', '{,"a":1}', 'is not JSON'],
    ['a wrong object before a whole one', '{"a":oops} instead of {"a":1}', 'is not JSON'],
    ['a whole object before a cut one', 'Not {"a":1} but {"a":', 'cut off'],
    ['a wrong object with a whole one inside', 'So {"a":{"b":1},"c":oops}', 'is not JSON'],
    ['one wrong fence of two', '```json\n[1]\n```\n```json\n[oops]\n```', 'is not JSON'],
    ['many objects', '{} '.repeat(200), 'too many brackets'],
    ['two objects', '{"a":1} {"a":2}', '2 JSON values that differ'],
    ['two fences', '```\n[1]\n```\n```\n[2]\n```', '2 JSON values that differ'],
    ['deep lists', '['.repeat(101) + ']'.repeat(101), 'too deeply'],
    ['very deep lists', '['.repeat(1_000_000), 'too deeply'],
    ['a long text', '"'.repeat(JSON_LIMITS.maxLength + 1), 'at most 1000000 are read'],
  ])('%s', (_, text, reason) => {
    expect(reasonOf(text)).toContain(reason);
  });

  test.each(['', '```json\n', 'Here it is: '])(
    'a value cut anywhere after %j is never a success',
    (before) => {
      fc.assert(
        fc.property(containers, fc.nat(), (value, at) => {
          const text = JSON.stringify({ first: value, last: [{ a: 1 }] });
          const cut = text.slice(0, 1 + (at % (text.length - 1)));
          expect(parseJson(before + cut).kind).toBe('invalid');
        }),
        { numRuns: 1000 },
      );
    },
  );
});
