import { setTimeout as pause } from 'node:timers/promises';
import { toStoreFailure } from './store-failure.ts';

const TRIES_MAX = 3;
const WINDOW_MS = 2_000;
const FIRST_PAUSE_MS = 25;

/**
 * Runs a statement, and runs it again when the store failed: at most three times in two seconds. A write whose reply was
 * lost may have been applied, so every statement given to it is guarded: applied a second time, it changes nothing.
 * Throws StoreUnavailableError when the store goes on failing; any other error at once.
 */
export type Repeat = <Result>(statement: () => Promise<Result>) => Promise<Result>;

/** `onRetry` is told of each failure that is followed by another try. */
export function createRepeat(onRetry: (error: Error) => void = () => undefined): Repeat {
  return async (statement) => {
    const deadline = performance.now() + WINDOW_MS;
    for (let tries = 1; ; tries += 1) {
      try {
        return await statement();
      } catch (error) {
        const failure = toStoreFailure(error);
        if (failure === null) throw error;
        const pauseMs = FIRST_PAUSE_MS * 2 ** tries * Math.random();
        if (tries === TRIES_MAX || performance.now() + pauseMs >= deadline) throw failure;
        onRetry(failure);
        await pause(pauseMs);
      }
    }
  };
}
