import type { Clock } from '../../lib/clock.ts';
import type { EventLog } from './event-log.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const BATCH = 1_000;
/** What one round deletes at most, so that it ends soon. */
const BATCHES_MAX = 20;

export interface ForgetEventsParts {
  log: EventLog;
  clock: Clock;
  /** 0 keeps all events. */
  retentionDays: number;
}

/** Deletes the events that are older than that, the oldest first, and returns how many it were. Several instances can do it at once. */
export async function forgetEvents({ log, clock, retentionDays }: ForgetEventsParts): Promise<number> {
  if (retentionDays === 0) return 0;
  const before = clock.now() - retentionDays * DAY_MS;
  let total = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const deleted = await log.deleteBefore(before, BATCH);
    total += deleted;
    if (deleted < BATCH) break;
  }
  return total;
}
