import { describe, expect, test } from 'vitest';
import type { CallTask } from '../../../src/domain/call/call-request.ts';
import { CONTENT_POLICIES, keptError, toStoredInput } from '../../../src/domain/content/content.ts';

const TASK: CallTask = {
  kind: 'embed',
  texts: ['Write to ann@example.com.', 'Nothing.'],
  dimensions: undefined,
};

describe('what is kept of what a call is asked', () => {
  test('is as its policy says', async () => {
    const kept = await Promise.all(CONTENT_POLICIES.map((policy) => toStoredInput(policy, TASK)));
    expect(kept).toEqual([
      { policy: 'off', text: null, hash: null },
      { policy: 'hash', text: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      { policy: 'redacted', text: '["Write to [email].","Nothing."]', hash: null },
      { policy: 'full', text: '["Write to ann@example.com.","Nothing."]', hash: null },
    ]);
  });
});

describe('what is kept of why a call failed', () => {
  const error = {
    code: 'OUTPUT_REFUSED',
    category: 'validation',
    message: 'The model refused: ask ann@example.com.',
    retryable: false,
    detail: 'bob@example.com is not allowed',
  } as const;

  test('has no words of the provider or the model unless they are kept', () => {
    expect(keptError('full', error)).toEqual(error);
    expect(keptError('redacted', error)).toEqual({
      ...error,
      message: 'The model refused: ask [email].',
      detail: '[email] is not allowed',
    });
    for (const policy of ['hash', 'off'] as const) {
      expect(keptError(policy, error)).toEqual({ ...error, message: 'The model refused.', detail: null });
      const own = { ...error, code: 'RATE_LIMITED', message: 'Too many requests.' };
      expect(keptError(policy, own).message).toBe('Too many requests.');
    }
  });
});
