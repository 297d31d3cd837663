import type { ModelPrice } from '../price/price.ts';
import { encodingFor } from './encoding.ts';
import { MODEL_PARAMETERS } from './model.ts';
import type { Model } from './model.ts';

/** Where models that no price list knows are reached: the configured OpenAI-compatible server. */
const PROVIDER = 'openai';

/** A model that only has a price because somebody set one: nothing else is known of it, so nothing else is checked. */
export function unlistedModel(name: string, price: ModelPrice): Model {
  return {
    id: name,
    name,
    family: name,
    provider: PROVIDER,
    kind: 'chat',
    isUnlisted: true,
    encoding: encodingFor(name),
    // whose tokenizer it has is as little known as the rest
    countsExactly: false,
    contextWindow: null,
    maxOutputTokens: null,
    takes: MODEL_PARAMETERS.filter((parameter) => parameter !== 'reasoningEffort'),
    supports: [],
    price,
  };
}
