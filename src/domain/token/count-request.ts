import type { ChatMessage } from '../call/chat-message.ts';
import type { Model } from '../model/model.ts';
import type { CountableRequest } from './countable-request.ts';
import { imageTokens } from './image-tokens.ts';
import { messageOverhead, messageTexts } from './message-overhead.ts';
import { formatTexts, formatTokens } from './response-format-tokens.ts';
import { sumCounts } from './token-counter.ts';
import type { TokenCount, TokenCounter } from './token-counter.ts';
import { choiceTexts, choiceTokens, TOKENS_BEFORE_TOOLS, toolsText } from './tool-tokens.ts';

/** A message and its role, which tools and formats get of their own when the request has no system message. */
const TOKENS_OF_SYSTEM_MESSAGE = 4;

/**
 * Claude's tokenizers were measured to find 1.2 to 1.3 times the tokens of gpt-4o's, and that of Opus 4.7 up to 1.47
 * times those of the one before it (2024 and 2026, prose and code): together a little less than twice.
 */
const OTHER_TOKENIZER_FACTOR = 2;

export interface CountedModel extends Pick<Model, 'id' | 'encoding'> {
  /** True when the model's tokenizer is not public, and `encoding` only stands in for it. */
  hasOtherTokenizer?: boolean;
}

/**
 * The prompt tokens of a request: what to hold for them.
 *
 * Messages alone are exact. Everything else is an upper bound, marked as such, unless it is an image whose model
 * and size are documented. Its margin:
 * - tool calls and their results among the messages: above the open format of gpt-oss by a half and more, as no count
 *   of another model is published;
 * - tools: never under a count that the API has been published to have given (40 of them), and at most 5 % above
 *   those for `tools`, which are of models up to gpt-4o. Later models have no published count; the open renderer of
 *   gpt-oss repeats the description of an object inside an object, which is not counted twice here;
 * - a response format: what one measurement found, and the tokens of the format's name;
 * - `tool_choice: required` and JSON mode: no count is known, so those of a choice by name and ten tokens;
 * - images: the most that the documentation allows; billing may round up by one token;
 * - a model with a tokenizer of its own: twice tiktoken's count, which measured prose and code stay below, but not
 *   all text does: 512 times the letter `a` have three times as many tokens in one version of Claude's as in another.
 */
export async function countRequest(
  counter: TokenCounter,
  request: CountableRequest,
  model: CountedModel,
): Promise<TokenCount> {
  const {
    messages,
    tools = [],
    toolChoice = 'auto',
    responseFormat = { type: 'text' },
    images = [],
  } = request;
  const texts = [
    ...(tools.length > 0 ? withBreakBeforeTools(messages) : messages).flatMap(messageTexts),
    ...(tools.length > 0 ? [toolsText(tools), ...choiceTexts(toolChoice)] : []),
    ...formatTexts(responseFormat),
  ];
  const text = sumCounts(await counter.countTexts(texts, model.encoding));
  const additions = [
    ...(tools.length > 0 ? [TOKENS_BEFORE_TOOLS, choiceTokens(toolChoice)] : []),
    ...(responseFormat.type === 'text' ? [] : [formatTokens(responseFormat)]),
  ];
  if (additions.length > 0 && !messages.some(isSystem)) additions.push(TOKENS_OF_SYSTEM_MESSAGE);
  const counted = sumCounts([
    text,
    messageOverhead(messages),
    ...additions.map((tokens): TokenCount => ({ tokens, method: 'bound' })),
  ]);
  return sumCounts([
    model.hasOtherTokenizer === true ? raised(counted) : counted,
    ...images.map((image) => imageTokens(image, model.id)),
  ]);
}

/** The first system message ends with a line break when tools follow it. */
function withBreakBeforeTools(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const first = messages.findIndex(isSystem);
  return messages.map((message, index) =>
    index === first ? { ...message, content: `${message.content}\n` } : message,
  );
}

function isSystem({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer';
}

function raised({ tokens }: TokenCount): TokenCount {
  return { tokens: Math.ceil(tokens * OTHER_TOKENIZER_FACTOR), method: 'bound' };
}
