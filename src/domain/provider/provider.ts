import type { ChatMessage, ToolCall } from '../call/chat-message.ts';
import type { Model } from '../model/model.ts';
import type { ResponseFormat, ToolChoice, ToolDefinition } from '../token/countable-request.ts';
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
  tools?: readonly ToolDefinition[];
  toolChoice?: ToolChoice;
  /** False asks for at most one tool call in an answer. */
  parallelToolCalls?: boolean;
  responseFormat?: ResponseFormat;
}

/** What a model let be seen of its thoughts, which are no part of its answer. */
export interface Thoughts {
  /** Their beginning, as much as is worth counting. */
  text: string;
  /** Characters of all of them. */
  chars: number;
  /** True when there are thoughts that were not shown, or not as they were. */
  isSummary: boolean;
}

export interface ChatResponse {
  text: string;
  /** What the model wants called, in its order; empty when nothing. */
  toolCalls: readonly ToolCall[];
  /** What the model said when it refused for safety, null otherwise. */
  refusal: string | null;
  finishReason: FinishReason;
  /** Absent when none were shown. */
  thoughts?: Thoughts;
  /** Null when the provider reported none, or nothing that can be believed (negative, fractional, not a number). */
  usage: UsageBuckets | null;
  /** The model that the provider says answered. */
  model: string;
  requestId: string | null;
}

/** A piece of a streamed answer. The pieces of a tool call share its `index`; the first brings its id and name. */
export type ChatDelta =
  | { kind: 'text'; text: string }
  | { kind: 'refusal'; text: string }
  /** What a reasoning model lets be seen of its thoughts. */
  | { kind: 'reasoning'; text: string }
  | { kind: 'tool_call'; index: number; id: string | null; name: string | null; arguments: string };

export interface EmbedRequest {
  model: Model;
  /** In one upstream request; within the limits of the provider. */
  texts: readonly string[];
  /** Length of each vector; the model's own when left out. */
  dimensions?: number;
}

export interface EmbedResponse {
  /** One for each text, in the order of the texts. */
  vectors: readonly Float32Array[];
  /** Null when the provider reported none, or nothing that can be believed. */
  usage: UsageBuckets | null;
  model: string;
  requestId: string | null;
}

export interface AttemptOptions {
  /** Aborting it ends the upstream request. */
  signal: AbortSignal;
  /** Milliseconds until the attempt is given up. */
  timeoutMs: number;
}

export interface ChatOptions extends AttemptOptions {
  /**
   * Asks for a stream and is told of each piece. The next piece is not read before the promise is fulfilled, so a slow reader
   * slows the provider. What it throws ends the attempt as an abort of `signal` does.
   */
  onDelta?: (delta: ChatDelta) => void | Promise<void>;
}

/** One way to reach models. It converts and sends; it never retries, prices or holds. */
export interface Provider {
  /** True when answers come from the built-in sandbox and not from a paid model. */
  readonly sandbox: boolean;
  /** Whose key it sends with, the id of a project; absent for the key of the configuration. */
  readonly account?: string;
  /**
   * One upstream request. Throws ProviderError (or ContentFilteredError); when `signal` was aborted, with category `cancelled`.
   * The error of a stream that broke off after it began has what was produced in `partial`.
   */
  chat(request: ChatRequest, options: ChatOptions): Promise<ChatResponse>;
  /** One upstream request. Throws ProviderError, as `chat` does. */
  embed(request: EmbedRequest, options: AttemptOptions): Promise<EmbedResponse>;
}
