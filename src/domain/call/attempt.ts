import type { TollgateError } from '../errors.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { Model } from '../model/model.ts';
import { costOf, NO_COST } from '../price/price.ts';
import type { ChatResponse, EmbedResponse } from '../provider/provider.ts';
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
  /** Of an answer, or of what a stream gave before it broke off: null for nothing. */
  countOutput(answer: ChatResponse | null): Promise<CountedOutput>;
}

/** Tokens of what a model gave, by our own count; `hidden` when it has thought without showing it, so that nobody can count them. */
export type CountedOutput = Pick<UsageBuckets, 'output' | 'reasoning'> | 'hidden';

/** Priced at the usage that the provider told, else at what was counted. */
export async function answeredEnd(
  request: PricedRequest,
  answer: ChatResponse | EmbedResponse,
): Promise<AttemptEnd> {
  const { usage, requestId } = answer;
  const chat = 'text' in answer ? answer : null;
  const shared = { finishReason: chat?.finishReason ?? null, error: null, requestId };
  if (usage !== null) return { ...shared, usage, cost: priced(usage, request.model) };
  return { ...shared, ...counted(request, await request.countOutput(chat)) };
}

/**
 * Each failed attempt is priced too (I6): what a stream had produced at what it used, or was counted to have used; nothing when
 * the provider charges nothing; and the most it can have cost when that isn't known.
 */
export async function failedEnd(request: PricedRequest, error: TollgateError): Promise<AttemptEnd> {
  const shared = {
    finishReason: null,
    error: toCallError(error),
    requestId: error instanceof ProviderError ? error.requestId : null,
  };
  const partial = error instanceof ProviderError ? error.partial : null;
  if (partial?.usage) return { ...shared, usage: partial.usage, cost: priced(partial.usage, request.model) };
  if (partial === null && !isSpentUnknown(error)) {
    return { ...shared, usage: null, cost: { ...NO_COST, basis: 'measured', priceVersion: null } };
  }
  // an answer that isn't streamed shows nothing before its end
  return {
    ...shared,
    ...counted(request, request.isStreamed ? await request.countOutput(partial) : 'hidden'),
  };
}

/** At the tokens that were counted, and at the most that it can have cost where nobody can count them. */
function counted(
  { model, worstCase, promptTokens }: PricedRequest,
  output: CountedOutput,
): Pick<AttemptEnd, 'usage' | 'cost'> {
  if (output === 'hidden') {
    const { usage, cost, priceVersion } = worstCase;
    return { usage, cost: { ...cost, basis: 'presumed', priceVersion } };
  }
  const usage = { ...NO_USAGE, ...output, freshInput: promptTokens, estimated: true };
  return { usage, cost: priced(usage, model) };
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
