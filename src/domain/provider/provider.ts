import type { ChatMessage } from '../call/chat-message.ts';
import type { Model } from '../model/model.ts';
import type { UsageBuckets } from '../token/usage.ts';

export const FINISH_REASONS = ['stop', 'length', 'content_filter', 'tool_calls', 'unknown'] as const;
export type FinishReason = (typeof FINISH_REASONS)[number];

export const REASONING_EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
export type ReasoningEffort = (typeof REASONING_EFFORTS)[number];

/** What is sent: only what the model takes is present. */
export interface ChatRequest {
  model: Model;
  messages: readonly ChatMessage[];
  /** The output cap that the hold paid for; always sent. */
  maxTokens: number;
  temperature?: number;
  topP?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  stopSequences?: readonly string[];
  seed?: number;
  reasoningEffort?: ReasoningEffort;
}

export interface ChatResponse {
  text: string;
  /** What the model said when it refused for safety, null otherwise. */
  refusal: string | null;
  finishReason: FinishReason;
  /** Null when the provider reported none, or nothing that can be believed (negative, fractional, not a number). */
  usage: UsageBuckets | null;
  /** The model that the provider says answered. */
  model: string;
  requestId: string | null;
}

export interface AttemptOptions {
  /** Aborting it ends the upstream request. */
  signal: AbortSignal;
  /** Milliseconds until the attempt is given up. */
  timeoutMs: number;
}

/** One way to reach models. It converts and sends; it never retries, prices or holds. */
export interface Provider {
  /** True when answers come from the built-in sandbox and not from a paid model. */
  readonly sandbox: boolean;
  /** One upstream request. Throws ProviderError (or ContentFilteredError); when `signal` was aborted, with category `cancelled`. */
  chat(request: ChatRequest, options: AttemptOptions): Promise<ChatResponse>;
}
