import fc from 'fast-check';
import { expect, test } from 'vitest';
import { previewJson } from '../../../src/domain/output/preview-json.ts';

test('a stream is shown as it grows', () => {
  expect(previewJson('```json\n{"name": "Al')).toEqual({ name: 'Al' });
  expect(previewJson('{"name": "Al", "tags": ["a", "b')).toEqual({ name: 'Al', tags: ['a', 'b'] });
});

test('a number is shown when it is whole', () => {
  expect(previewJson('{"name": "Al", "age": 1')).toEqual({ name: 'Al' });
  expect(previewJson('{"name": "Al", "age": 12,')).toEqual({ name: 'Al', age: 12 });
});

test('nothing is shown of what is no JSON, too long or too deep', () => {
  expect(previewJson('Sure, here')).toBeUndefined();
  expect(previewJson('['.repeat(200))).toBeUndefined();
  expect(previewJson(`["${'a'.repeat(100_001)}`)).toBeUndefined();
  expect(previewJson('{"__proto__":{"a":1}')).toBeUndefined();
});

test('no cut breaks it, and the whole is the value', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 }),
      fc.nat(),
      (value, at) => {
        const text = JSON.stringify(value);
        expect(() => previewJson(text.slice(0, at % text.length))).not.toThrow();
        if (!text.includes('"__proto__"')) expect(previewJson(text)).toEqual(JSON.parse(text));
      },
    ),
  );
});
