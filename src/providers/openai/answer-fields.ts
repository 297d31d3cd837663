import type { ToolCall } from '../../domain/call/chat-message.ts';
import type { ChatRequest, FinishReason } from '../../domain/provider/provider.ts';
import { toRecord } from '../token-number.ts';

/** What answers and chunks of streams have in common. */

const FINISH_REASONS: ReadonlyMap<unknown, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'content_filter'],
  ['tool_calls', 'tool_calls'],
  ['function_call', 'tool_calls'],
]);
const MODEL_NAME_CHARS_MAX = 200;

/** OpenAI says `stop` when it was told to call a certain tool, and some servers always do. */
export function toFinishReason(sent: unknown, toolCalls: readonly ToolCall[]): FinishReason {
  const reason = FINISH_REASONS.get(sent) ?? 'unknown';
  return reason === 'stop' && toolCalls.length > 0 ? 'tool_calls' : reason;
}

/** The text of `content`: '' when there is none, null when it is no text. Mistral's reasoning models send a list of parts. */
export function textOf(content: unknown): string | null {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  return content.map((part: unknown) => nonEmpty(toRecord(part)?.['text']) ?? '').join('');
}

/** The model that the server says answered, null when it doesn't say. */
export function modelOf(answer: Record<string, unknown>): string | null {
  return nonEmpty(answer['model'])?.slice(0, MODEL_NAME_CHARS_MAX) ?? null;
}

/** What made-up ids of tool calls are made of: another in each answer, also in each turn where a server sends no id at all. */
export function idSeedOf(answer: Record<string, unknown>, { messages }: ChatRequest): string {
  return `${nonEmpty(answer['id']) ?? ''}/${messages.length}`;
}

/** A text that says something, null for anything else. */
export function nonEmpty(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
