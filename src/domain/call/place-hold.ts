import type { Clock } from '../../lib/clock.ts';
import { formatUsd } from '../../lib/money.ts';
import { BudgetExceededError, OperationConflictError } from '../errors.ts';
import type { BudgetRefusal } from '../errors.ts';
import { affordableMaxTokens } from '../price/price.ts';
import type { BudgetPolicy } from './call-request.ts';
import type { Call } from './call.ts';
import type { CallStore, DispatchCommand } from './call-store.ts';
import { withMaxTokens } from './prepare-call.ts';
import type { PreparedCall } from './prepare-call.ts';

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
 * a hard budget lacks room. Throws BudgetExceededError, OperationConflictError, StoreUnavailableError.
 */
export async function placeHold(
  parts: HoldParts,
  prepared: PreparedCall,
  policy: BudgetPolicy,
  deadlineAt: number,
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
    scopeKeys: prepared.scopeKeys,
    leaseUntil: parts.clock.now() + parts.leaseMs,
    onRefusal,
  });
  if (outcome.kind === 'existing' && outcome.call.fingerprint !== prepared.call.fingerprint) {
    throw new OperationConflictError(prepared.call.operationId);
  }
  return outcome.kind === 'dispatched' ? { kind: 'held', call: outcome.call, prepared } : outcome;
}

async function lowerUntilHeld(parts: HoldParts, wanted: PreparedCall): Promise<HeldCall> {
  let prepared = wanted;
  for (let lowerings = 0; lowerings < LOWERINGS_MAX; lowerings += 1) {
    const attempt = await tryHold(parts, prepared, 'silent');
    if (attempt.kind !== 'refused') return attempt;
    const available = attempt.refusals
      .map((refusal) => refusal.remainingNano)
      .reduce((a, b) => (a < b ? a : b));
    const ceiling = prepared.request.maxTokens - 1;
    const maxTokens = affordableMaxTokens(
      prepared.promptTokens,
      available,
      prepared.request.model.price,
      ceiling,
    );
    if (maxTokens < 1) break;
    prepared = withMaxTokens(prepared, maxTokens);
  }
  return requireHeld(await tryHold(parts, prepared, 'record'));
}

async function waitUntilHeld(parts: HoldParts, prepared: PreparedCall, until: number): Promise<HeldCall> {
  for (;;) {
    const attempt = await tryHold(parts, prepared, 'silent');
    if (attempt.kind !== 'refused') return attempt;
    const canHelp = attempt.refusals.every((refusal) => refusal.retryable);
    if (!canHelp || parts.clock.now() + WAIT_POLL_MS > until)
      return requireHeld(await tryHold(parts, prepared, 'record'));
    await parts.clock.sleep(WAIT_POLL_MS);
  }
}

function requireHeld(attempt: Try): HeldCall {
  if (attempt.kind === 'refused') throw new BudgetExceededError(describe(attempt.refusals), attempt.refusals);
  return attempt;
}

function describe(refusals: readonly [BudgetRefusal, ...BudgetRefusal[]]): string {
  const [first, ...others] = refusals;
  const name = first.budgetName ?? first.budgetId;
  const remedy = first.retryable
    ? 'Calls under way hold the rest: try again when they have ended'
    : first.resetsAt === null
      ? 'Raise the budget, or lower maxTokens'
      : `It resets at ${new Date(first.resetsAt).toISOString()}; raise the budget, or lower maxTokens`;
  const more = others.length === 0 ? '' : ` ${others.length} more budget(s) refused it too.`;
  return (
    `The budget "${name}" has ${formatUsd(first.remainingNano)} USD left of ${formatUsd(first.amountNano)}, ` +
    `and this call can cost up to ${formatUsd(first.requestedNano)}. ${remedy}.${more}`
  );
}
