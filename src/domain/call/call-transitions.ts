import type { NanoUsd } from '../../lib/money.ts';
import type { CostAmounts } from '../price/price.ts';
import type { Call, CallOutcome, Cost, NewCall } from './call.ts';

/** The code of a call whose process stopped before its outcome was known. */
export const OUTCOME_UNKNOWN = 'OUTCOME_UNKNOWN';

/** A call whose outcome, real or presumed, is booked. */
export type FinishedCall = Call & { cost: Cost; finishedAt: number };

/** The call as its hold is placed. */
export function dispatched(call: NewCall, leaseUntil: number): Call {
  return {
    ...call,
    status: 'RUNNING',
    finishedAt: null,
    usage: null,
    cost: null,
    output: null,
    error: null,
    attemptCount: 0,
    timeToFirstTokenMs: null,
    overHold: false,
    leaseUntil,
  };
}

/** The call after its outcome became known. `heldNano` is what was held for it, with every extension. */
export function finished(call: Call, outcome: CallOutcome, heldNano: NanoUsd): FinishedCall {
  return {
    ...call,
    status: outcome.status,
    ...outcome.asked,
    finishedAt: outcome.finishedAt,
    usage: outcome.usage,
    cost: outcome.cost,
    output: outcome.output,
    error: outcome.error,
    attemptCount: outcome.attempts.length,
    timeToFirstTokenMs: outcome.timeToFirstTokenMs,
    overHold: outcome.cost.totalNano > heldNano,
  };
}

/** The call whose lease ended with its outcome unknown: it is charged what was held for it (I3). */
export function presumedSpent(call: Call, heldNano: NanoUsd, now: number): FinishedCall {
  return {
    ...call,
    status: 'FAILED',
    finishedAt: now,
    usage: call.worstCase.usage,
    cost: {
      ...splitLike(call.worstCase.cost, heldNano),
      basis: 'presumed',
      priceVersion: call.worstCase.priceVersion,
    },
    error: {
      code: OUTCOME_UNKNOWN,
      category: 'unknown',
      message:
        'The process that ran this call stopped before the outcome was known. The highest cost that it can have is booked.',
      retryable: false,
      detail: null,
    },
  };
}

/** `totalNano` in prompt and completion, in the proportion of `cost`: an extended hold is several worst cases. */
function splitLike(cost: CostAmounts, totalNano: NanoUsd): CostAmounts {
  const promptNano = cost.totalNano === 0n ? 0n : (cost.promptNano * totalNano) / cost.totalNano;
  return { promptNano, completionNano: totalNano - promptNano, totalNano };
}
