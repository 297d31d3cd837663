import type { Clock } from '../../lib/clock.ts';
import type { Doorbell } from '../event/event-log.ts';
import type { Call } from './call.ts';
import type { CallStore } from './call-store.ts';

const BATCH = 200;

export interface SweepParts {
  store: CallStore;
  doorbell: Doorbell;
  clock: Clock;
  /** Told of each call whose process is gone. */
  onPresumedSpent: (call: Call) => void;
}

/** Ends the holds of calls whose process died: presumed spent, once, whichever instance gets to them first (I3). */
export async function sweepCalls({ store, doorbell, clock, onPresumedSpent }: SweepParts): Promise<number> {
  let total = 0;
  for (;;) {
    const calls = await store.presumeSpent(clock.now(), BATCH);
    calls.forEach(onPresumedSpent);
    total += calls.length;
    if (calls.length > 0) doorbell.ring();
    if (calls.length < BATCH) return total;
  }
}
