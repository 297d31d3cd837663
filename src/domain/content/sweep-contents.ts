import type { Clock } from '../../lib/clock.ts';
import type { ContentStore } from './content.ts';

const BATCH = 50;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface ContentSweepParts {
  store: ContentStore;
  clock: Clock;
  /** From a call's end on; at least ANSWER_KEPT_HOURS_LEAST. */
  answerKeptHours: number;
  retentionDays: number;
  isStopping: () => boolean;
}

/** Brings what is stored of calls to what their policy and their age allow, a few at a time. Throws StoreUnavailableError. */
export async function sweepContents(parts: ContentSweepParts): Promise<number> {
  const { store, clock, answerKeptHours, retentionDays, isStopping } = parts;
  let total = 0;
  for (;;) {
    const now = clock.now();
    const swept = isStopping()
      ? 0
      : await store.sweep({
          now,
          reduceBefore: now - answerKeptHours * HOUR_MS,
          removeBefore: now - retentionDays * DAY_MS,
          limit: BATCH,
        });
    total += swept;
    if (swept === 0) return total;
  }
}
