import type { Clock } from '../../lib/clock.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { BudgetExceededError, TollgateError } from '../errors.ts';
import { DeadlineError, ProviderError } from '../provider/provider-error.ts';
import type { AttemptOptions, ChatResponse, EmbedResponse, Provider } from '../provider/provider.ts';
import { isCurableElsewhere, isWorthRetrying, retryDelayMs } from '../resilience/retry.ts';
import type { RetryBudgets } from '../resilience/retry-budget.ts';
import type { Pass, UpstreamGate } from '../resilience/upstream-gate.ts';
import { answeredEnd, failedEnd, notSentEnd } from './attempt.ts';
import type { AttemptEnd, PricedRequest } from './attempt.ts';
import { describeRefusals } from './budget-refusal.ts';
import { UNEXPLAINED_ERROR } from './call.ts';
import type { Attempt } from './call.ts';
import type { CallRun } from './call-run.ts';
import type { CallKey, CallStore } from './call-store.ts';

/** A request with less time than this, in milliseconds, brings no answer any more, and could be charged all the same. */
const ATTEMPT_MIN_MS = 10;

export interface AskParts {
  store: CallStore;
  clock: Clock;
  random: () => number;
  gate: UpstreamGate;
  retryBudgets: RetryBudgets;
  /** Upstream requests to one model after the first. */
  retriesMax: number;
  initialBackoffMs: number;
  /** Longest time for one upstream request that isn't streamed, in milliseconds. */
  attemptTimeoutMs: number;
  /** Told of an error that no provider should throw; the call fails with code UNKNOWN. */
  onUnexpectedError(key: CallKey, error: unknown): void;
}

type Answer = ChatResponse | EmbedResponse;

/** One upstream request, ready for one of the call's models. */
export interface StepRequest<Given extends Answer> extends PricedRequest {
  /** Who sends it. */
  provider: Provider;
  /** `onAnswering` is told when the first piece of a stream has come. */
  send(options: AttemptOptions, onAnswering: () => void): Promise<Given>;
  /** True when a piece of the answer has reached the caller: then nobody else is asked (I7). */
  hasEmitted(): boolean;
}

export type StepResult<Given> =
  { kind: 'answered'; answer: Given } | { kind: 'failed'; error: TollgateError };

/**
 * Asks the call's models in their order until one answers: each again while that can help, the next when another could do what
 * this one couldn't. `requestFor` makes the request for the model of that index, of so many. Each attempt is priced and paid for in
 * advance. Never throws for what a provider does.
 */
export async function ask<Given extends Answer>(
  parts: AskParts,
  run: CallRun,
  candidates: number,
  requestFor: (candidateIndex: number) => Promise<StepRequest<Given>>,
): Promise<StepResult<Given>> {
  const step: Step = { isSent: false };
  for (;;) {
    const request = await requestFor(run.candidateIndex);
    const result = await askOne(parts, run, step, request);
    const isLast = run.candidateIndex + 1 === candidates;
    if (result.kind === 'answered' || isLast || request.hasEmitted()) return result;
    if (isOver(parts, run) || !isCurableElsewhere(result.error)) return result;
    run.candidateIndex += 1;
  }
}

/** True once a request was sent: those to other models, too, are more of the same, and bring no retries in. */
interface Step {
  isSent: boolean;
}

async function askOne<Given extends Answer>(
  parts: AskParts,
  run: CallRun,
  step: Step,
  request: StepRequest<Given>,
): Promise<StepResult<Given>> {
  let last: StepResult<Given> | null = null;
  for (let tries = 1; ; tries += 1) {
    const shortfall = await pay(parts, run, request);
    // why it failed says more than that there is no money to try again
    if (shortfall !== null) return last ?? { kind: 'failed', error: shortfall };
    const result = await attempt(parts, run, step, request);
    if (result.kind === 'answered' || request.hasEmitted()) return result;
    if (!(await canRetry(parts, run, request.provider.account ?? null, result.error, tries))) return result;
    last = result;
  }
}

async function attempt<Given extends Answer>(
  parts: AskParts,
  run: CallRun,
  step: Step,
  request: StepRequest<Given>,
): Promise<StepResult<Given>> {
  const { clock, gate } = parts;
  const { signal, deadlineAt } = run;
  let startedAt = clock.now();
  let timeoutMs = 0;
  const record = (end: AttemptEnd): void =>
    void run.attempts.push({ ...frame(run, request), startedAt, finishedAt: clock.now(), ...end });
  const reasonOf = (thrown: unknown): TollgateError =>
    thrown instanceof TollgateError ? withReason(thrown, signal) : unexpected(parts, run, thrown);
  const fail = async (thrown: unknown): Promise<{ kind: 'failed'; error: TollgateError }> => {
    const error = reasonOf(thrown);
    record(await failedEnd(request, error));
    return { kind: 'failed', error };
  };

  const { provider, id: model } = request.model;
  const { account = null } = request.provider;
  const key = run.call.agentId ?? run.call.apiKeyId ?? '';
  let pass: Pass;
  try {
    // a tool, a repair or a slow reader may have taken the time that was left
    if (clock.now() + ATTEMPT_MIN_MS > deadlineAt) throw new DeadlineError();
    pass = await gate.enter({ provider, account, model, key }, { signal, deadlineAt });
  } catch (error) {
    const ended = reasonOf(error);
    record(notSentEnd(ended));
    return { kind: 'failed', error: ended };
  }
  try {
    if (!step.isSent) parts.retryBudgets.of(account).deposit();
    step.isSent = true;
    startedAt = clock.now();
    const leftMs = Math.max(1, deadlineAt - startedAt);
    timeoutMs = request.isStreamed ? leftMs : Math.min(parts.attemptTimeoutMs, leftMs);
    const answer = await request.send({ signal, timeoutMs }, () => pass.answering());
    pass.succeed();
    record(await answeredEnd(request, answer));
    return { kind: 'answered', answer };
  } catch (error) {
    pass.fail(error, { timeoutMs, attemptTimeoutMs: parts.attemptTimeoutMs });
    return await fail(error);
  } finally {
    pass.leave();
  }
}

/**
 * Raises the hold when what was spent and the most that this request can cost are more than is held: an attempt with an unknown
 * outcome may have used up what was held for the next. Null when it is paid for.
 */
async function pay(
  { store }: AskParts,
  run: CallRun,
  { worstCase }: PricedRequest,
): Promise<TollgateError | null> {
  const needed = spentNano(run.attempts) + worstCase.cost.totalNano;
  const missing = needed - run.heldNano;
  if (missing <= 0n) return null;
  try {
    const extension = await store.extendHold(run.call, missing);
    if (extension.kind === 'extended') {
      run.heldNano = needed;
      return null;
    }
    const [first, ...others] = extension.refusals;
    if (first === undefined) return endedMeanwhile();
    const refusals = [first, ...others] as const;
    return new BudgetExceededError(describeRefusals(refusals), refusals);
  } catch (error) {
    if (error instanceof TollgateError) return error;
    throw error;
  }
}

function spentNano(attempts: readonly Attempt[]): NanoUsd {
  return attempts.reduce((sum, { cost }) => sum + cost.totalNano, 0n);
}

/** The call's lease ran out, and its end was booked without us. */
function endedMeanwhile(): TollgateError {
  return new TollgateError('The call was ended by another process, which took this one for dead.', {
    code: 'LEASE_LOST',
    category: 'server',
    retryable: false,
  });
}

/** Waits before the next attempt at the same model; false when there is to be none. */
async function canRetry(
  parts: AskParts,
  run: CallRun,
  account: string | null,
  error: TollgateError,
  triesMade: number,
): Promise<boolean> {
  const { clock, initialBackoffMs, random } = parts;
  if (triesMade > parts.retriesMax || !isWorthRetrying(error) || run.signal.aborted) return false;
  const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : null;
  const delayMs = retryDelayMs({ attempt: triesMade, retryAfterMs, initialBackoffMs, random });
  if (clock.now() + delayMs >= run.deadlineAt || !parts.retryBudgets.of(account).tryWithdraw()) return false;
  try {
    await clock.sleep(delayMs, run.signal);
    return true;
  } catch {
    return false;
  }
}

function isOver({ clock }: AskParts, { signal, deadlineAt }: CallRun): boolean {
  return signal.aborted || clock.now() >= deadlineAt;
}

function frame({ attempts }: CallRun, { model }: PricedRequest) {
  return {
    number: attempts.length + 1,
    provider: model.provider,
    model: model.id,
    modelFamily: model.family,
  };
}

/** A call that Tollgate itself ended says why. */
function withReason(error: TollgateError, { aborted, reason }: AbortSignal): TollgateError {
  if (!aborted || error.category !== 'cancelled' || !(error instanceof ProviderError)) return error;
  if (!(reason instanceof TollgateError)) return error;
  const { code, retryable, message } = reason;
  const { category, status, detail, retryAfterMs, spent, requestId, partial } = error;
  return new ProviderError(message, {
    code,
    retryable,
    category,
    status,
    detail,
    retryAfterMs,
    spent,
    requestId,
    ...(partial !== null && { partial }),
  });
}

function unexpected(parts: AskParts, { call }: CallRun, cause: unknown): TollgateError {
  parts.onUnexpectedError(call, cause);
  return new TollgateError(UNEXPLAINED_ERROR.message, { ...UNEXPLAINED_ERROR, cause });
}
