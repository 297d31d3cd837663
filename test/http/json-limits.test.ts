import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonProblem } from '../../src/http/json-limits.ts';

const ROOMY = { maxDepth: 1_000, maxValues: 1_000_000 };

/** Levels of lists and objects in a value. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function limitOf(text: string, limits: { maxDepth: number; maxValues: number }): unknown {
  return jsonProblem(Buffer.from(text), limits)?.extensions['limit'] ?? null;
}

describe('a JSON text', () => {
  test('is as deep as the value that it makes, whatever its strings hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        const depth = depthOf(value);
        expect(limitOf(text, { ...ROOMY, maxDepth: depth })).toBe(null);
        if (depth > 0) expect(limitOf(text, { ...ROOMY, maxDepth: depth - 1 })).toBe('MAX_JSON_DEPTH');
      }),
    );
  });

  test.each([
    ['[1,2,3]', 4],
    ['{"a":[{}]}', 4],
    ['"[[[[,,,,"', 1],
    [`"${'x'.repeat(100)}\\"[[[[${'x'.repeat(100)}\\\\",[[[[`, 6],
    [`"${'\\\\'.repeat(100)}",[`, 3],
    [`"${'\\"'.repeat(100)}[[[[`, 1],
  ])('%# counts its values', (text, values) => {
    expect(limitOf(text, { ...ROOMY, maxValues: values })).toBe(null);
    if (values > 1) expect(limitOf(text, { ...ROOMY, maxValues: values - 1 })).toBe('MAX_JSON_VALUES');
  });

  test('that is no UTF-8 is refused', () => {
    expect(jsonProblem(Buffer.from([0x22, 0xff, 0x22]), ROOMY)?.message).toContain('UTF-8');
  });
});
