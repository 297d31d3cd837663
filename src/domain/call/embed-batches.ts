import { ValidationError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import { countEmbedding } from '../token/embedding-tokens.ts';
import type { EmbeddingCount } from '../token/embedding-tokens.ts';
import type { TokenCount, TokenCounter } from '../token/token-counter.ts';

/**
 * OpenAI's limits of one request for embeddings: "The input must not exceed the max input tokens for the model (8192 tokens for
 * all embedding models) … any array must be 2048 dimensions or less … a maximum of 300,000 tokens summed across all inputs".
 */
const BATCH_TEXTS_MAX = 2_048;
const BATCH_TOKENS_MAX = 300_000;
/** Numbers in all vectors of one call together: 4 MB as they are stored, and an answer of some 20 MB. */
const FLOATS_MAX = 1_000_000;
/** Of a model whose vectors have no known length. */
const DIMENSIONS_ASSUMED = 1_536;

/** The texts of one upstream request. */
export interface EmbedBatch {
  texts: readonly string[];
  tokens: number;
}

/** Tokens of each text. Throws ValidationError when one surely has more than the model takes; of a mere bound the provider is the judge. */
export async function countTexts(
  counter: TokenCounter,
  texts: readonly string[],
  model: Model,
): Promise<EmbeddingCount> {
  const counts = await countEmbedding(counter, texts, model.encoding);
  const limit = model.contextWindow;
  const tooLong = counts.inputs.findIndex(
    ({ tokens, method }) => method === 'exact' && limit !== null && tokens > limit,
  );
  if (tooLong === -1) return counts;
  throw new ValidationError([
    {
      path: `texts.${tooLong}`,
      message: `must be at most ${limit} tokens for the model "${model.id}"; it has ${counts.inputs[tooLong]?.tokens ?? 0}`,
    },
  ]);
}

/** In the order of the texts, each batch within the limits of one request. */
export function batchTexts(texts: readonly string[], counts: readonly TokenCount[]): EmbedBatch[] {
  const batches: { texts: string[]; tokens: number }[] = [];
  for (const [index, text] of texts.entries()) {
    const tokens = counts[index]?.tokens ?? 0;
    const last = batches.at(-1);
    if (
      last === undefined ||
      last.texts.length === BATCH_TEXTS_MAX ||
      last.tokens + tokens > BATCH_TOKENS_MAX
    )
      batches.push({ texts: [text], tokens });
    else {
      last.texts.push(text);
      last.tokens += tokens;
    }
  }
  return batches;
}

/** Throws ValidationError when the vectors together are more than a call can give. */
export function checkVectorSize(model: Model, texts: number, dimensions: number | undefined): void {
  const each = dimensions ?? EMBEDDING_DIMENSIONS.get(model.family) ?? DIMENSIONS_ASSUMED;
  if (texts * each <= FLOATS_MAX) return;
  throw new ValidationError([
    {
      path: 'texts',
      message: `must be at most ${Math.floor(FLOATS_MAX / each)} texts, as each vector has ${each} dimensions; split them over several calls`,
    },
  ]);
}

/** https://platform.openai.com/docs/guides/embeddings */
const EMBEDDING_DIMENSIONS: ReadonlyMap<string, number> = new Map([
  ['text-embedding-3-small', 1_536],
  ['text-embedding-3-large', 3_072],
  ['text-embedding-ada-002', 1_536],
]);
