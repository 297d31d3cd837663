import { NotSentError, ProviderError } from '../provider/provider-error.ts';
import type { ErrorCategory } from '../errors.ts';

/** How long an attempt was given, and how long one is given at most, in milliseconds. */
export interface AttemptTime {
  timeoutMs: number;
  attemptTimeoutMs: number;
}

const OF_THE_PROVIDER: ReadonlySet<ErrorCategory> = new Set(['connection', 'timeout', 'server']);
/** The request was in the way of another one; the provider is well. */
const CONFLICT = 409;

/**
 * True when the failure says that the provider is in trouble, so that it counts for the circuit. A rate limit doesn't: it is about one key and
 * the size of its requests, smaller ones still pass, and each call keeps to its Retry-After. Nor does what is wrong with the request, a
 * cancellation, or a time-out of less than half the usual time: impatient callers don't shut a model for all.
 */
export function isUpstreamFailure(error: unknown, time: AttemptTime): error is ProviderError {
  if (!(error instanceof ProviderError) || error instanceof NotSentError) return false;
  if (!error.retryable || !OF_THE_PROVIDER.has(error.category) || error.status === CONFLICT) return false;
  const isOurTimeout = error.category === 'timeout' && error.status === null;
  return !isOurTimeout || time.timeoutMs >= time.attemptTimeoutMs / 2;
}
