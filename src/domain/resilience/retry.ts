import { NotSentError, ProviderError } from '../provider/provider-error.ts';
import type { ErrorCategory, TollgateError } from '../errors.ts';

/** Longest wait before another attempt, whatever the backoff or the provider says, in milliseconds. */
export const RETRY_DELAY_MAX_MS = 60_000;
const BACKOFF_FACTOR = 2;
/** More than that passes the longest wait from any first one, and a power without a bound is no number in the end. */
const DOUBLINGS_MAX = 30;
/** Share of the delay that is left to chance, so that agents which failed together don't come back together. */
const JITTER = 0.1;

const CURABLE: ReadonlySet<ErrorCategory> = new Set(['rate_limit', 'timeout', 'connection', 'server']);

export interface RetryDelayOptions {
  /** How many attempts have failed so far: 1 after the first. */
  attempt: number;
  /** What the provider asked for; null or 0 when it asked for nothing. */
  retryAfterMs: number | null;
  /** The delay after the first failed attempt, before jitter. */
  initialBackoffMs: number;
  /** A number in [0, 1), as Math.random gives it. */
  random: () => number;
}

/**
 * Whole milliseconds to wait before the next attempt, at most RETRY_DELAY_MAX_MS. The backoff doubles with each attempt and varies
 * by ±10 %. A Retry-After takes its place and only ever grows, by up to 10 %: coming back early would be refused again.
 */
export function retryDelayMs({ attempt, retryAfterMs, initialBackoffMs, random }: RetryDelayOptions): number {
  const delayMs =
    retryAfterMs !== null && retryAfterMs > 0
      ? retryAfterMs * (1 + JITTER * random())
      : initialBackoffMs *
        BACKOFF_FACTOR ** Math.min(attempt - 1, DOUBLINGS_MAX) *
        (1 - JITTER + 2 * JITTER * random());
  return Math.min(Math.ceil(delayMs), RETRY_DELAY_MAX_MS);
}

/**
 * True when the provider failed in a way that the same request can survive a little later. A provider that asks for more than
 * RETRY_DELAY_MAX_MS isn't asked again: to come earlier would be refused, and to wait so long keeps the hold and the caller.
 */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof ProviderError) || error instanceof NotSentError) return false;
  return error.retryable && CURABLE.has(error.category) && (error.retryAfterMs ?? 0) <= RETRY_DELAY_MAX_MS;
}

const FOR_ANOTHER_MODEL: ReadonlySet<string> = new Set([
  'CONTEXT_LENGTH_EXCEEDED',
  'CONTENT_FILTERED',
  'INSUFFICIENT_QUOTA',
  'MODEL_NOT_FOUND',
]);
const NOT_FOR_ANYONE: ReadonlySet<ErrorCategory> = new Set(['validation', 'cancelled', 'budget']);

/**
 * True when another model could answer what this one couldn't: it is at another provider, has another limit, or another filter. Not when
 * the request itself is wrong, or the call is over.
 */
export function isCurableElsewhere(error: TollgateError): boolean {
  return (
    FOR_ANOTHER_MODEL.has(error.code) ||
    (error instanceof ProviderError && !NOT_FOR_ANYONE.has(error.category))
  );
}
