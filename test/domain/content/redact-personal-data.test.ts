import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactPersonalData } from '../../../src/domain/content/redact-personal-data.ts';

describe('redacting', () => {
  test.each([
    ['Write to ann.b+c@mail.example.com today', 'Write to [email] today'],
    ['Pay with 4111 1111 1111 1111, please', 'Pay with [card], please'],
    ['Call +45 12 34 56 78 or (555) 123-4567', 'Call [phone] or [phone]'],
    ['DK5000400440116243 is the account', '[iban] is the account'],
    ['from 192.168.0.17 at night', 'from [ip address] at night'],
    ['key sk-proj-abcdefghijklmnop1234', 'key [key]'],
    ['AKIAIOSFODNN7EXAMPLE is theirs', '[key] is theirs'],
    ['eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl', '[token]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', '[private key]'],
  ])('%s', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
  });

  test.each([
    'On 2026-11-23 at 12:30',
    '1,000,000 calls in 200 ms',
    'version 1.2.3 of it',
    'about 123456 tokens',
  ])('leaves %s', (text) => {
    expect(redactPersonalData(text)).toBe(text);
  });

  test('takes no long time for hostile text', () => {
    const texts = [
      '1 '.repeat(100_000),
      'a@'.repeat(100_000),
      '-----BEGIN '.repeat(20_000),
      'a.'.repeat(100_000),
    ];
    for (const text of texts) expect(redactPersonalData(text).length).toBeGreaterThan(0);
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = redactPersonalData(text);
        expect(redactPersonalData(once)).toBe(once);
      }),
    );
  });
});
