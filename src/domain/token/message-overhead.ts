import type { ChatMessage } from '../call/chat-message.ts';

/**
 * https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken: each message, each name, and the
 * start of the answer.
 */
const TOKENS_PER_MESSAGE = 3;
const TOKENS_PER_NAME = 1;
const TOKENS_PER_ANSWER = 3;
/** A frame around each tool call: no count is published, so that of a message and some. */
const TOKENS_PER_TOOL_CALL = 8;

/** What of a message is counted as text. */
export function messageTexts({ role, name, content, toolCalls = [], toolCallId }: ChatMessage): string[] {
  const texts = name === undefined ? [role, content] : [role, name, content];
  // how they are written for the model is not published: everything of them counts, so that none goes unpaid
  for (const call of toolCalls) texts.push(call.id, call.name, call.arguments);
  if (toolCallId !== undefined) texts.push(toolCallId);
  return texts;
}

/** The tokens of a conversation besides those of its texts. */
export function messageOverhead(messages: readonly ChatMessage[]): number {
  const named = messages.filter((message) => message.name !== undefined).length;
  const calls = messages.reduce((sum, { toolCalls = [] }) => sum + toolCalls.length, 0);
  return (
    messages.length * TOKENS_PER_MESSAGE +
    named * TOKENS_PER_NAME +
    calls * TOKENS_PER_TOOL_CALL +
    TOKENS_PER_ANSWER
  );
}
