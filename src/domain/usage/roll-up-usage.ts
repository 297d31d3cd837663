import type { Clock } from '../../lib/clock.ts';
import type { UsageStore } from './usage.ts';

/** Rollups that are made between two looks at whether the server is stopping. */
const BATCH = 96;

export interface RollUpParts {
  store: UsageStore;
  clock: Clock;
  isStopping: () => boolean;
}

/** Makes every rollup that is missing, a few at a time. Returns how many there were. Throws StoreUnavailableError. */
export async function rollUpUsage({ store, clock, isStopping }: RollUpParts): Promise<number> {
  let total = 0;
  for (;;) {
    const made = isStopping() ? 0 : await store.rollUp(clock.now(), BATCH);
    if (made === 0) return total;
    total += made;
  }
}
