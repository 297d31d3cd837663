import type { ChatMessage } from '../call/chat-message.ts';
import type { TokenCount } from './token-counter.ts';

/**
 * https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken: each message, each name, and the
 * start of the answer.
 */
const TOKENS_PER_MESSAGE = 3;
const TOKENS_PER_NAME = 1;
const TOKENS_PER_ANSWER = 3;

/**
 * How calls in a history are written for OpenAI's models is not published. The open format of gpt-oss has 12 tokens
 * around a call's name and arguments (github.com/openai/harmony, docs/format.md); in the wrapper that earlier models
 * were seen to write for calls at once, `multi_tool_use.parallel`, each has some 20. Above both.
 */
const TOKENS_PER_TOOL_CALL = 28;
/** That format has 6 more around a result than around a message, besides the name of the tool. */
const TOKENS_PER_TOOL_RESULT = 8;

/** What of a message is counted as text. */
export function messageTexts({ role, name, content, toolCalls = [], toolCallId }: ChatMessage): string[] {
  const texts = name === undefined ? [role, content] : [role, name, content];
  // everything of them counts, so that none goes unpaid; the name once more for the result, which may be headed by it
  for (const call of toolCalls) texts.push(call.id, call.name, call.name, call.arguments);
  if (toolCallId !== undefined) texts.push(toolCallId);
  return texts;
}

/** The tokens of a conversation besides those of its texts: an upper bound where tools were called in it. */
export function messageOverhead(messages: readonly ChatMessage[]): TokenCount {
  let tokens = TOKENS_PER_ANSWER;
  let calls = 0;
  let results = 0;
  for (const { name, toolCalls = [], toolCallId } of messages) {
    tokens += TOKENS_PER_MESSAGE + (name === undefined ? 0 : TOKENS_PER_NAME);
    calls += toolCalls.length;
    if (toolCallId !== undefined) results += 1;
  }
  return {
    tokens: tokens + calls * TOKENS_PER_TOOL_CALL + results * TOKENS_PER_TOOL_RESULT,
    method: calls + results === 0 ? 'exact' : 'bound',
  };
}
