import type { NanoUsd } from '../../lib/money.ts';
import type { ErrorCategory } from '../errors.ts';
import type { ContextReport } from '../prompt/build-context.ts';
import type { TemplateUse, VersionUse } from '../prompt/resolve-template.ts';
import type { CostAmounts } from '../price/price.ts';
import type { FinishReason } from '../provider/provider.ts';
import type { UsageBuckets } from '../token/usage.ts';
import type { ChatMessage, ToolCall } from './chat-message.ts';

export const CALL_KINDS = ['complete', 'chat', 'object', 'embed'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

export const CALL_STATUSES = ['RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export interface Tag {
  key: string;
  value: string;
}

/**
 * How sure a cost is: `measured` from the provider's usage, `estimated` from tokens that Tollgate counted, `presumed` at
 * the hold because the outcome is unknown (the process died, or the provider never answered).
 */
export const COST_BASES = ['measured', 'estimated', 'presumed'] as const;
export type CostBasis = (typeof COST_BASES)[number];

export interface CallError {
  code: string;
  category: ErrorCategory;
  message: string;
  retryable: boolean;
  /** The provider's own words, redacted. */
  detail: string | null;
}

/** For a call that ended without an answer and without a reason. */
export const UNEXPLAINED_ERROR: CallError = {
  code: 'UNKNOWN',
  category: 'unknown',
  message: 'The call failed for an unknown reason.',
  retryable: false,
  detail: null,
};

/** Prompt, completion and total in nano-dollars, and the price that gave them. Currency is always USD. */
export interface Cost extends CostAmounts {
  basis: CostBasis;
  /** ModelPrice.version; null when nothing was charged. */
  priceVersion: string | null;
}

/** One upstream request of a call. */
export interface Attempt {
  /** From 1, in the order they were made. */
  number: number;
  provider: string;
  model: string;
  /** Family of the model: a budget on either counts the attempt. */
  modelFamily: string;
  startedAt: number;
  finishedAt: number;
  usage: UsageBuckets | null;
  cost: Cost;
  finishReason: FinishReason | null;
  error: CallError | null;
  /** The provider's id of the request. */
  requestId: string | null;
}

/** What a finished call gives back, also to a repeat of its operationId; of one that failed, what there was until then. */
export interface CallOutput {
  /** When its content was removed, because of its age or by the policy; absent while it is there. UTC milliseconds. */
  removedAt?: number;
  /** When something was cut out of it by the policy, so that it is no longer what was answered; absent otherwise. UTC milliseconds. */
  redactedAt?: number;
  /** The answer; of an object, its JSON text, or what the model wrote in its place; empty for embeddings. */
  text: string;
  refusal: string | null;
  finishReason: FinishReason;
  /** What the caller is asked to call; absent when nothing. */
  toolCalls?: readonly ToolCall[];
  /** The messages between the request and the answer: tool calls that Tollgate answered, and their results. */
  steps?: readonly ChatMessage[];
  vectors?: Vectors;
  /** How often the model was shown what was wrong with its data; absent when never. */
  repairs?: number;
}

/** Embeddings, one for each text, in the order of the texts. */
export interface Vectors {
  dimensions: number;
  /** Base64 of all of them in one row, as 32-bit little-endian floats. */
  floats: string;
}

/** The most that a call can use and cost: what is held for it, and charged when its outcome stays unknown. */
export interface WorstCase {
  usage: UsageBuckets;
  cost: CostAmounts;
  priceVersion: string;
}

/** What is known of a call when it is dispatched. */
export interface NewCall {
  projectId: string;
  /** The idempotency key; unique in its project. */
  operationId: string;
  kind: CallKind;
  /** SHA-256 of the request: tells a repeat from a conflict. */
  fingerprint: string;
  provider: string;
  /** The model that is asked for first; of a finished call, the one that answered, or was asked last. */
  model: string;
  /** Every model that may be asked, in order. */
  requestedModels: readonly string[];
  /** True when the built-in sandbox answers. */
  sandbox: boolean;
  agentId: string | null;
  capabilityType: string | null;
  tags: readonly Tag[];
  apiKeyId: string | null;
  /** The template that its prompt was made of; null without one. */
  template: TemplateUse | null;
  /** Each version of a template whose text is in its prompt, once: of `template`, of partials, of built-in instructions. */
  templateVersions: readonly VersionUse[];
  /** What came of its context; null without one. */
  context: ContextReport | null;
  startedAt: number;
  /** The output cap that is sent and was paid for by the hold. */
  maxTokens: number;
  /** Tokens of the prompt that its optimisation saved; null when it wasn't asked for. */
  promptTokensSaved: number | null;
  worstCase: WorstCase;
}

/** A call as stored. The fields that depend on the outcome are null while it runs. */
export interface Call extends NewCall {
  status: CallStatus;
  finishedAt: number | null;
  usage: UsageBuckets | null;
  cost: Cost | null;
  output: CallOutput | null;
  error: CallError | null;
  attemptCount: number;
  timeToFirstTokenMs: number | null;
  /** True when the real cost was above the hold; it is booked in full all the same. */
  overHold: boolean;
  /** Until when the process that runs it has promised to be alive. */
  leaseUntil: number;
}

/** How a call ended. */
export interface CallOutcome {
  status: Exclude<CallStatus, 'RUNNING'>;
  finishedAt: number;
  attempts: readonly Attempt[];
  usage: UsageBuckets | null;
  cost: Cost;
  output: CallOutput | null;
  error: CallError | null;
  timeToFirstTokenMs: number | null;
  /** The model that answered, or was asked last; null when none was asked. */
  asked: { model: string; provider: string } | null;
  /** `released` when the provider charged nothing, `settled` otherwise. */
  holdEnd: 'settled' | 'released';
}

/** One budget's share of a call's hold, from its placing to its end; the ledger's own record. */
export interface Hold {
  budgetId: string;
  /** The budget's scope (scopeKeyOf): a budget on a model is charged for the attempts of that model only. */
  scopeKey: string;
  periodKey: string;
  amountNano: NanoUsd;
  state: 'held' | 'settled' | 'released' | 'presumed_spent';
  /** What was charged when the hold ended; null while it is open. */
  chargedNano: NanoUsd | null;
}
