import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REDACTED } from '../../src/lib/redact-secrets.ts';
import { DETAIL_CHARS_MAX, redact } from '../../src/providers/redact.ts';

const key = 'planted-canary-0123456789-abcdef';

describe('a provider text, made fit for a log', () => {
  test.each([
    ['a key', 'Incorrect API key provided: sk-proj-abcDEF_123-xyz. You can find', 'abcDEF'],
    ['a key that the provider masked', 'Incorrect API key provided: sk-proj-********wxyz.', 'wxyz'],
    ['any masked key', 'Incorrect API key provided: planted-****cdef', 'cdef'],
    ['a bearer header', 'got "Authorization: Bearer abc.def/ghi+jkl="', 'abc.def'],
    ['a lower-case bearer header', 'authorization: bearer abcdefgh', 'abcdefgh'],
    ['a basic header', 'authorization: Basic dXNlcjpodW50ZXIy', 'dXNlcjpo'],
    ['an organization', 'No access for org-AbCdEfGhIjKlMnOp', 'AbCdEfGh'],
    ['a project', 'Project `proj_AbCdEfGhIjKl` has no access', 'AbCdEfGh'],
    ['an organization of Groq', 'Rate limit reached in organization `org_01hxAbCdEfGh` on', 'AbCdEfGh'],
    ['a user', 'This request was made by user-AbCdEfGh1234567890', 'AbCdEfGh'],
    ['the id of a key', 'The key key_AbCdEfGh12345678 has no scope', 'AbCdEfGh'],
    ['a team that is a UUID', 'Your team 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed has no credits', '1b9d6bcd'],
    [
      'an organization id that is a UUID',
      '{"organization_id": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"}',
      '1b9d6bcd',
    ],
    [
      'an account of Amazon',
      'User: arn:aws:iam::123456789012:user/tollgate is not authorized',
      '123456789012',
    ],
    ['a key of Groq', 'bad key gsk_AbCdEfGhIjKl', 'AbCdEfGh'],
    ['a key of Google', 'bad key AIzaSyAbCdEfGhIjKl', 'AbCdEfGh'],
    ['a web token', 'token eyJhbGciOi.eyJzdWIiOi.c2lnbmF0 expired', 'eyJzdWI'],
    ['a password in an address', 'cannot reach https://user:hunter2@proxy.example/v1', 'hunter2'],
  ])('%s is taken out', (_what, text, secret) => {
    const clean = redact(text, []);
    expect(clean).toContain(REDACTED);
    expect(clean).not.toContain(secret);
  });

  test('the configured key is taken out wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(redact(`${before}${key}${after}`, [key])).not.toContain(key);
      }),
    );
  });

  test('so is a word that holds only its beginning or its end', () => {
    expect(redact(`key ${key.slice(0, 12)}... is wrong`, [key])).toBe(`key ${REDACTED} is wrong`);
    expect(redact(`key ...${key.slice(-9)} is wrong`, [key])).toBe(`key ${REDACTED} is wrong`);
  });

  test('the key is not left in part where the text is cut', () => {
    for (const length of [DETAIL_CHARS_MAX, 2_000]) {
      for (let before = length - key.length; before <= length; before += 1) {
        const clean = redact(`${'x'.repeat(before - 1)} ${key} and more`, [key]);
        expect(clean).not.toContain(key.slice(0, 8));
      }
    }
  });

  test('ordinary words stay as they are', () => {
    const text =
      'The task-force of the basic plan asked: "max_tokens" is too large, the desk-based limit is 16384 (see https://example.com/a).';
    expect(redact(text, [key])).toBe(text);
  });

  test('the id of a request stays, for the support of the provider', () => {
    for (const id of [
      'req_0123456789abcdef',
      '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
      'chatcmpl-AbCdEf123456',
    ]) {
      expect(redact(id, [key])).toBe(id);
      expect(redact(`Include the request ID ${id} in your message.`, [key])).toContain(id);
    }
  });

  test('it is one line of at most 500 characters, without control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const clean = redact(`${text}\n\u001b[31m`, [key]);
        expect(clean.length).toBeLessThanOrEqual(DETAIL_CHARS_MAX);
        expect(clean).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  test('a page of megabytes is no trouble', () => {
    expect(redact('<p>a</p>'.repeat(1_000_000), [key])).toHaveLength(DETAIL_CHARS_MAX);
    expect(redact('a'.repeat(5_000_000), [key])).toBe('');
  });
});
