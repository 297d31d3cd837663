import { ValidationError } from '../errors.ts';
import type { EmbeddingLimits, Model } from '../model/model.ts';
import { OPENAI_EMBEDDING_LIMITS } from '../model/openai-capabilities.ts';
import { countEmbedding } from '../token/embedding-tokens.ts';
import type { EmbeddingCount } from '../token/embedding-tokens.ts';
import type { TokenCount, TokenCounter } from '../token/token-counter.ts';

/** Of a model whose limits are unknown: those of OpenAI's models, as it is reached through their API. */
const LIMITS_ASSUMED: EmbeddingLimits = { ...OPENAI_EMBEDDING_LIMITS, dimensions: 1_536 };
/** Numbers in all vectors of one call together: 4 MB as they are stored, and an answer of some 20 MB. */
const FLOATS_MAX = 1_000_000;

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

/** In the order of the texts, each batch within the limits of one request to the model. */
export function batchTexts(
  texts: readonly string[],
  counts: readonly TokenCount[],
  { embedding: { textsMax, tokensMax } = LIMITS_ASSUMED }: Pick<Model, 'embedding'>,
): EmbedBatch[] {
  const batches: { texts: string[]; tokens: number }[] = [];
  for (const [index, text] of texts.entries()) {
    const tokens = counts[index]?.tokens ?? 0;
    const last = batches.at(-1);
    if (last === undefined || last.texts.length === textsMax || last.tokens + tokens > tokensMax)
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
  const each = dimensions ?? (model.embedding ?? LIMITS_ASSUMED).dimensions;
  if (texts * each <= FLOATS_MAX) return;
  throw new ValidationError([
    {
      path: 'texts',
      message: `must be at most ${Math.floor(FLOATS_MAX / each)} texts, as each vector has ${each} dimensions; ask for fewer dimensions, or split them over several calls`,
    },
  ]);
}
