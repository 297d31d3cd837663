import type { Capabilities, CapabilityTable } from './capabilities.ts';
import type { ModelFeature, ModelParameter } from './model.ts';

/**
 * developers.openai.com/api/reference, "Create embeddings": "any array must be 2048 dimensions or less … a maximum of 300,000 tokens
 * summed across all inputs".
 */
export const OPENAI_EMBEDDING_LIMITS = { textsMax: 2_048, tokensMax: 300_000 };

const SAMPLING = [
  'temperature',
  'topP',
  'frequencyPenalty',
  'presencePenalty',
  'stopSequences',
  'seed',
] as const satisfies readonly ModelParameter[];

const ALL = ['streaming', 'tools', 'structured_output', 'vision'] as const satisfies readonly ModelFeature[];

/**
 * From the pages of the models, developers.openai.com/api/docs/models/<id> ("context window", "max output tokens",
 * "features"), and learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning ("Not Supported": temperature, top_p and the
 * penalties; "Reasoning effort": all but o1-mini), read in November 2026. Newer reasoning models take
 * sampling parameters when their effort is `none`, which is not one of Tollgate's efforts. The features agree with LiteLLM's
 * table (1.109.1) and with models.dev's (July 2026); where those two differ, none is claimed. JSON mode, from the reference of
 * `response_format`: "GPT-4o, GPT-4 Turbo, and all GPT-3.5 Turbo models since gpt-3.5-turbo-1106".
 */
export const OPENAI_CAPABILITIES: CapabilityTable = [
  [/^text-embedding-3-large\b/, embedding(3_072)],
  [/^text-embedding-(3-small|ada-002)\b/, embedding(1_536)],
  [/^gpt-5-chat\b/, { ...chat(16_384, 'streaming', 'structured_output', 'vision'), contextWindow: 128_000 }],
  // they reason, at an effort that cannot be chosen
  [
    /^gpt-5[.-]\d-chat\b/,
    { maxOutputTokens: 16_384, takes: ['seed'], supports: [...ALL, 'reasoning'], contextWindow: 128_000 },
  ],
  [/^gpt-5-pro\b/, reasoning(272_000, 'tools', 'structured_output', 'vision')],
  [/^gpt-5[.-]\d-pro\b/, reasoning(128_000, 'tools', 'vision')],
  [/^gpt-[56]\b/, reasoning(128_000, ...ALL)],
  [/^o1-mini\b/, { maxOutputTokens: 65_536, takes: ['seed'], supports: ['streaming', 'reasoning'] }],
  [/^o1-preview\b/, { maxOutputTokens: 32_768, takes: ['seed'], supports: ['streaming', 'reasoning'] }],
  [/^o[13]-pro\b/, reasoning(100_000, 'tools', 'structured_output', 'vision')],
  [/^o3-mini\b/, reasoning(100_000, 'streaming', 'tools', 'structured_output')],
  [/^codex-mini\b/, reasoning(100_000, 'streaming', 'tools')],
  [/^o[134]\b/, reasoning(100_000, ...ALL)],
  [/^gpt-4\.1\b/, { ...chat(32_768, ...ALL), contextWindow: 1_047_576 }],
  [/^gpt-4\.5-/, chat(16_384, ...ALL)],
  [/^gpt-4o-2024-05-13$/, chat(4_096, 'streaming', 'tools', 'json_mode', 'vision')],
  [/^gpt-4o\b/, chat(16_384, ...ALL, 'json_mode')],
  [/^chatgpt-4o\b/, chat(16_384, 'streaming', 'json_mode', 'vision')],
  [/^gpt-4-(1106-)?vision\b/, chat(4_096, 'streaming', 'vision')],
  [/^gpt-4-turbo(-2024-04-09)?$/, chat(4_096, 'streaming', 'tools', 'json_mode', 'vision')],
  [/^gpt-4-(turbo|1106|0125)\b/, chat(4_096, 'streaming', 'tools', 'json_mode')],
  [/^gpt-4-32k\b/, { ...chat(8_192, 'streaming'), maxOutputTokens: null }],
  [/^gpt-4-0314$/, chat(8_192, 'streaming')],
  [/^gpt-4(-|$)/, chat(8_192, 'streaming', 'tools')],
  [/^gpt-(3\.5|35)-(turbo-)?(0301|16k)\b/, chat(4_096, 'streaming')],
  [/^gpt-(3\.5|35)-turbo-(0613|instruct)\b/, chat(4_096, 'streaming', 'tools')],
  [/^gpt-(3\.5|35)-turbo\b/, chat(4_096, 'streaming', 'tools', 'json_mode')],
];

/** The lengths of the vectors are in its guide on embeddings. */
function embedding(dimensions: number): Capabilities {
  return {
    maxOutputTokens: null,
    takes: [],
    supports: [],
    embedding: { ...OPENAI_EMBEDDING_LIMITS, dimensions },
  };
}

function chat(maxOutputTokens: number, ...supports: ModelFeature[]): Capabilities {
  return { maxOutputTokens, takes: SAMPLING, supports };
}

function reasoning(maxOutputTokens: number, ...supports: ModelFeature[]): Capabilities {
  return { maxOutputTokens, takes: ['seed', 'reasoningEffort'], supports: [...supports, 'reasoning'] };
}
