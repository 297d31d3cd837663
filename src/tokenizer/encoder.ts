import { get_encoding } from 'tiktoken';
import type { Tiktoken } from 'tiktoken';
import type { TokenEncoding } from '../domain/model/model.ts';

/** Loading an encoding takes a fifth of a second and 60 MB, so each is loaded once in a thread and kept. */
const loaded = new Map<TokenEncoding, Tiktoken>();

export function loadEncoding(encoding: TokenEncoding): Tiktoken {
  let encoder = loaded.get(encoding);
  if (encoder === undefined) {
    encoder = get_encoding(encoding);
    loaded.set(encoding, encoder);
  }
  return encoder;
}

/**
 * Tokens of a text. The names of special tokens, such as `<|endoftext|>`, count as the ordinary text that
 * they are in a prompt.
 */
export function countTokens(text: string, encoding: TokenEncoding): number {
  return loadEncoding(encoding).encode(text, [], []).length;
}
