import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryAfterMs } from '../../src/providers/retry-after.ts';
import { failureOf } from '../support/provider-failure.ts';
import { RawUpstream } from '../support/raw-upstream.ts';

const now = Date.UTC(2026, 6, 1, 12, 0, 0);

describe('how long the provider asks to wait', () => {
  test.each<[string, Record<string, string>, number | null]>([
    ['seconds', { 'retry-after': '2' }, 2_000],
    ['seconds with spaces', { 'retry-after': ' 2 ' }, 2_000],
    ['parts of a second', { 'retry-after': '0.25' }, 250],
    ['no time at all', { 'retry-after': '0' }, 0],
    ['a day', { 'retry-after': '86400' }, 86_400_000],
    ['milliseconds', { 'retry-after-ms': '30' }, 30],
    ['milliseconds, which win over seconds', { 'retry-after-ms': '30', 'retry-after': '2' }, 30],
    ['milliseconds that are nonsense, beside seconds', { 'retry-after-ms': '-1', 'retry-after': '2' }, 2_000],
    ['a date', { 'retry-after': 'Wed, 01 Jul 2026 12:00:07 GMT' }, 7_000],
    ['a date without its zone', { 'retry-after': 'Wed, 01 Jul 2026 12:00:07' }, 7_000],
    ['a date of RFC 850', { 'retry-after': 'Wednesday, 01-Jul-26 12:00:07 GMT' }, 7_000],
    ['a date of asctime, which is GMT', { 'retry-after': 'Wed Jul  1 12:00:07 2026' }, 7_000],
    ['a date that is over', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0],
    ['a date that is none', { 'retry-after': 'Wed, 99 Foo 2026 12:00:07 GMT' }, null],
    ['a negative number', { 'retry-after': '-5' }, null],
    ['a number with a comma', { 'retry-after': '1,5' }, null],
    ['a number with an exponent', { 'retry-after': '1e3' }, null],
    ['more than any clock holds', { 'retry-after': '9'.repeat(400) }, null],
    ['a word', { 'retry-after': 'soon' }, null],
    ['words that Date.parse would take for a date', { 'retry-after': 'soon 5' }, null],
    ['blank', { 'retry-after': '' }, null],
    ['nothing', {}, null],
  ])('%s', (_name, headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
  });

  test('is a time that is not negative, or nothing, whatever the header says', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    fc.assert(
      fc.property(text, (value) => {
        const waitMs = retryAfterMs(new Headers({ 'retry-after': value }), now);
        expect(waitMs === null || (Number.isFinite(waitMs) && waitMs >= 0)).toBe(true);
      }),
    );
  });
});

describe('over a connection', () => {
  let upstream: RawUpstream;
  beforeAll(async () => {
    upstream = await RawUpstream.start();
  });
  afterAll(() => upstream.close());

  const inSevenSeconds = () => new Date(Date.now() + 7_000).toUTCString();
  test.each<[string, number, Record<string, string>, (waitMs: number | null) => boolean]>([
    ['seconds', 429, { 'retry-after': '2' }, (ms) => ms === 2_000],
    ['seconds of a server that is down', 503, { 'retry-after': '2' }, (ms) => ms === 2_000],
    ['milliseconds', 429, { 'retry-after-ms': '30', 'retry-after': '2' }, (ms) => ms === 30],
    ['a date', 429, { 'retry-after': inSevenSeconds() }, (ms) => ms !== null && ms > 0 && ms <= 7_000],
    ['nothing', 429, {}, (ms) => ms === null],
  ])('%s', async (_name, status, headers, isRight) => {
    upstream.answerWith({ status, headers });
    expect((await failureOf({ baseUrl: upstream.url })).retryAfterMs).toSatisfy(isRight);
  });
});
