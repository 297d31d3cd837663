import { z } from 'zod';
import { integerSchema, optional } from '../field-schemas.ts';
import { callOptionsShape, NOT_EMPTY } from './call-options.ts';
import { checkPromptSize, requestOf } from './call-request.ts';
import type { CallRequest } from './call-request.ts';

/** More than any provider takes at once: they go in as many requests as its limits need. */
const TEXTS_MAX = 16_384;
const DIMENSIONS_MAX = 8_192;
const TEXTS_ACCEPTED = `must have 1 to ${TEXTS_MAX} entries`;

// vectors of different models can't be compared, so there is no other model to fall back to
const {
  parameters: _parameters,
  optimizePrompt: _optimizePrompt,
  models: _models,
  ...optionsShape
} = callOptionsShape;

export const embedInputSchema = z.object({
  texts: z.array(z.string().min(1, NOT_EMPTY)).min(1, TEXTS_ACCEPTED).max(TEXTS_MAX, TEXTS_ACCEPTED),
  dimensions: optional(integerSchema(1, DIMENSIONS_MAX)),
  ...optionsShape,
});
export type EmbedInput = z.output<typeof embedInputSchema>;

/** Throws ValidationError when the texts are longer than `promptMaxBytes` of UTF-8 together. */
export function embedRequest(input: EmbedInput, promptMaxBytes: number): CallRequest {
  checkPromptSize(input.texts, promptMaxBytes, 'texts');
  const task = { kind: 'embed' as const, texts: input.texts, dimensions: input.dimensions };
  return requestOf('embed', task, {
    ...input,
    models: undefined,
    parameters: undefined,
    optimizePrompt: undefined,
  });
}
