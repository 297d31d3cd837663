import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactInTurns, redactPersonalData } from '../../../src/domain/content/redact-personal-data.ts';

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
    ['a -----BEGIN PRIVATE KEY-----\nMIIE\nabc=\n', 'a [private key]'],
    ['see www.example.com/eyJhbGciOiJI.eyJzdWIiOiIx.c2ln.', 'see www.example.com/[token].'],
    ['<ann@example.com>,bob@example.org', '<[email]>,[email]'],
    ['@example.com and a@b', '@example.com and a@b'],
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
    // each takes minutes or hours where a pattern begins anew at every place
    const parts = [
      '1 ',
      'a@',
      'a',
      '+',
      '12-',
      'eyJ-',
      'eyJ',
      'eyJaaaaa.',
      'a.',
      '-----BEGIN PRIVATE KEY-----',
    ];
    for (const part of parts) {
      const text = part.repeat(1_000_000 / part.length);
      expect(redactPersonalData(text).length).toBeGreaterThan(0);
    }
  });

  test('in turns gives the same', async () => {
    const text = 'Write to ann@example.com from 192.168.0.17';
    expect(await redactInTurns(text)).toBe(redactPersonalData(text));
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
