import { OperationConflictError, StillRunningError } from '../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Call } from './call.ts';
import { fingerprintOf } from './call-request.ts';
import type { CallRequest } from './call-request.ts';
import type { CallKey, CallStore } from './call-store.ts';

/** Between two looks at a call that is joined: a tenth of the time that was waited, within these bounds. */
const POLL_MIN_MS = 50;
const POLL_MAX_MS = 500;

interface JoinParts {
  store: CallStore;
  clock: Clock;
}

/**
 * The call that the request repeats, whatever has become since of the template, the model, the budgets and the limits of
 * who asks: what it stands for has been decided. Null when its operationId is free. Throws OperationConflictError when it
 * stands for another request.
 */
export async function findRepeated(
  { store }: JoinParts,
  key: CallKey,
  request: CallRequest,
): Promise<Call | null> {
  const stored = await store.find(key);
  if (stored !== null) requireSameRequest(stored, fingerprintOf(request));
  return stored;
}

/** Throws OperationConflictError when the stored call was asked for with another request. */
export function requireSameRequest({ operationId, fingerprint }: Call, asked: string): void {
  if (fingerprint !== asked) throw new OperationConflictError(operationId);
}

/** The finished call: waits for one that another request, perhaps in another process, is running. Throws StillRunningError. */
export async function joinCall(
  { store, clock }: JoinParts,
  existing: Call,
  deadlineAt: number,
  listening: AbortSignal | undefined,
): Promise<Call> {
  const joinedAt = clock.now();
  let call: Call | null = existing;
  while (call?.status === 'RUNNING') {
    const now = clock.now();
    if (listening?.aborted === true || now >= deadlineAt) throw new StillRunningError(existing.operationId);
    const pollMs = Math.min(POLL_MAX_MS, Math.max(POLL_MIN_MS, (now - joinedAt) / 10));
    if (await hasLeftWithin(clock, Math.min(pollMs, deadlineAt - now), listening)) continue;
    call = await store.find(existing);
  }
  return call ?? existing;
}

/** Waits that long; true as soon as nobody waits any longer. */
export async function hasLeftWithin(
  clock: Clock,
  ms: number,
  listening: AbortSignal | undefined,
): Promise<boolean> {
  if (listening?.aborted === true) return true;
  try {
    await clock.sleep(ms, listening);
    return false;
  } catch {
    return true;
  }
}
