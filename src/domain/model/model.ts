import type { ModelPrice, PriceTier } from '../price/price.ts';

export const TOKEN_ENCODINGS = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const;
export type TokenEncoding = (typeof TOKEN_ENCODINGS)[number];

export const MODEL_KINDS = ['chat', 'embedding'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

export const MODEL_FEATURES = [
  'streaming',
  'tools',
  'structured_output',
  'json_mode',
  'vision',
  'reasoning',
] as const;
export type ModelFeature = (typeof MODEL_FEATURES)[number];

/** The parameters of a call that some models take and others don't. */
export const MODEL_PARAMETERS = [
  'temperature',
  'topP',
  'frequencyPenalty',
  'presencePenalty',
  'stopSequences',
  'seed',
  'reasoningEffort',
] as const;
export type ModelParameter = (typeof MODEL_PARAMETERS)[number];

/** What one request for embeddings takes, and what it gives. */
export interface EmbeddingLimits {
  /** Most texts of a request. */
  textsMax: number;
  /** Most tokens of all texts of a request together. */
  tokensMax: number;
  /** Numbers of a vector when a request doesn't say. */
  dimensions: number;
}

/** What the catalogue knows of one model. */
export interface Model {
  /** The name that is sent upstream, such as `gpt-4o-2024-08-06`. */
  id: string;
  /** What a call names it by: its id, or `provider/id` where the id alone does not mean this provider's model. */
  name: string;
  /** The catalogue entry that a dated snapshot belongs to, such as `gpt-4o`. */
  family: string;
  /** Id of the provider, `openai`. The first word of the call's event topics. */
  provider: string;
  kind: ModelKind;
  /** True when nothing but its price is known, so that its kind and its limits are guesses. */
  isUnlisted?: boolean;
  /** What its text is counted with. */
  encoding: TokenEncoding;
  /** False when its maker's tokenizer is not one of tiktoken's, so that a count is only an estimate. */
  countsExactly: boolean;
  /** Prompt and answer together, in tokens; null when unknown. */
  contextWindow: number | null;
  /** Most tokens of one answer; null when unknown. */
  maxOutputTokens: number | null;
  /** Of a model that makes embeddings; absent when unknown. */
  embedding?: EmbeddingLimits;
  /** Parameters besides the cap on the answer that it takes. */
  takes: readonly ModelParameter[];
  /** Features that its provider documents; a missing one is not known, or not there. */
  supports: readonly ModelFeature[];
  price: ModelPrice;
}

/** A model as the catalogue lists it: under its main name, with the others that mean it. */
export interface ListedModel extends Model {
  /** Other names of it that are known, without those of its snapshots. */
  aliases: readonly string[];
  /** Known dated versions with the same price. */
  snapshots: readonly string[];
  /** True when the provider no longer serves it. */
  retired: boolean;
  /** The UTC millisecond from which its price holds; 0 for ever since. */
  priceEffectiveFrom: number;
  /** What it costs in the provider's batch service; null when that is unknown. */
  batchTiers: readonly PriceTier[] | null;
  /** What it costs in the provider's service for priority requests; null when that is unknown. */
  priorityTiers: readonly PriceTier[] | null;
}

export interface Catalogue {
  /**
   * The model of that name at that time, or null when no price is known for it: never another model's price. A name such as
   * `anthropic/claude-opus-4-5` is that provider's model and no other's; a bare name means OpenAI's model, or else its maker's.
   */
  find(name: string, at: number): Model | null;
  /** Up to `limit` names of priced models that look like `name`; those that are `preferred` come first. */
  suggest(name: string, limit: number, preferred?: (model: { provider: string }) => boolean): string[];
  /** Every model with a price at that time, by provider in the order of precedence, then by name. */
  list(at: number): ListedModel[];
}
