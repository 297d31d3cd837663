import { chargeOf } from '../../domain/budget/charge.ts';
import type { Attempt, Hold } from '../../domain/call/call.ts';
import type { FinishedCall } from '../../domain/call/call-transitions.ts';
import { NO_COST } from '../../domain/price/price.ts';
import type { CallDocument, CostEntry, Ending, HoldDocument } from './call-documents.ts';
import { updateCall } from './calls.ts';
import type { Database } from './database.ts';

/** How long a process has for what follows from a decision, before a sweep takes it over. */
const GRACE_MS = 5_000;

/** What is decided of a call that runs, or that has ended. */
export interface Decision extends Omit<Ending, 'byNano'> {
  /** The call as it is from then on. */
  call: FinishedCall;
  /** All of its attempts. */
  attempts: readonly Attempt[];
  holdState: Exclude<Hold['state'], 'held'>;
}

/**
 * Writes the decision, if the call is still as `from` says: of all processes that decide something of it at once, one does.
 * Null for the others; else the document, with what follows from the decision still to be done (finishEnd).
 */
export async function decideEnd(
  database: Database,
  from: CallDocument,
  decision: Decision,
): Promise<CallDocument | null> {
  const { _id, phase, heldNano, leaseUntil } = from;
  const { id, kind, at, call, attempts, holdState } = decision;
  const entries = entriesOf(from, decision);
  const holds = from.holds.map((hold) => ({
    ...hold,
    state: holdState,
    chargedNano: chargeOf(hold.scopeKey, call.cost, attempts),
  }));
  const changes = {
    ...endedFields(call),
    // another price changes nothing of an answer, which may be reduced or removed meanwhile
    ...(kind !== 'reprice' && { output: call.output }),
    phase: 'settling' as const,
    holdState,
    holds,
    attempts: [...attempts],
    ending: { id, kind, at, byNano: changesOf(from.holds, holds) },
    dueAt: at + GRACE_MS,
  };
  const stillRuns = {
    _id,
    phase: 'running' as const,
    heldNano,
    ...(holdState === 'presumed_spent' && { leaseUntil }),
  };
  const stillEnded = { _id, phase: 'done' as const, 'ending.id': from.ending?.id ?? '' };
  const isDecided = await updateCall(database, phase === 'running' ? stillRuns : stillEnded, {
    $set: changes,
    $push: { entries: { $each: entries } },
  });
  return isDecided ? { ...from, ...changes, entries: [...from.entries, ...entries] } : null;
}

function changesOf(before: readonly HoldDocument[], after: readonly HoldDocument[]): Ending['byNano'] {
  return after.map(({ chargedNano }, index) => (chargedNano ?? 0n) - (before[index]?.chargedNano ?? 0n));
}

/** The fields that change when a call ends. */
function endedFields(call: FinishedCall) {
  return {
    status: call.status,
    model: call.model,
    provider: call.provider,
    finishedAt: call.finishedAt,
    usage: call.usage,
    cost: call.cost,
    error: call.error,
    attemptCount: call.attemptCount,
    timeToFirstTokenMs: call.timeToFirstTokenMs,
    overHold: call.overHold,
  };
}

/** The entries of a call add up to its cost. One that was released has none, unless there is one to correct. */
function entriesOf({ cost: booked }: CallDocument, { kind, at, call, holdState }: Decision): CostEntry[] {
  const { cost } = call;
  if (holdState === 'released' && booked === null && cost.totalNano === 0n) return [];
  const before = booked ?? NO_COST;
  return [
    {
      kind: kind !== 'end' ? 'correction' : holdState === 'presumed_spent' ? 'presumption' : 'settlement',
      bookedAt: at,
      promptNano: cost.promptNano - before.promptNano,
      completionNano: cost.completionNano - before.completionNano,
      totalNano: cost.totalNano - before.totalNano,
      basis: cost.basis,
      priceVersion: cost.priceVersion,
    },
  ];
}
