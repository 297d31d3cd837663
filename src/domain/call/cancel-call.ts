import type { Clock } from '../../lib/clock.ts';
import { actsFor } from '../access/key-binding.ts';
import type { Principal } from '../access/principal.ts';
import { NotFoundError } from '../errors.ts';
import type { ActiveCalls } from './active-calls.ts';
import type { Call } from './call.ts';
import type { CallStore } from './call-store.ts';

const POLL_MS = 50;
/** How long to wait for the call's end before telling that it was asked for, in milliseconds. */
const WAIT_MS = 5_000;

export interface CancelParts {
  store: CallStore;
  activeCalls: ActiveCalls;
  clock: Clock;
}

/**
 * Ends a running call, whichever process runs it: its upstream request is aborted, and what was produced is paid for. Returns
 * the call as it is when it has ended, or after some seconds; one that had ended before is returned unchanged. Throws
 * NotFoundError, also for a call of an agent that the key is not bound to, and StoreUnavailableError.
 */
export async function cancelCall(
  { store, activeCalls, clock }: CancelParts,
  principal: Principal,
  operationId: string,
): Promise<Call> {
  const key = { projectId: principal.projectId, operationId };
  await requireOwnCall(store, principal, operationId);
  const until = clock.now() + WAIT_MS;
  let call = await store.requestCancel(key, clock.now());
  activeCalls.cancel(key);
  while (call?.status === 'RUNNING' && clock.now() < until) {
    await clock.sleep(POLL_MS);
    call = await store.find(key);
  }
  if (call === null) throw new NotFoundError('call', key.operationId);
  return call;
}

/** Throws NotFoundError for a call that the key can't have made, and StoreUnavailableError. */
export async function requireOwnCall(
  store: Pick<CallStore, 'find'>,
  principal: Principal,
  operationId: string,
): Promise<void> {
  if (principal.agentIds === null) return;
  const call = await store.find({ projectId: principal.projectId, operationId });
  if (call === null || !actsFor(principal, call.agentId)) throw new NotFoundError('call', operationId);
}
