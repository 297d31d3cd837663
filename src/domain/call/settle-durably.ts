import type { Clock } from '../../lib/clock.ts';
import { StoreUnavailableError } from '../errors.ts';
import type { Call, CallOutcome } from './call.ts';
import type { CallKey, CallStore } from './call-store.ts';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;

export interface SettleParts {
  store: CallStore;
  clock: Clock;
  onSettleRetry(key: CallKey, error: unknown): void;
}

/**
 * Settles until the store has it: what the provider answered is never given out unbooked (I4). While the store is down it
 * tries again at growing intervals; the caller waits. Errors other than StoreUnavailableError are thrown.
 */
export async function settleDurably(parts: SettleParts, key: CallKey, outcome: CallOutcome): Promise<Call> {
  const { projectId, operationId } = key;
  let delayMs = FIRST_RETRY_MS;
  for (;;) {
    try {
      const { call } = await parts.store.settle({ projectId, operationId, outcome });
      return call;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      parts.onSettleRetry(key, error);
      await parts.clock.sleep(delayMs);
      delayMs = Math.min(LONGEST_RETRY_MS, delayMs * 2);
    }
  }
}
