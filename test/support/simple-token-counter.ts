import { get_encoding } from 'tiktoken';
import type { Tiktoken } from 'tiktoken';
import type { TokenEncoding } from '../../src/domain/model/model.ts';
import type { TokenCount, TokenCounter } from '../../src/domain/token/token-counter.ts';

/** tiktoken, and nothing around it: what other counts are compared with. Only for short text; it blocks while it counts. */
export function createSimpleTokenCounter(): TokenCounter {
  const encoders = new Map<TokenEncoding, Tiktoken>();
  const count = (text: string, encoding: TokenEncoding): number => {
    const encoder = encoders.get(encoding) ?? get_encoding(encoding);
    encoders.set(encoding, encoder);
    return encoder.encode(text, [], []).length;
  };
  const exact = (tokens: number): Promise<TokenCount> => Promise.resolve({ tokens, method: 'exact' });
  return {
    countText: (text, encoding) => exact(count(text, encoding)),
    countTexts: (texts, encoding) => Promise.all(texts.map((text) => exact(count(text, encoding)))),
    countMessages(messages, encoding) {
      let tokens = 3;
      for (const { role, content, name } of messages) {
        tokens += 3 + count(role, encoding) + count(content, encoding);
        if (name !== undefined) tokens += 1 + count(name, encoding);
      }
      return exact(tokens);
    },
    close() {
      for (const encoder of encoders.values()) encoder.free();
      encoders.clear();
      return Promise.resolve();
    },
  };
}
