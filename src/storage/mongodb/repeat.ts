import { setTimeout as pause } from 'node:timers/promises';
import { toStoreFailure, wasNotSent } from './store-failure.ts';

const TRIES_MAX = 6;
const WINDOW_MS = 2_000;
const FIRST_PAUSE_MS = 25;

/**
 * Runs a statement, and runs it again when the store failed: a few times within two seconds. A write whose reply was lost
 * may have been applied, so a statement given to it is guarded: applied a second time, it changes nothing. One that isn't is
 * repeated only with `unsentOnly`, while it was never sent. Throws StoreUnavailableError when the store goes on failing; any
 * other error at once.
 */
export type Repeat = <Result>(
  statement: () => Promise<Result>,
  options?: { unsentOnly?: boolean },
) => Promise<Result>;

export interface RepeatOptions {
  /** Told of each failure that is followed by another try. */
  onRetry: (error: Error) => void;
  /**
   * True when the driver sends a write again by itself, as it does to a replica set: then its error may be of the second
   * time, and says nothing of the first.
   */
  isSentTwice: boolean;
}

export function createRepeat({ onRetry, isSentTwice }: RepeatOptions): Repeat {
  return async (statement, { unsentOnly = false } = {}) => {
    const deadline = performance.now() + WINDOW_MS;
    for (let tries = 1; ; tries += 1) {
      try {
        return await statement();
      } catch (error) {
        const failure = toStoreFailure(error);
        if (failure === null) throw error;
        const pauseMs = FIRST_PAUSE_MS * 2 ** tries * Math.random();
        const isOver = tries === TRIES_MAX || performance.now() + pauseMs >= deadline;
        if (isOver || (unsentOnly && (isSentTwice || !wasNotSent(failure)))) throw failure;
        onRetry(failure);
        await pause(pauseMs);
      }
    }
  };
}
