import type { EmbedRequest, EmbedResponse } from '../../domain/provider/provider.ts';
import type { UsageBuckets } from '../../domain/token/usage.ts';
import { toRecord } from '../token-number.ts';
import { modelOf } from './answer-fields.ts';
import { AnsweredError, errorIn } from './from-answered-error.ts';
import { MalformedResponseError } from './from-error.ts';
import { fromUsage, usageOf } from './from-usage.ts';

const FLOAT_BYTES = 4;

/**
 * The vectors of an embeddings answer, in the order of the texts. A vector is read as what it is, floats or base64 of them, whatever was
 * asked for: servers ignore what they don't know. Throws AnsweredError for an error, and MalformedResponseError unless there is one for each text, all of the same
 * length, and of the one that was asked for.
 */
export function fromEmbeddingResponse(
  body: unknown,
  { texts, dimensions, model }: EmbedRequest,
  requestId: string | null,
): EmbedResponse {
  const malformed = (problem: string): never => {
    throw new MalformedResponseError(problem, requestId);
  };
  const answer = toRecord(body);
  const error = answer && errorIn(answer);
  if (error !== null) throw new AnsweredError(error, 'alone', requestId);
  const data = answer?.['data'];
  if (answer === null || !Array.isArray(data)) return malformed('no list of vectors');
  if (data.length !== texts.length) malformed(`${data.length} vectors for ${texts.length} texts`);

  const vectors: Float32Array[] = [];
  let length = dimensions;
  data.forEach((value: unknown, position) => {
    const item = toRecord(value) ?? {};
    const index = item['index'] ?? position;
    const vector = toVector(item['embedding']) ?? malformed('a vector that cannot be read');
    length ??= vector.length;
    if (vector.length !== length) malformed(`a vector of ${vector.length} numbers instead of ${length}`);
    if (typeof index !== 'number' || !(index in data) || vectors[index] !== undefined) {
      return malformed('vectors that are not numbered as the texts are');
    }
    vectors[index] = vector;
  });
  return { vectors, usage: embeddingUsage(answer), model: modelOf(answer) ?? model.id, requestId };
}

function toVector(embedding: unknown): Float32Array | null {
  const vector = typeof embedding === 'string' ? fromBase64(embedding) : fromNumbers(embedding);
  return vector !== null && vector.length > 0 && vector.every(Number.isFinite) ? vector : null;
}

function fromNumbers(embedding: unknown): Float32Array | null {
  const numbers = Array.isArray(embedding) && embedding.every((value) => typeof value === 'number');
  return numbers ? Float32Array.from(embedding) : null;
}

/** 32-bit floats, little-endian, whatever this machine has. */
function fromBase64(text: string): Float32Array | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % FLOAT_BYTES !== 0) return null;
  return Float32Array.from({ length: bytes.length / FLOAT_BYTES }, (_, index) =>
    bytes.readFloatLE(index * FLOAT_BYTES),
  );
}

/** An embedding has no output; servers say so with a 0, or leave it out, some with everything but the total. */
function embeddingUsage(answer: Record<string, unknown>): UsageBuckets | null {
  const reported = toRecord(usageOf(answer));
  if (reported === null) return null;
  return fromUsage({
    ...reported,
    prompt_tokens: reported['prompt_tokens'] ?? reported['total_tokens'],
    completion_tokens: reported['completion_tokens'] ?? 0,
  });
}
