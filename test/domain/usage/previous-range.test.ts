import { describe, expect, test } from 'vitest';
import { previousRange } from '../../../src/domain/usage/previous-range.ts';

function previous(from: string, before: string, timeZone: string): string[] {
  const range = previousRange({ from: Date.parse(from), before: Date.parse(before) }, timeZone);
  return [range.from, range.before].map((at) => new Date(at).toISOString());
}

describe('the previous range', () => {
  test('of a whole month is the month before, however long it is', () => {
    expect(previous('2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', 'Europe/Copenhagen')).toEqual([
      '2026-01-31T23:00:00.000Z',
      '2026-02-28T23:00:00.000Z',
    ]);
  });

  test('of a year is the year before', () => {
    expect(previous('2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'UTC')).toEqual([
      '2024-01-01T00:00:00.000Z',
      '2025-01-01T00:00:00.000Z',
    ]);
  });

  test('of whole days is as many days, also where the clocks change between', () => {
    // the 30th and 31st of March; summer time began on the 29th
    expect(previous('2026-03-29T22:00:00Z', '2026-03-31T22:00:00Z', 'Europe/Copenhagen')).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
  });

  test('of anything else is as long', () => {
    expect(previous('2026-03-29T10:00:00Z', '2026-03-29T12:30:00Z', 'Europe/Copenhagen')).toEqual([
      '2026-03-29T07:30:00.000Z',
      '2026-03-29T10:00:00.000Z',
    ]);
  });
});
