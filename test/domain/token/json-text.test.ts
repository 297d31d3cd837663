import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonText } from '../../../src/domain/token/json-text.ts';

describe('the JSON of a value', () => {
  test('is that of JSON.stringify', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(jsonText(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test('is found however deep the value is', () => {
    const depth = 100_000;
    const value: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(jsonText(value)).toBe('['.repeat(depth) + ']'.repeat(depth));
  });

  test('leaves keywords out of schemas, but no property and no data of that name', () => {
    const schema = {
      type: 'object',
      required: ['required'],
      properties: { required: { type: 'array', items: { type: 'object', required: ['a'] } } },
      default: { required: true },
    };
    expect(jsonText(schema, ['required'])).toBe(
      '{"type":"object","properties":{"required":{"type":"array","items":{"type":"object"}}},"default":{"required":true}}',
    );
  });
});
