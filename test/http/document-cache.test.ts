import { describe, expect, test } from 'vitest';
import { createDocumentCache } from '../../src/http/document-cache.ts';

describe('the cache of documents', () => {
  test('keeps what was used last, and no more than half a million characters', () => {
    const cache = createDocumentCache<number>();
    const textOf = (index: number): string => String(index).padEnd(10_000, '#');
    for (let index = 0; index < 100; index += 1) {
      cache.set(textOf(index), index);
      // in use all the time
      expect(cache.get(textOf(0))).toBe(0);
    }
    const kept = Array.from({ length: 100 }, (_, index) => cache.get(textOf(index))).filter(
      (entry) => entry !== undefined,
    );
    expect(kept).toHaveLength(52);
    expect(kept).toContain(0);
    expect(kept).toContain(99);
    expect(kept).not.toContain(1);
  });

  test('keeps no document that is very long', () => {
    const cache = createDocumentCache<number>();
    const long = 'x'.repeat(20_000);
    cache.set(long, 1);
    expect(cache.get(long)).toBeUndefined();
  });
});
