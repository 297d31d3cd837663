import type { Clock } from '../../lib/clock.ts';
import { ProviderError, TollgateError } from '../errors.ts';
import { costOf, NO_COST } from '../price/price.ts';
import type { ChatResponse, Provider } from '../provider/provider.ts';
import { isWorthRetrying, retryDelayMs } from '../resilience/retry.ts';
import type { TokenCounter } from '../token/token-counter.ts';
import { NO_USAGE } from '../token/usage.ts';
import type { UsageBuckets } from '../token/usage.ts';
import { UNEXPLAINED_ERROR } from './call.ts';
import type { Attempt, CallError, Cost, WorstCase } from './call.ts';
import type { CallKey, CallStore } from './call-store.ts';
import type { PreparedCall } from './prepare-call.ts';

export interface AttemptParts {
  store: CallStore;
  provider: Provider;
  tokenCounter: TokenCounter;
  clock: Clock;
  random: () => number;
  /** Upstream requests after the first. */
  retriesMax: number;
  initialBackoffMs: number;
  /** Longest time for one upstream request, in milliseconds. */
  attemptTimeoutMs: number;
  /** Told of an error that no provider should throw; the call fails with code UNKNOWN. */
  onUnexpectedError(key: CallKey, error: unknown): void;
}

export type AttemptsResult =
  | { kind: 'answered'; response: ChatResponse; attempts: readonly Attempt[] }
  | { kind: 'failed'; error: TollgateError; attempts: readonly Attempt[] };

/**
 * Asks the provider until it answers, a retry can't help, or the deadline leaves no room. Each attempt is priced, failed
 * ones too (I6). Never throws for what a provider does.
 */
export async function makeAttempts(
  parts: AttemptParts,
  prepared: PreparedCall,
  deadlineAt: number,
  signal: AbortSignal,
): Promise<AttemptsResult> {
  const attempts: Attempt[] = [];
  for (;;) {
    const startedAt = parts.clock.now();
    try {
      const timeoutMs = Math.max(1, Math.min(parts.attemptTimeoutMs, deadlineAt - startedAt));
      const response = await parts.provider.chat(prepared.request, { signal, timeoutMs });
      const usage = response.usage ?? (await countUsage(parts.tokenCounter, prepared, response));
      attempts.push({
        ...answered(prepared, response, usage),
        ...frame(prepared, attempts, startedAt, parts.clock.now()),
      });
      return { kind: 'answered', response, attempts };
    } catch (thrown) {
      const error =
        thrown instanceof TollgateError ? withReason(thrown, signal) : unexpected(parts, prepared, thrown);
      attempts.push({
        ...failed(error, prepared.call.worstCase),
        ...frame(prepared, attempts, startedAt, parts.clock.now()),
      });
      if (!(await canRetry(parts, prepared, error, attempts.length, deadlineAt, signal))) {
        return { kind: 'failed', error, attempts };
      }
    }
  }
}

/** Waits before the next attempt and pays for it in advance; false when there is to be none. */
async function canRetry(
  parts: AttemptParts,
  { call }: PreparedCall,
  error: TollgateError,
  attemptsMade: number,
  deadlineAt: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (attemptsMade > parts.retriesMax || !isWorthRetrying(error) || signal.aborted) return false;
  const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : null;
  const { initialBackoffMs, random } = parts;
  const delayMs = retryDelayMs({ attempt: attemptsMade, retryAfterMs, initialBackoffMs, random });
  if (parts.clock.now() + delayMs >= deadlineAt) return false;
  try {
    await parts.clock.sleep(delayMs, signal);
    // an attempt whose outcome is unknown may have used up what was held for it
    if (!spentUnknown(error)) return true;
    const extension = await parts.store.extendHold(call, call.worstCase.cost.totalNano);
    return extension.kind === 'extended';
  } catch {
    return false;
  }
}

type Ending = Pick<Attempt, 'usage' | 'cost' | 'finishReason' | 'error' | 'requestId'>;

function frame(
  prepared: PreparedCall,
  earlier: readonly Attempt[],
  startedAt: number,
  finishedAt: number,
): Omit<Attempt, keyof Ending> {
  const { provider, model } = prepared.call;
  return { number: earlier.length + 1, provider, model, startedAt, finishedAt };
}

function answered(prepared: PreparedCall, response: ChatResponse, usage: UsageBuckets): Ending {
  const { price } = prepared.request.model;
  const basis = usage.estimated ? 'estimated' : 'measured';
  const cost: Cost = { ...costOf(usage, price), basis, priceVersion: price.version };
  return { usage, cost, finishReason: response.finishReason, error: null, requestId: response.requestId };
}

function failed(error: TollgateError, { usage, cost, priceVersion }: WorstCase): Ending {
  const ending = {
    finishReason: null,
    error: toCallError(error),
    requestId: error instanceof ProviderError ? error.requestId : null,
  };
  if (spentUnknown(error)) return { ...ending, usage, cost: { ...cost, basis: 'presumed', priceVersion } };
  return { ...ending, usage: null, cost: { ...NO_COST, basis: 'measured', priceVersion: null } };
}

function spentUnknown(error: TollgateError): boolean {
  return !(error instanceof ProviderError) || error.spent === 'unknown';
}

/** The provider said nothing of usage: Tollgate counts what went out and what came back. */
async function countUsage(
  counter: TokenCounter,
  prepared: PreparedCall,
  response: ChatResponse,
): Promise<UsageBuckets> {
  const { tokens } = await counter.countText(
    response.text + (response.refusal ?? ''),
    prepared.request.model.encoding,
  );
  return { ...NO_USAGE, freshInput: prepared.promptTokens, output: tokens, estimated: true };
}

export function toCallError(error: TollgateError): CallError {
  const { code, category, message, retryable } = error;
  return { code, category, message, retryable, detail: error instanceof ProviderError ? error.detail : null };
}

/** A call that Tollgate itself ended says why. */
function withReason(error: TollgateError, { aborted, reason }: AbortSignal): TollgateError {
  if (!aborted || error.category !== 'cancelled' || !(error instanceof ProviderError)) return error;
  if (!(reason instanceof TollgateError)) return error;
  const { code, retryable, message } = reason;
  const { category, status, detail, retryAfterMs, spent, requestId } = error;
  return new ProviderError(message, {
    code,
    retryable,
    category,
    status,
    detail,
    retryAfterMs,
    spent,
    requestId,
  });
}

function unexpected(parts: AttemptParts, { call }: PreparedCall, cause: unknown): TollgateError {
  parts.onUnexpectedError(call, cause);
  return new TollgateError(UNEXPLAINED_ERROR.message, { ...UNEXPLAINED_ERROR, cause });
}
