import type { Clock } from '../../lib/clock.ts';
import type { Principal } from '../access/principal.ts';
import { ShuttingDownError, StillRunningError } from '../errors.ts';
import type { Doorbell } from '../event/event-log.ts';
import { addUsage } from '../token/usage.ts';
import type { ActiveCalls } from './active-calls.ts';
import type { Call, CallOutcome } from './call.ts';
import type { CallRequest } from './call-request.ts';
import type { CallKey, CallStore } from './call-store.ts';
import { makeAttempts, toCallError } from './make-attempts.ts';
import type { AttemptParts, AttemptsResult } from './make-attempts.ts';
import { placeHold } from './place-hold.ts';
import { prepareCall } from './prepare-call.ts';
import type { CallPreparation, PreparedCall } from './prepare-call.ts';
import { settleDurably } from './settle-durably.ts';
import { totalCost } from './total-cost.ts';

/** Everything a call needs; made once by the composition root. */
export interface CallParts extends CallPreparation, Omit<AttemptParts, 'provider'> {
  store: CallStore;
  activeCalls: ActiveCalls;
  doorbell: Doorbell;
  clock: Clock;
  leaseMs: number;
  /** How long a call may take when its request doesn't say, in milliseconds. */
  defaultDeadlineMs: number;
  /** True from the moment that the server is stopping. */
  isStopping(): boolean;
  /** Told when a settle has to be tried again because the store is down. */
  onSettleRetry(key: CallKey, error: unknown): void;
}

const JOIN_POLL_MS = 50;

/**
 * The one path of every call: prepare, hold, ask, price, settle. Returns the finished call, whatever its outcome; a repeat
 * of an operationId returns the stored call, or joins the running one. Throws ValidationError, UnknownModelPriceError,
 * ProviderNotConfiguredError, BudgetExceededError, OperationConflictError, StoreUnavailableError, ShuttingDownError.
 */
export async function runCall(parts: CallParts, principal: Principal, request: CallRequest): Promise<Call> {
  if (parts.isStopping()) throw new ShuttingDownError();
  const startedAt = parts.clock.now();
  const deadlineAt = startedAt + (request.deadlineMs ?? parts.defaultDeadlineMs);
  const prepared = await prepareCall(parts, principal, request, startedAt);
  const held = await placeHold(parts, prepared, request.budgetPolicy, deadlineAt).finally(() =>
    parts.doorbell.ring(),
  );
  if (held.kind === 'existing') return joinCall(parts, held.call, deadlineAt);
  return parts.activeCalls.run(held.call, (signal) => askAndSettle(parts, held.prepared, deadlineAt, signal));
}

async function askAndSettle(
  parts: CallParts,
  prepared: PreparedCall,
  deadlineAt: number,
  signal: AbortSignal,
): Promise<Call> {
  const { provider } = prepared;
  const result = await makeAttempts({ ...parts, provider }, prepared, deadlineAt, signal);
  const outcome = toOutcome(result, parts.clock.now());
  const call = await settleDurably(parts, prepared.call, outcome);
  parts.doorbell.ring();
  return call;
}

function toOutcome(result: AttemptsResult, finishedAt: number): CallOutcome {
  const { attempts } = result;
  const usages = attempts.flatMap((attempt) => attempt.usage ?? []);
  const shared = {
    finishedAt,
    attempts,
    usage: usages.length === 0 ? null : addUsage(usages),
    cost: totalCost(attempts),
    timeToFirstTokenMs: null,
  };
  if (result.kind === 'answered') {
    const { text, refusal, finishReason } = result.response;
    return {
      ...shared,
      status: 'COMPLETED',
      output: { text, refusal, finishReason },
      error: null,
      holdEnd: 'settled',
    };
  }
  return {
    ...shared,
    status: result.error.category === 'cancelled' ? 'CANCELLED' : 'FAILED',
    output: null,
    error: toCallError(result.error),
    holdEnd: usages.length === 0 ? 'released' : 'settled',
  };
}

/** Waits for a call that another request, perhaps in another process, is running. */
async function joinCall(parts: CallParts, existing: Call, deadlineAt: number): Promise<Call> {
  let call: Call | null = existing;
  while (call?.status === 'RUNNING') {
    if (parts.clock.now() + JOIN_POLL_MS > deadlineAt) {
      throw new StillRunningError(existing.operationId);
    }
    await parts.clock.sleep(JOIN_POLL_MS);
    call = await parts.store.find(existing);
  }
  return call ?? existing;
}
