import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { BUCKETS, createBucketLookup, localDate } from '../../../src/domain/usage/bucket.ts';
import type { Bucket } from '../../../src/domain/usage/bucket.ts';
import { HOUR, MINUTE } from '../../support/call-fixture.ts';

const ZONES = [
  'UTC',
  'Europe/Copenhagen',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  // clocks go back to midnight
  'Atlantic/Azores',
  // no midnight when summer begins
  'Africa/Cairo',
];
const QUARTER = 15 * MINUTE;
const START = Date.UTC(2024, 0, 1);
const END = Date.UTC(2028, 0, 1);

const anyZone = fc.constantFrom(...ZONES);
const anyInstant = fc.integer({ min: START, max: END });

function lengthInHours(bucket: Bucket, timeZone: string, at: string): number {
  const { start, end } = createBucketLookup(bucket, timeZone)(Date.parse(at));
  return (end - start) / HOUR;
}

describe('buckets of time', () => {
  test('hold every instant, and follow each other without gap or overlap', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BUCKETS), anyZone, anyInstant, (bucket, timeZone, at) => {
        const bucketAt = createBucketLookup(bucket, timeZone);
        const window = bucketAt(at);
        expect(window.start).toBeLessThanOrEqual(at);
        expect(window.end).toBeGreaterThan(at);
        for (const inside of [window.start, window.end - 1]) expect(bucketAt(inside)).toEqual(window);
        expect(bucketAt(window.end).start).toBe(window.end);
        expect(bucketAt(window.start - 1).end).toBe(window.start);
        expect(window.start % QUARTER).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  test('begin where the local calendar says', () => {
    const units = { DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;
    fc.assert(
      fc.property(fc.constantFrom('DAY', 'WEEK', 'MONTH'), anyZone, anyInstant, (bucket, zone, at) => {
        const { start, end } = createBucketLookup(bucket, zone)(at);
        const dateOf = (instant: number) =>
          DateTime.fromMillis(instant, { zone }).startOf(units[bucket]).toISODate();
        expect(dateOf(start)).toBe(dateOf(at));
        expect(dateOf(end)).not.toBe(dateOf(at));
        expect(DateTime.fromMillis(start, { zone }).toISODate()).toBe(dateOf(at));
      }),
      { numRuns: 1_000 },
    );
  });

  test('of one day have 23 or 25 hours when the clocks change by an hour', () => {
    expect(lengthInHours('DAY', 'Europe/Copenhagen', '2026-03-29T12:00:00Z')).toBe(23);
    expect(lengthInHours('DAY', 'Europe/Copenhagen', '2026-10-25T12:00:00Z')).toBe(25);
    expect(lengthInHours('DAY', 'America/New_York', '2026-03-08T12:00:00Z')).toBe(23);
    expect(lengthInHours('DAY', 'America/New_York', '2026-11-01T12:00:00Z')).toBe(25);
    expect(lengthInHours('WEEK', 'Europe/Copenhagen', '2026-03-29T12:00:00Z')).toBe(7 * 24 - 1);
  });

  test('of one day have 23.5 or 24.5 hours on Lord Howe Island, and always 24 in Kathmandu', () => {
    expect(lengthInHours('DAY', 'Australia/Lord_Howe', '2026-10-04T00:00:00Z')).toBe(23.5);
    expect(lengthInHours('DAY', 'Australia/Lord_Howe', '2026-04-05T00:00:00Z')).toBe(24.5);
    expect(lengthInHours('DAY', 'Asia/Kathmandu', '2026-03-29T12:00:00Z')).toBe(24);
    const { start } = createBucketLookup('DAY', 'Asia/Kathmandu')(Date.parse('2026-03-29T12:00:00Z'));
    expect(new Date(start).toISOString()).toBe('2026-03-28T18:15:00.000Z');
  });

  test('of one day start at the first of two midnights', () => {
    const { start, end } = createBucketLookup('DAY', 'Atlantic/Azores')(Date.parse('2026-10-25T12:00:00Z'));
    expect((end - start) / HOUR).toBe(25);
  });

  test('of one hour are two where the hour comes twice, and short where half an hour is left out', () => {
    const copenhagen = createBucketLookup('HOUR', 'Europe/Copenhagen');
    const first = copenhagen(Date.parse('2026-10-25T00:30:00Z'));
    const second = copenhagen(Date.parse('2026-10-25T01:30:00Z'));
    expect([first.end - first.start, second.end - second.start]).toEqual([HOUR, HOUR]);
    expect(second.start).toBe(first.end);
    expect(lengthInHours('HOUR', 'Australia/Lord_Howe', '2026-10-03T15:40:00Z')).toBe(0.5);
  });

  test('of a day have its date', () => {
    expect(localDate(Date.parse('2026-03-28T18:15:00Z'), 'Asia/Kathmandu')).toBe('2026-03-29');
    expect(localDate(Date.parse('2026-03-28T18:14:59Z'), 'Asia/Kathmandu')).toBe('2026-03-28');
  });
});
