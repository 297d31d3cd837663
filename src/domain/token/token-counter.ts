import type { ChatMessage } from '../call/chat-message.ts';
import type { TokenEncoding } from '../model/model.ts';

export interface TokenCount {
  tokens: number;
  /**
   * `exact` as tiktoken counts and OpenAI documents; `bound` when the tokens are an upper bound: of a text that
   * could not be counted in time (a token is at least one byte of UTF-8), or of a part of a request that has no
   * documented count.
   */
  method: 'exact' | 'bound';
}

/** Counts tokens without holding the event loop for long, whatever the text. */
export interface TokenCounter {
  countText(text: string, encoding: TokenEncoding): Promise<TokenCount>;
  /** The tokens of each text, in the order of the texts: the inputs of an embedding, the parts of a request. */
  countTexts(texts: readonly string[], encoding: TokenEncoding): Promise<readonly TokenCount[]>;
  /** The prompt tokens of a chat request that has nothing but messages; `countRequest` counts all the others. */
  countMessages(messages: readonly ChatMessage[], encoding: TokenEncoding): Promise<TokenCount>;
  close(): Promise<void>;
}

/** All of the counts together: a bound when one of them is. */
export function sumCounts(counts: readonly TokenCount[]): TokenCount {
  return {
    tokens: counts.reduce((sum, count) => sum + count.tokens, 0),
    method: counts.every((count) => count.method === 'exact') ? 'exact' : 'bound',
  };
}
