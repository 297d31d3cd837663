import { createRequire } from 'node:module';
import type { TokenEncoding } from '../domain/model/model.ts';

/** The tokens of an encoding by their bytes, each byte as one character (latin1); lower ranks are merged first. */
export type Vocabulary = ReadonlyMap<string, number>;

const require = createRequire(import.meta.url);

/** Reading one takes a fifth of a second and 20 MB, so it is done for the first text that needs it, in the worker. */
const loaded = new Map<TokenEncoding, Vocabulary>();

export function loadVocabulary(encoding: TokenEncoding): Vocabulary {
  const known = loaded.get(encoding);
  if (known !== undefined) return known;
  const { bpe_ranks: lines } = require(`tiktoken/encoders/${encoding}.json`) as { bpe_ranks: string };
  const vocabulary = new Map<string, number>();
  // a line is `! <first rank> <token in Base64> <token> …`
  for (const line of lines.split('\n')) {
    const [, firstRank, ...tokens] = line.split(' ');
    let rank = Number(firstRank);
    for (const token of tokens) {
      vocabulary.set(Buffer.from(token, 'base64').toString('latin1'), rank);
      rank += 1;
    }
  }
  loaded.set(encoding, vocabulary);
  return vocabulary;
}
