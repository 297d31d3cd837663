import { validate, version } from 'uuid';
import { expect, test } from 'vitest';
import { newId } from '../../src/lib/ids.ts';

test('ids are UUIDs of version 7 that sort in the order in which they were made, and none comes twice', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  const time = parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16);
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(Date.now());
});

test('their random bits are others for each id', () => {
  const ends = Array.from({ length: 2_000 }, () => newId().slice(-8));
  expect(new Set(ends).size).toBe(ends.length);
});
