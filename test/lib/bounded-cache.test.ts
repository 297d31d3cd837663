import { expect, test } from 'vitest';
import { createBoundedCache } from '../../src/lib/bounded-cache.ts';

test('what was used longest ago goes first', () => {
  const cache = createBoundedCache<number>(3);
  for (const [index, key] of ['a', 'b', 'c'].entries()) cache.set(key, index, 1);
  cache.get('a');
  cache.set('d', 3, 1);
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3]);
});

test('a value that is set again counts once, and a deleted one not at all', () => {
  const cache = createBoundedCache<string>(4);
  cache.set('a', 'old', 3);
  cache.set('a', 'new', 2);
  cache.set('b', 'b', 2);
  expect([cache.get('a'), cache.get('b')]).toEqual(['new', 'b']);
  cache.delete('a');
  cache.set('c', 'c', 2);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 'b', 'c']);
});

test('a value larger than the cache is not kept, and drives nothing out', () => {
  const cache = createBoundedCache<string>(2);
  cache.set('a', 'a', 1);
  cache.set('b', 'b', 3);
  expect([cache.get('a'), cache.get('b')]).toEqual(['a', undefined]);
});
