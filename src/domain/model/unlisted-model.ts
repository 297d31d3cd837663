import type { ModelPrice } from '../price/price.ts';
import { encodingFor } from './encoding.ts';
import type { Model } from './model.ts';

/** Where models that no price list knows are reached: the configured OpenAI-compatible server. */
const PROVIDER = 'openai';

/** A model that only has a price because somebody set one: nothing else is known of it, so nothing else is checked. */
export function unlistedModel(name: string, price: ModelPrice): Model {
  return {
    id: name,
    family: name,
    provider: PROVIDER,
    encoding: encodingFor(name),
    contextWindow: null,
    maxOutputTokens: null,
    takesSampling: true,
    takesReasoningEffort: false,
    price,
  };
}
