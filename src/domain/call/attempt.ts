import type { TollgateError } from '../errors.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { Model } from '../model/model.ts';
import { costOf, NO_COST } from '../price/price.ts';
import type { ChatResponse, FinishReason } from '../provider/provider.ts';
import { NO_USAGE } from '../token/usage.ts';
import type { UsageBuckets } from '../token/usage.ts';
import type { Attempt, CallError, Cost, WorstCase } from './call.ts';

/** How an attempt ended: what differs between one that was answered and one that failed. */
export type AttemptEnd = Pick<Attempt, 'usage' | 'cost' | 'finishReason' | 'error' | 'requestId'>;

/** What was asked of whom, as far as its price depends on it. */
export interface PricedRequest {
  model: Model;
  promptTokens: number;
  worstCase: WorstCase;
  isStreamed: boolean;
}

export function answeredEnd(
  { model }: PricedRequest,
  usage: UsageBuckets,
  { finishReason, requestId }: { finishReason: FinishReason | null; requestId: string | null },
): AttemptEnd {
  return { usage, cost: priced(usage, model), finishReason, error: null, requestId };
}

/**
 * Each failed attempt is priced too (I6): what a stream had produced at what it used, or was counted to have used; nothing when
 * the provider charges nothing; and the most it can have cost when that isn't known.
 */
export async function failedEnd(
  request: PricedRequest,
  error: TollgateError,
  countOutput: (partial: ChatResponse) => Promise<number>,
): Promise<AttemptEnd> {
  const shared = {
    finishReason: null,
    error: toCallError(error),
    requestId: error instanceof ProviderError ? error.requestId : null,
  };
  const partial = error instanceof ProviderError ? error.partial : null;
  const { model, worstCase, promptTokens, isStreamed } = request;
  if (partial?.usage) return { ...shared, usage: partial.usage, cost: priced(partial.usage, model) };
  if (partial === null && !isSpentUnknown(error)) {
    return { ...shared, usage: null, cost: { ...NO_COST, basis: 'measured', priceVersion: null } };
  }
  // what a reasoning model has thought doesn't show, and an answer that isn't streamed shows nothing before its end
  if (!isStreamed || model.supports.includes('reasoning')) {
    const { usage, cost, priceVersion } = worstCase;
    return { ...shared, usage, cost: { ...cost, basis: 'presumed', priceVersion } };
  }
  const output = partial === null ? 0 : await countOutput(partial);
  const usage = { ...NO_USAGE, freshInput: promptTokens, output, estimated: true };
  return { ...shared, usage, cost: priced(usage, model) };
}

/** Nothing was sent, and nothing spent: the circuit is open, there was no turn, or the call ended before. */
export function notSentEnd(error: TollgateError): AttemptEnd {
  const cost: Cost = { ...NO_COST, basis: 'measured', priceVersion: null };
  return { usage: null, cost, finishReason: null, error: toCallError(error), requestId: null };
}

export function toCallError(error: TollgateError): CallError {
  const { code, category, message, retryable } = error;
  return { code, category, message, retryable, detail: error instanceof ProviderError ? error.detail : null };
}

function isSpentUnknown(error: TollgateError): boolean {
  return !(error instanceof ProviderError) || error.spent === 'unknown';
}

function priced(usage: UsageBuckets, { price }: Model): Cost {
  const basis = usage.estimated ? 'estimated' : 'measured';
  return { ...costOf(usage, price), basis, priceVersion: price.version };
}
