import type { Model } from './model.ts';
import { OPENAI_CAPABILITIES } from './openai-capabilities.ts';
import { OTHER_CAPABILITIES } from './other-capabilities.ts';

export interface Capabilities extends Pick<Model, 'maxOutputTokens' | 'takes' | 'supports' | 'embedding'> {
  /** Present where the price data has another number, that of another member of the family, or none. */
  contextWindow?: number;
}

/** What the models take whose names match; the first match of a table counts. */
export type CapabilityTable = readonly (readonly [RegExp, Capabilities])[];

const BY_PROVIDER: Readonly<Record<string, CapabilityTable>> = {
  openai: OPENAI_CAPABILITIES,
  ...OTHER_CAPABILITIES,
};

/** Nothing is claimed of a model that no table knows. */
const UNKNOWN: Capabilities = { maxOutputTokens: null, takes: [], supports: [] };

/** What a model takes, by its name; of a fine-tuned model, what its base takes. */
export function capabilitiesOf(provider: string, modelName: string): Capabilities {
  const name = modelName.replace(/^ft:/, '');
  return BY_PROVIDER[provider]?.find(([pattern]) => pattern.test(name))?.[1] ?? UNKNOWN;
}
