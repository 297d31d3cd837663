import { z } from 'zod';
import { invalid } from './error-answer.ts';
import type { ErrorAnswer } from './error-answer.ts';
import { isEmbeddingModel } from './sandbox-models.ts';

/** The limits of OpenAI's API: inputs of a request, tokens of each, tokens of all. */
export const INPUTS_MAX = 2048;
export const INPUT_TOKENS_MAX = 8192;
export const REQUEST_TOKENS_MAX = 300_000;

/** Length of a vector, of models that are not named here too. */
const DIMENSIONS_DEFAULT = 1536;
const DIMENSIONS: Readonly<Record<string, number>> = { 'text-embedding-3-large': 3072 };
const FIXED_DIMENSIONS = 'text-embedding-ada-002';

const tokens = z.array(z.int().min(0)).min(1);

/** The body of an embedding request. Unknown fields are let through. */
export const embeddingBody = z.looseObject({
  model: z.string().min(1).max(256),
  input: z.union(
    [z.string(), tokens, z.array(z.string()).min(1), z.array(tokens).min(1)],
    'expected a string, an array of strings, an array of tokens or an array of arrays of tokens',
  ),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).nullish(),
});

export type EmbeddingBody = z.infer<typeof embeddingBody>;

/** A text, or the tokens that the caller made of one. */
export type EmbeddingInput = string | readonly number[];

export function inputsOf({ input }: EmbeddingBody): readonly EmbeddingInput[] {
  if (typeof input === 'string') return [input];
  return input.every((item) => typeof item === 'number') ? [input] : input;
}

/** Length of the vectors that a model makes. */
export function lengthOf(model: string): number {
  return DIMENSIONS[model] ?? DIMENSIONS_DEFAULT;
}

/** What OpenAI finds wrong with a body before it counts tokens; null when nothing. */
export function embeddingError(body: EmbeddingBody): ErrorAnswer | null {
  const { model, dimensions } = body;
  if (!isEmbeddingModel(model) && !model.startsWith('sandbox')) {
    return { ...invalid(null, 'You are not allowed to generate embeddings from this model'), status: 403 };
  }
  const inputs = inputsOf(body);
  if (inputs.length > INPUTS_MAX) {
    const problem = `Invalid 'input': array too long. Expected an array with maximum length ${INPUTS_MAX}, but got an array with length ${inputs.length} instead.`;
    return { ...invalid('input', problem), code: 'array_above_max_length' };
  }
  if (inputs.includes('')) return invalid('input', "Invalid 'input': input cannot be an empty string.");
  if (typeof dimensions !== 'number') return null;
  if (model === FIXED_DIMENSIONS) {
    return invalid('dimensions', 'This model does not support specifying dimensions.');
  }
  if (dimensions <= lengthOf(model)) return null;
  const problem = `Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${lengthOf(model)}.`;
  return invalid('dimensions', problem);
}

/** What OpenAI finds wrong with the tokens of the inputs; null when nothing. */
export function tokensError(inputs: readonly number[], total: number): ErrorAnswer | null {
  const longest = Math.max(...inputs);
  if (longest > INPUT_TOKENS_MAX) {
    return invalid(
      'input',
      `This model's maximum context length is ${INPUT_TOKENS_MAX} tokens, however you requested ${longest} tokens ` +
        `(${longest} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`,
    );
  }
  if (total <= REQUEST_TOKENS_MAX) return null;
  return {
    ...invalid('input', `Requested ${total} tokens, max ${REQUEST_TOKENS_MAX} tokens per request`),
    type: 'max_tokens_per_request',
    code: 'max_tokens_per_request',
  };
}
