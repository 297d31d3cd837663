import type { ModelPrice } from '../price/price.ts';

export const TOKEN_ENCODINGS = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const;
export type TokenEncoding = (typeof TOKEN_ENCODINGS)[number];

/** What the catalogue knows of one model. */
export interface Model {
  /** The name that is sent upstream: what the caller asked for, such as `gpt-4o-2024-08-06`. */
  id: string;
  /** The catalogue entry that a dated snapshot belongs to, such as `gpt-4o`. */
  family: string;
  /** Id of the provider, `openai`. The first word of the call's event topics. */
  provider: string;
  encoding: TokenEncoding;
  /** Prompt and answer together, in tokens; null when unknown. */
  contextWindow: number | null;
  /** Most tokens of one answer; null when unknown. */
  maxOutputTokens: number | null;
  /** False for reasoning models, which take neither temperature nor topP nor penalties nor stop sequences. */
  takesSampling: boolean;
  /** True when the model takes `reasoningEffort`. */
  takesReasoningEffort: boolean;
  price: ModelPrice;
}

export interface Catalogue {
  /** The model of that name at that time, or null when no price is known for it: never another model's price. */
  find(name: string, at: number): Model | null;
  /** Up to `limit` names of priced models that look like `name`. */
  suggest(name: string, limit: number): string[];
}
