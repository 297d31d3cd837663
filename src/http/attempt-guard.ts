import { RateLimiterMemory } from 'rate-limiter-flexible';
import { TooManyAttemptsError } from '../domain/access/access-errors.ts';
import type { AttemptGuard } from '../domain/access/authenticator.ts';

const WINDOW_S = 60;

/**
 * Counts the wrong keys and tokens of each address in this process: after `failuresPerMinute` of them, the address waits for the rest
 * of the minute. Keys that are in use here are let in all the same, so one wrong client doesn't lock out those behind the same proxy.
 */
export function createAttemptGuard(failuresPerMinute: number): AttemptGuard {
  const limiter = new RateLimiterMemory({ points: failuresPerMinute, duration: WINDOW_S });
  return {
    async check(address) {
      const seen = await limiter.get(address);
      if (seen !== null && seen.consumedPoints >= failuresPerMinute)
        throw new TooManyAttemptsError(seen.msBeforeNext);
    },
    async failed(address) {
      await limiter.penalty(address, 1);
    },
  };
}
