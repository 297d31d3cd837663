import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailableError } from '../../domain/errors.ts';

const LIMIT_MS = 10_000;

/** For a conditional write that is tried again because others were faster. */
export interface Patience {
  /** Waits for a moment. Throws StoreUnavailableError when it has gone on for ten seconds. */
  pause(): Promise<void>;
}

/** The moments are random and up to `pauseMs` milliseconds long, so that two who collide don't go on doing so. */
export function createPatience(pauseMs: number): Patience {
  const deadline = performance.now() + LIMIT_MS;
  return {
    async pause() {
      if (performance.now() >= deadline) {
        throw new StoreUnavailableError('The database changes too quickly, or shows changes too late.');
      }
      await sleep(Math.random() * pauseMs);
    },
  };
}
