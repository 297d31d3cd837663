import type { Clock } from '../../src/lib/clock.ts';

/** A clock that stands still until it is moved, and then waits for each task that comes due. */
export interface AwaitingClock extends Clock {
  advance(ms: number): Promise<void>;
}

export function createAwaitingClock(start: number): AwaitingClock {
  let now = start;
  const repeated = new Set<{ ms: number; dueAt: number; task: () => Promise<void> }>();
  return {
    now: () => now,
    sleep: () => new Promise(() => undefined),
    every(ms, task) {
      const one = { ms, dueAt: now + ms, task };
      repeated.add(one);
      return () => void repeated.delete(one);
    },
    after: () => () => undefined,
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...repeated].filter(({ dueAt }) => dueAt <= end).sort((a, b) => a.dueAt - b.dueAt);
        if (next === undefined) break;
        now = next.dueAt;
        next.dueAt += next.ms;
        await next.task();
      }
      now = end;
    },
  };
}
