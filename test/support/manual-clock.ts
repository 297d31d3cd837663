import type { Clock } from '../../src/lib/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Lets that much time pass: what comes due on the way runs, in order, each at its own time. */
  advance(ms: number): void;
  /** Sets the time without letting anything happen, as an operator does. */
  set(now: number): void;
  /** How many tasks are waiting for their time. */
  readonly pending: number;
}

export function createManualClock(startAt = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startAt;
  const tasks = new Set<{ dueAt: number; run: () => void }>();

  function after(ms: number, run: () => void): () => void {
    const task = { dueAt: now + Math.max(0, ms), run };
    tasks.add(task);
    return () => void tasks.delete(task);
  }

  return {
    now: () => now,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const cancel = after(ms, resolve);
        signal?.addEventListener('abort', () => {
          cancel();
          reject(signal.reason as Error);
        });
      }),
    every(ms, task) {
      let cancel: () => void = () => undefined;
      const again = () => {
        cancel = after(ms, () => {
          again();
          void task();
        });
      };
      again();
      return () => cancel();
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...tasks]
          .filter(({ dueAt }) => dueAt <= end)
          .sort((left, right) => left.dueAt - right.dueAt);
        if (next === undefined) break;
        tasks.delete(next);
        now = Math.max(now, next.dueAt);
        next.run();
      }
      now = end;
    },
    set(time) {
      now = time;
    },
    get pending() {
      return tasks.size;
    },
  };
}
