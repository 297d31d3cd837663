import type { ChatMessage } from '../call/chat-message.ts';
import type { TokenEncoding } from '../model/model.ts';

export interface TokenCount {
  tokens: number;
  /**
   * `exact` as tiktoken counts; `bound` when the text was too long to count in time and the tokens are an upper bound
   * (a token is at least one byte of UTF-8).
   */
  method: 'exact' | 'bound';
}

/** Counts tokens without holding the event loop for long, whatever the text. */
export interface TokenCounter {
  countText(text: string, encoding: TokenEncoding): Promise<TokenCount>;
  /** The prompt tokens of a chat request: the texts and the overhead of each message, as OpenAI's cookbook documents it. */
  countMessages(messages: readonly ChatMessage[], encoding: TokenEncoding): Promise<TokenCount>;
  close(): Promise<void>;
}
