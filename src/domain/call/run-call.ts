import { boundAgentId } from '../access/key-binding.ts';
import type { Principal } from '../access/principal.ts';
import type { ModelShare, RateLimiter, UsedTokens } from '../access/rate-limiter.ts';
import { CancelledError, ShuttingDownError, StoreUnavailableError, TollgateError } from '../errors.ts';
import { keptError } from '../content/content.ts';
import type { Doorbell } from '../event/event-log.ts';
import { newId } from '../../lib/ids.ts';
import type { Model } from '../model/model.ts';
import { addUsage } from '../token/usage.ts';
import type { UsageBuckets } from '../token/usage.ts';
import type { ActiveCalls } from './active-calls.ts';
import type { AskChatParts } from './ask-chat.ts';
import { toCallError } from './attempt.ts';
import type { Attempt, Call, CallError, CallOutcome } from './call.ts';
import type { BudgetPolicy } from './call-options.ts';
import { worstCaseOf } from './call-plan.ts';
import type { CallRequest } from './call-request.ts';
import type { CallRun, DeltaReader, RunResult } from './call-run.ts';
import type { CallKey } from './call-store.ts';
import { converse } from './converse.ts';
import { embedTexts } from './embed-texts.ts';
import { placeHold } from './place-hold.ts';
import { fillPrompt } from './fill-prompt.ts';
import { findRepeated, joinCall } from './join-call.ts';
import { prepareCall } from './prepare-call.ts';
import type { CallPreparation, PreparedCall } from './prepare-call.ts';
import { produceObject } from './produce-object.ts';
import { summaryRequest } from './summary-request.ts';
import { settleDurably } from './settle-durably.ts';
import { totalCost } from './total-cost.ts';

/** Everything a call needs; made once by the composition root. */
export interface CallParts extends CallPreparation, AskChatParts {
  rateLimiter: RateLimiter;
  activeCalls: ActiveCalls;
  doorbell: Doorbell;
  leaseMs: number;
  /** How long a call may take when its request doesn't say, in milliseconds. */
  defaultDeadlineMs: number;
  /** True from the moment that the server is stopping. */
  isStopping(): boolean;
  /** Told when a settle has to be tried again because the store is down. */
  onSettleRetry(key: CallKey, error: unknown): void;
}

/** What ends a call also where it befalls only the summary of its history. */
const ENDS_THE_CALL = [CancelledError, ShuttingDownError, StoreUnavailableError];

/** How a caller takes part in a call while it runs. */
export interface CallListener {
  /** Told of each piece of the answer, which is streamed then. Not told of what a repeat of an operationId finds stored. */
  onDelta?: DeltaReader;
  /** Ends the call early; what was produced until then is paid for. */
  signal?: AbortSignal;
}

/**
 * The one path of every call: prepare, hold, ask, price, settle. Returns the finished call, whatever its outcome; a repeat
 * of an operationId returns the stored call, or joins the running one. Throws ValidationError, UnknownModelPriceError,
 * ProviderNotConfiguredError, RateLimitedError, BudgetExceededError, OperationConflictError, StoreUnavailableError, ShuttingDownError,
 * and CancelledError for who leaves before anything was held.
 */
export async function runCall(
  parts: CallParts,
  principal: Principal,
  request: CallRequest,
  listener: CallListener = {},
): Promise<Call> {
  if (parts.isStopping()) throw new ShuttingDownError();
  const startedAt = parts.clock.now();
  const deadlineAt = startedAt + (request.deadlineMs ?? parts.defaultDeadlineMs);
  const asked = {
    ...request,
    operationId: request.operationId ?? newId(),
    // before its fingerprint is taken: keys of two agents make two requests
    agentId: boundAgentId(principal, request.agentId),
  };
  if (request.operationId !== undefined) {
    const key = { projectId: principal.projectId, operationId: request.operationId };
    const repeated = await findRepeated(parts, key, asked);
    if (repeated !== null) return joinCall(parts, repeated, deadlineAt, listener.signal);
  }
  const filled = await fillPrompt(parts, principal, asked, startedAt, (named, transcript, tokensMax) => {
    const summary = { ...asked, models: named.models };
    const leftMs = deadlineAt - parts.clock.now();
    return summarise(
      parts,
      principal,
      summaryRequest(summary, transcript, tokensMax, leftMs),
      listener.signal,
    );
  });
  const prepared = await prepareCall(parts, principal, filled, startedAt);
  const admitted = await parts.rateLimiter.admit(
    principal,
    tokensOf(prepared.call.worstCase.usage),
    sharesOf(prepared),
  );
  let used: UsedTokens = { tokens: 0, byModel: [] };
  try {
    const { call, attempts } = await holdAndRun(parts, prepared, request.budgetPolicy, deadlineAt, listener);
    if (attempts !== null) used = usedTokensOf(prepared, call, attempts);
    return call;
  } finally {
    await admitted.end(used);
  }
}

/** The finished call, and its attempts if it ran now; null when its operationId was taken. */
async function holdAndRun(
  parts: CallParts,
  prepared: PreparedCall,
  budgetPolicy: BudgetPolicy,
  deadlineAt: number,
  { onDelta, signal: listening }: CallListener,
): Promise<{ call: Call; attempts: readonly Attempt[] | null }> {
  const held = await placeHold(parts, prepared, budgetPolicy, deadlineAt, listening).finally(() =>
    parts.doorbell.ring(),
  );
  if (held.kind === 'existing')
    return { call: await joinCall(parts, held.call, deadlineAt, listening), attempts: null };
  const { call } = held.prepared;
  const attempts: Attempt[] = [];
  const finished = await parts.activeCalls.run(call, listening, (signal) =>
    askAndSettle(parts, held.prepared, {
      call,
      deadlineAt,
      signal,
      onDelta: onDelta ?? null,
      attempts,
      heldNano: call.worstCase.cost.totalNano,
      candidateIndex: 0,
      firstDeltaAt: null,
    }),
  );
  return { call: finished, attempts };
}

/** What the call can use of each of its models. */
function sharesOf({ candidates }: PreparedCall): ModelShare[] {
  return candidates.map(({ model, plan, maxTokens }) => ({
    model,
    tokens: tokensOf(worstCaseOf(plan, maxTokens, model.price).usage),
  }));
}

function usedTokensOf(
  { candidates }: PreparedCall,
  { usage }: Call,
  attempts: readonly Attempt[],
): UsedTokens {
  const ofModel = ({ id, provider }: Model): number | null => {
    const own = attempts.filter((attempt) => attempt.model === id && attempt.provider === provider);
    if (own.length === 0) return null;
    return own.reduce((sum, attempt) => sum + (attempt.usage === null ? 0 : tokensOf(attempt.usage)), 0);
  };
  return {
    tokens: usage === null ? 0 : tokensOf(usage),
    byModel: candidates.map(({ model }) => ofModel(model)),
  };
}

function tokensOf({ freshInput, cacheRead, cacheWrite, output }: UsageBuckets): number {
  return freshInput + cacheRead + cacheWrite + output;
}

/**
 * A summary of a conversation, by a call of its own on the same budgets; null when none is to be had. What stands in its way
 * doesn't end the call, which may do without: a budget or a limit that is short refuses the call itself, if it has no room for that
 * either. Throws StoreUnavailableError, ShuttingDownError, and CancelledError for who leaves.
 */
async function summarise(
  parts: CallParts,
  principal: Principal,
  request: CallRequest,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  try {
    const { status, output } = await runCall(
      parts,
      principal,
      request,
      signal === undefined ? {} : { signal },
    );
    const text = output?.text.trim() ?? '';
    return status === 'COMPLETED' && text !== '' ? text : null;
  } catch (error) {
    const isDispensable =
      error instanceof TollgateError && !ENDS_THE_CALL.some((Kind) => error instanceof Kind);
    if (!isDispensable) throw error;
    return null;
  }
}

async function askAndSettle(parts: CallParts, prepared: PreparedCall, run: CallRun): Promise<Call> {
  const result = endedEarly(await perform(parts, run, prepared), run.signal);
  const outcome = toOutcome(prepared, run, result, parts.clock.now());
  const call = await settleDurably(parts, prepared.call, keptOutcome(parts, outcome));
  parts.doorbell.ring();
  // who has asked may know what is not kept
  return call.error?.code === outcome.error?.code ? { ...call, error: outcome.error } : call;
}

function perform(parts: CallParts, run: CallRun, prepared: PreparedCall): Promise<RunResult> {
  if (prepared.kind === 'embed') return embedTexts(parts, run, prepared);
  const { task, outputSchema } = prepared;
  if (task.output === null || outputSchema === null) return converse(parts, run, prepared);
  return produceObject(parts, run, prepared, task.output, outputSchema);
}

/** A call that was ended early is cancelled wherever that found it: at the provider, between two attempts, in a tool. */
function endedEarly(result: RunResult, { aborted, reason }: AbortSignal): RunResult {
  if (!aborted || result.kind === 'answered' || result.error.category === 'cancelled') return result;
  const { code, message, retryable } = reason instanceof TollgateError ? reason : new CancelledError();
  return { ...result, error: new TollgateError(message, { code, category: 'cancelled', retryable }) };
}

/** The outcome with the errors as they are kept. */
function keptOutcome({ contentPolicy }: CallParts, outcome: CallOutcome): CallOutcome {
  const kept = (error: CallError | null): CallError | null => error && keptError(contentPolicy, error);
  const attempts = outcome.attempts.map((attempt) => ({ ...attempt, error: kept(attempt.error) }));
  return { ...outcome, attempts, error: kept(outcome.error) };
}

function toOutcome(
  { candidates }: PreparedCall,
  { attempts, candidateIndex, call, firstDeltaAt }: CallRun,
  result: RunResult,
  finishedAt: number,
): CallOutcome {
  const { model } = candidates[candidateIndex] ?? candidates[0];
  const usages = attempts.flatMap((attempt) => attempt.usage ?? []);
  const shared = {
    finishedAt,
    attempts,
    usage: usages.length === 0 ? null : addUsage(usages),
    cost: totalCost(attempts),
    timeToFirstTokenMs: firstDeltaAt === null ? null : firstDeltaAt - call.startedAt,
    asked: { model: model.id, provider: model.provider },
    output: result.output,
  };
  if (result.kind === 'answered') {
    return { ...shared, status: 'COMPLETED', error: null, holdEnd: 'settled' };
  }
  return {
    ...shared,
    status: result.error.category === 'cancelled' ? 'CANCELLED' : 'FAILED',
    error: toCallError(result.error),
    holdEnd: usages.length === 0 ? 'released' : 'settled',
  };
}
