import type { Clock } from '../../lib/clock.ts';
import { ANSWER_KEPT_MS } from './content.ts';
import type { ContentStore } from './content.ts';

const BATCH = 50;
const DAY_MS = 86_400_000;

export interface ContentSweepParts {
  store: ContentStore;
  clock: Clock;
  retentionDays: number;
  isStopping: () => boolean;
}

/** Brings what is stored of calls to what their policy and their age allow, a few at a time. Throws StoreUnavailableError. */
export async function sweepContents(parts: ContentSweepParts): Promise<number> {
  const { store, clock, retentionDays, isStopping } = parts;
  let total = 0;
  for (;;) {
    const now = clock.now();
    const swept = isStopping()
      ? 0
      : await store.sweep({
          now,
          reduceBefore: now - ANSWER_KEPT_MS,
          removeBefore: now - retentionDays * DAY_MS,
          limit: BATCH,
        });
    total += swept;
    if (swept === 0) return total;
  }
}
