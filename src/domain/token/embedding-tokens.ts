import type { TokenEncoding } from '../model/model.ts';
import { sumCounts } from './token-counter.ts';
import type { TokenCount, TokenCounter } from './token-counter.ts';

export interface EmbeddingCount {
  /** Of each input, in their order: a model takes so many tokens of each. */
  inputs: readonly TokenCount[];
  /** What is paid for. */
  total: TokenCount;
}

/**
 * Tokens of the inputs of one embedding request. They have no overhead: an input is a text, or the tokens
 * that the caller made of one.
 */
export async function countEmbedding(
  counter: TokenCounter,
  inputs: readonly (string | readonly number[])[],
  encoding: TokenEncoding,
): Promise<EmbeddingCount> {
  const counts = await counter.countTexts(
    inputs.filter((input) => typeof input === 'string'),
    encoding,
  );
  const ofTexts = counts.values();
  const counted = inputs.map((input): TokenCount =>
    typeof input === 'string'
      ? (ofTexts.next().value ?? { tokens: Buffer.byteLength(input), method: 'bound' })
      : { tokens: input.length, method: 'exact' },
  );
  return { inputs: counted, total: sumCounts(counted) };
}
