import type { ChatMessage } from '../call/chat-message.ts';

/**
 * https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken: each message, each name, and the
 * start of the answer.
 */
const TOKENS_PER_MESSAGE = 3;
const TOKENS_PER_NAME = 1;
const TOKENS_PER_ANSWER = 3;

/** What of a message is counted as text. */
export function messageTexts({ role, name, content }: ChatMessage): string[] {
  return name === undefined ? [role, content] : [role, name, content];
}

/** The tokens of a conversation besides those of its texts. */
export function messageOverhead(messages: readonly ChatMessage[]): number {
  const named = messages.filter((message) => message.name !== undefined).length;
  return messages.length * TOKENS_PER_MESSAGE + named * TOKENS_PER_NAME + TOKENS_PER_ANSWER;
}
