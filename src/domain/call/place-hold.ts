import type { Clock } from '../../lib/clock.ts';
import { BudgetExceededError, CancelledError } from '../errors.ts';
import type { BudgetRefusal } from '../errors.ts';
import { describeRefusals } from './budget-refusal.ts';
import type { BudgetPolicy } from './call-options.ts';
import { affordableMaxTokens } from './call-plan.ts';
import type { Call } from './call.ts';
import type { CallStore, DispatchCommand } from './call-store.ts';
import { hasLeftWithin, requireSameRequest } from './join-call.ts';
import { withMaxTokens, worstCaseWith } from './prepare-call.ts';
import type { PreparedCall, PreparedChat } from './prepare-call.ts';

const WAIT_POLL_MS = 100;
const DEFAULT_WAIT_MS = 10_000;
/** Other callers may take what a refusal said was left; after so many tries the call is refused. */
const LOWERINGS_MAX = 5;

export interface HoldParts {
  store: CallStore;
  clock: Clock;
  leaseMs: number;
}

export type HeldCall =
  { kind: 'held'; call: Call; prepared: PreparedCall } | { kind: 'existing'; call: Call };

/**
 * Pays for the call in advance on every budget that counts it, or on none; the caller's policy decides what happens when
 * a hard budget lacks room. Who waits for one and leaves (`listening`) has nothing held. Throws BudgetExceededError,
 * OperationConflictError, StoreUnavailableError, CancelledError.
 */
export async function placeHold(
  parts: HoldParts,
  prepared: PreparedCall,
  policy: BudgetPolicy,
  deadlineAt: number,
  listening?: AbortSignal,
): Promise<HeldCall> {
  switch (policy.whenShort) {
    case 'refuse':
      return requireHeld(await tryHold(parts, prepared, 'record'));
    case 'lower_max_tokens':
      return lowerUntilHeld(parts, prepared);
    case 'wait':
      return waitUntilHeld(
        parts,
        prepared,
        Math.min(deadlineAt, parts.clock.now() + (policy.waitMs ?? DEFAULT_WAIT_MS)),
        listening,
      );
  }
}

type Try = HeldCall | { kind: 'refused'; refusals: readonly [BudgetRefusal, ...BudgetRefusal[]] };

async function tryHold(
  parts: HoldParts,
  prepared: PreparedCall,
  onRefusal: DispatchCommand['onRefusal'],
): Promise<Try> {
  const outcome = await parts.store.dispatch({
    call: prepared.call,
    input: prepared.input,
    scopeKeys: prepared.scopeKeys,
    leaseUntil: parts.clock.now() + parts.leaseMs,
    onRefusal,
  });
  if (outcome.kind === 'existing') requireSameRequest(outcome.call, prepared.call.fingerprint);
  return outcome.kind === 'dispatched' ? { kind: 'held', call: outcome.call, prepared } : outcome;
}

async function lowerUntilHeld(parts: HoldParts, wanted: PreparedCall): Promise<HeldCall> {
  // embeddings have no answer that could be shorter
  if (wanted.kind === 'embed') return requireHeld(await tryHold(parts, wanted, 'record'));
  let prepared: PreparedChat = wanted;
  for (let lowerings = 0; lowerings < LOWERINGS_MAX; lowerings += 1) {
    const attempt = await tryHold(parts, prepared, 'silent');
    if (attempt.kind !== 'refused') return attempt;
    const available = attempt.refusals
      .map((refusal) => refusal.remainingNano)
      .reduce((a, b) => (a < b ? a : b));
    const current = prepared;
    const maxTokens = affordableMaxTokens(
      current.call.maxTokens - 1,
      available,
      (cap) => worstCaseWith(current, cap).cost.totalNano,
    );
    if (maxTokens < 1) break;
    prepared = withMaxTokens(prepared, maxTokens);
  }
  return requireHeld(await tryHold(parts, prepared, 'record'));
}

async function waitUntilHeld(
  parts: HoldParts,
  prepared: PreparedCall,
  until: number,
  listening: AbortSignal | undefined,
): Promise<HeldCall> {
  for (;;) {
    const attempt = await tryHold(parts, prepared, 'silent');
    if (attempt.kind !== 'refused') return attempt;
    const canHelp = attempt.refusals.every((refusal) => refusal.retryable);
    if (!canHelp || parts.clock.now() + WAIT_POLL_MS > until)
      return requireHeld(await tryHold(parts, prepared, 'record'));
    if (await hasLeftWithin(parts.clock, WAIT_POLL_MS, listening)) throw new CancelledError();
  }
}

function requireHeld(attempt: Try): HeldCall {
  if (attempt.kind === 'refused')
    throw new BudgetExceededError(describeRefusals(attempt.refusals), attempt.refusals);
  return attempt;
}
