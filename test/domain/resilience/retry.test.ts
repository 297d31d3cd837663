import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BudgetExceededError, ERROR_CATEGORIES, StoreUnavailableError } from '../../../src/domain/errors.ts';
import {
  CircuitOpenError,
  ContentFilteredError,
  ProviderError,
  UpstreamBusyError,
} from '../../../src/domain/provider/provider-error.ts';
import type { ErrorCategory } from '../../../src/domain/errors.ts';
import { isWorthRetrying, RETRY_DELAY_MAX_MS, retryDelayMs } from '../../../src/domain/resilience/retry.ts';

const middle = () => 0.5;
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((value) => () => value);

function properties(category: ErrorCategory, retryable: boolean) {
  return {
    code: 'PROVIDER_ERROR',
    category,
    retryable,
    status: null,
    detail: null,
    retryAfterMs: null,
    spent: 'none' as const,
    requestId: null,
  };
}

describe('the wait before another attempt', () => {
  test('doubles with each attempt', () => {
    const delays = [1, 2, 3, 4].map((attempt) =>
      retryDelayMs({ attempt, retryAfterMs: null, initialBackoffMs: 1000, random: middle }),
    );
    expect(delays).toEqual([1000, 2000, 4000, 8000]);
  });

  test('varies by no more than a tenth to either side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 10, max: 1500 }),
        random,
        (attempt, initial, chance) => {
          const plain = initial * 2 ** (attempt - 1);
          const delay = retryDelayMs({
            attempt,
            retryAfterMs: null,
            initialBackoffMs: initial,
            random: chance,
          });
          expect(delay).toBeGreaterThanOrEqual(Math.floor(plain * 0.9));
          expect(delay).toBeLessThanOrEqual(Math.ceil(plain * 1.1));
        },
      ),
    );
  });

  test('is at least what the provider asked for, and at most a tenth more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), random, (retryAfterMs, chance) => {
        const delay = retryDelayMs({ attempt: 3, retryAfterMs, initialBackoffMs: 1000, random: chance });
        expect(delay).toBeGreaterThanOrEqual(retryAfterMs);
        expect(delay).toBeLessThanOrEqual(Math.ceil(retryAfterMs * 1.1));
      }),
    );
  });

  test('follows the backoff when the provider asks for no wait', () => {
    expect(retryDelayMs({ attempt: 2, retryAfterMs: 0, initialBackoffMs: 1000, random: middle })).toBe(2000);
  });

  test('is never longer than a minute, whatever is asked for or counted up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.option(fc.double({ min: 0, noNaN: true })),
        fc.integer({ min: 0, max: 1e9 }),
        random,
        (attempt, retryAfterMs, initialBackoffMs, chance) => {
          const delay = retryDelayMs({ attempt, retryAfterMs, initialBackoffMs, random: chance });
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(RETRY_DELAY_MAX_MS);
        },
      ),
    );
  });
});

describe('what is tried again', () => {
  test('provider failures that pass, and nothing else', () => {
    const retried = ERROR_CATEGORIES.filter((category) =>
      isWorthRetrying(new ProviderError('failed', properties(category, true))),
    );
    expect(retried).toEqual(['rate_limit', 'timeout', 'connection', 'server']);
  });

  test('not a failure that is marked as lasting', () => {
    expect(isWorthRetrying(new ProviderError('failed', properties('server', false)))).toBe(false);
    expect(isWorthRetrying(new ContentFilteredError('filtered', properties('validation', false)))).toBe(
      false,
    );
  });

  test('not for a provider that asks to be left alone for more than a minute', () => {
    const asking = (retryAfterMs: number) =>
      new ProviderError('limited', { ...properties('rate_limit', true), retryAfterMs });
    expect(isWorthRetrying(asking(RETRY_DELAY_MAX_MS))).toBe(true);
    expect(isWorthRetrying(asking(RETRY_DELAY_MAX_MS + 1))).toBe(false);
  });

  test('not what Tollgate itself kept back', () => {
    expect(isWorthRetrying(new CircuitOpenError('openai', 'gpt-4o', 2_000))).toBe(false);
    expect(isWorthRetrying(new UpstreamBusyError('openai', 'queue_full'))).toBe(false);
  });

  test('not what failed on our side', () => {
    expect(isWorthRetrying(new StoreUnavailableError('the store is down'))).toBe(false);
    expect(isWorthRetrying(new BudgetExceededError('no room', []))).toBe(false);
    expect(isWorthRetrying(new TypeError('a bug'))).toBe(false);
    expect(isWorthRetrying(undefined)).toBe(false);
  });
});
