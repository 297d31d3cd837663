import { RateLimiterMemory } from 'rate-limiter-flexible';
import { TooManyAttemptsError } from '../domain/access/access-errors.ts';
import type { AttemptGuard } from '../domain/access/authenticator.ts';

const WINDOW_S = 60;

/** The attempts of one address whose outcome isn't known yet, and who waits for one of them to end. */
interface Attempts {
  underWay: number;
  ended: number;
  waiting: (() => void)[];
}

/**
 * Counts the wrong keys and tokens of each address in this process: after `failuresPerMinute` of them, the address waits for the rest
 * of the minute. An attempt under way may turn out wrong, so no more of them are begun than may fail: those that come at once wait for
 * each other. Keys that are in use here are let in all the same, so one wrong client doesn't lock out those behind the same proxy.
 */
export function createAttemptGuard(failuresPerMinute: number): AttemptGuard {
  const limiter = new RateLimiterMemory({ points: failuresPerMinute, duration: WINDOW_S });
  const attempts = new Map<string, Attempts>();

  function wakeNext(address: string): void {
    const mine = attempts.get(address);
    const goOn = mine?.waiting.shift();
    if (goOn !== undefined) goOn();
    else if (mine?.underWay === 0) attempts.delete(address);
  }

  /** Of the address, with the state of its attempts at that moment. */
  async function failuresOf(address: string): Promise<{ count: number; untilMs: number }> {
    for (;;) {
      const endedBefore = attempts.get(address)?.ended;
      const seen = await limiter.get(address);
      // else one has ended since it was read
      if (attempts.get(address)?.ended === endedBefore)
        return { count: seen?.consumedPoints ?? 0, untilMs: seen?.msBeforeNext ?? 0 };
    }
  }

  return {
    async begin(address) {
      for (;;) {
        const { count, untilMs } = await failuresOf(address);
        if (count >= failuresPerMinute) {
          wakeNext(address);
          throw new TooManyAttemptsError(untilMs);
        }
        const mine = attempts.get(address) ?? { underWay: 0, ended: 0, waiting: [] };
        attempts.set(address, mine);
        if (count + mine.underWay < failuresPerMinute) {
          mine.underWay += 1;
          return async (isWrong) => {
            if (isWrong) await limiter.penalty(address, 1);
            mine.underWay -= 1;
            mine.ended += 1;
            wakeNext(address);
          };
        }
        await new Promise<void>((resolve) => mine.waiting.push(resolve));
      }
    },
  };
}
