import { describe, expect, test } from 'vitest';
import { ERROR_CATEGORIES, StoreUnavailableError } from '../../../src/domain/errors.ts';
import {
  CircuitOpenError,
  ProviderError,
  UpstreamBusyError,
} from '../../../src/domain/provider/provider-error.ts';
import type { ProviderErrorProperties } from '../../../src/domain/provider/provider-error.ts';
import { isUpstreamFailure } from '../../../src/domain/resilience/upstream-failure.ts';

const fullTime = { timeoutMs: 60_000, attemptTimeoutMs: 60_000 };

function failure(properties: Partial<ProviderErrorProperties>): ProviderError {
  return new ProviderError('failed', {
    code: 'PROVIDER_ERROR',
    category: 'server',
    retryable: true,
    status: null,
    detail: null,
    retryAfterMs: null,
    spent: 'none',
    requestId: null,
    ...properties,
  });
}

describe('what counts against a provider', () => {
  test('is that it fails, hangs or is not reached', () => {
    const counted = ERROR_CATEGORIES.filter((category) => isUpstreamFailure(failure({ category }), fullTime));
    expect(counted).toEqual(['timeout', 'connection', 'server']);
  });

  test('is no rate limit, whatever it asks to wait', () => {
    expect(isUpstreamFailure(failure({ category: 'rate_limit', retryAfterMs: 30_000 }), fullTime)).toBe(
      false,
    );
  });

  test('is no request that is not implemented or in the way of another one', () => {
    expect(isUpstreamFailure(failure({ status: 501, retryable: false }), fullTime)).toBe(false);
    expect(isUpstreamFailure(failure({ status: 409 }), fullTime)).toBe(false);
  });

  test('is no caller who had less patience than half the usual', () => {
    const timeout = failure({ category: 'timeout' });
    expect(isUpstreamFailure(timeout, { ...fullTime, timeoutMs: 29_999 })).toBe(false);
    expect(isUpstreamFailure(timeout, { ...fullTime, timeoutMs: 30_000 })).toBe(true);
    // the provider's own time-out is its own
    const gateway = failure({ category: 'timeout', status: 408 });
    expect(isUpstreamFailure(gateway, { ...fullTime, timeoutMs: 100 })).toBe(true);
  });

  test('is nothing that was not sent, or failed on our side', () => {
    expect(isUpstreamFailure(new CircuitOpenError('openai', 'gpt-4o', 1_500), fullTime)).toBe(false);
    expect(isUpstreamFailure(new UpstreamBusyError('openai', 'deadline'), fullTime)).toBe(false);
    expect(isUpstreamFailure(new StoreUnavailableError('down'), fullTime)).toBe(false);
    expect(isUpstreamFailure(new TypeError('a bug'), fullTime)).toBe(false);
  });
});
