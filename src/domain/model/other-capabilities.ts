import type { Capabilities, CapabilityTable } from './capabilities.ts';
import type { ModelFeature, ModelParameter } from './model.ts';

const TEXT = ['streaming', 'tools'] as const satisfies readonly ModelFeature[];
const ALL = [...TEXT, 'structured_output', 'vision'] as const satisfies readonly ModelFeature[];

/** Anthropic's Messages API (platform.claude.com/docs/en/api/messages) has neither penalties nor a seed. */
const CLAUDE_SAMPLING = ['temperature', 'topP', 'stopSequences'] as const satisfies readonly ModelParameter[];

/**
 * From Anthropic's model overview, "What's new" pages and pages on effort and structured outputs (platform.claude.com/docs):
 * extended thinking from Claude 3.7 on, structured outputs from Opus 4.1 and the 4.5 models on, an effort from Opus 4.5 on; from
 * Opus 4.7 on sampling parameters are refused.
 */
const ANTHROPIC: CapabilityTable = [
  [/^claude-3-(opus|sonnet|haiku)-/, model(4_096, CLAUDE_SAMPLING, [...TEXT, 'vision'])],
  [/^claude-3-5-/, model(8_192, CLAUDE_SAMPLING, [...TEXT, 'vision'])],
  [/^claude-3-7-/, model(64_000, CLAUDE_SAMPLING, [...TEXT, 'vision', 'reasoning'])],
  [/^claude-opus-4-1\b/, model(32_000, CLAUDE_SAMPLING, [...ALL, 'reasoning'])],
  [/^claude-opus-4-(0|2025)/, model(32_000, CLAUDE_SAMPLING, [...TEXT, 'vision', 'reasoning'])],
  [/^claude-sonnet-4-(0|2025)/, model(64_000, CLAUDE_SAMPLING, [...TEXT, 'vision', 'reasoning'])],
  [/^claude-(sonnet|haiku)-4-5\b/, model(64_000, CLAUDE_SAMPLING, [...ALL, 'reasoning'])],
  [/^claude-opus-4-5\b/, model(64_000, [...CLAUDE_SAMPLING, 'reasoningEffort'], [...ALL, 'reasoning'])],
  [/^claude-sonnet-4-6\b/, model(64_000, [...CLAUDE_SAMPLING, 'reasoningEffort'], [...ALL, 'reasoning'])],
  [/^claude-opus-4-6\b/, model(128_000, [...CLAUDE_SAMPLING, 'reasoningEffort'], [...ALL, 'reasoning'])],
  [
    /^claude-(opus-4-[78]|(opus|sonnet|fable)-5)\b/,
    model(128_000, ['stopSequences', 'reasoningEffort'], [...ALL, 'reasoning']),
  ],
];

/**
 * From the pages of the models, ai.google.dev/gemini-api/docs/models ("Input token limit", "Output token limit", "Capabilities"),
 * and ai.google.dev/gemini-api/docs/openai, where `reasoning_effort` sets how long 2.5 and later models think.
 */
const GOOGLE: CapabilityTable = [
  // "at most 100 requests can be in one batch", as the API says; its tokens together are not limited
  [/^gemini-embedding-001$/, { ...embedding(100, 300_000, 3_072), contextWindow: 2_048 }],
  [/^gemini-embedding-/, embedding(100, 300_000, 3_072)],
  [
    /^gemini-2\.0-/,
    { ...model(8_192, ['temperature', 'topP', 'stopSequences'], ALL), contextWindow: 1_048_576 },
  ],
  [
    /^gemini-(2\.5|3)/,
    {
      ...model(65_536, ['temperature', 'topP', 'stopSequences', 'reasoningEffort'], [...ALL, 'reasoning']),
      contextWindow: 1_048_576,
    },
  ],
];

/** From docs.x.ai/docs/models: every chat model takes images and calls functions; which ones reason. */
const X_AI: CapabilityTable = [
  [/^grok-(4\.[3-6]|build-0\.1)\b/, model(null, ['temperature', 'topP'], [...ALL, 'reasoning'])],
  [/^grok-4\.20\b/, model(null, ['temperature', 'topP'], ALL)],
];

/** The parameters of docs.mistral.ai/api, where the seed is `random_seed`. */
const MISTRAL_SAMPLING = [
  'temperature',
  'topP',
  'frequencyPenalty',
  'presencePenalty',
  'stopSequences',
  'seed',
] as const satisfies readonly ModelParameter[];

/** From Mistral's model cards (github.com/mistralai/platform-docs-public, src/schema/models, August 2026). */
const MISTRAL: CapabilityTable = [
  // as the API refuses more: "Too many tokens in batch. Max is 16384", and more than 512 inputs (code 3210)
  [/^mistral-embed\b/, embedding(512, 16_384, 1_024)],
  [/embed/, model(null, [], [])],
  [
    /^mistral-(medium-(3|latest)|small-(2603|latest))/,
    {
      ...model(null, [...MISTRAL_SAMPLING, 'reasoningEffort'], [...ALL, 'reasoning']),
      contextWindow: 262_144,
    },
  ],
  [
    /^mistral-large-2411$|^devstral-(2|small-25|l|m)/,
    model(null, MISTRAL_SAMPLING, [...TEXT, 'structured_output']),
  ],
  [
    /^codestral-/,
    { ...model(null, MISTRAL_SAMPLING, [...TEXT, 'structured_output']), contextWindow: 128_000 },
  ],
  [/^(mistral|ministral|pixtral)-/, model(null, MISTRAL_SAMPLING, ALL)],
];

/** From docs.cohere.com/docs/models and docs.cohere.com/reference/chat. */
const COHERE: CapabilityTable = [
  // docs.cohere.com/reference/embed: "Maximum number of texts per call is 96"; 128,000 tokens in all
  [/^embed-v4\b/, embedding(96, 128_000, 1_536)],
  [/^embed-/, model(null, [], [])],
  [/^command-a-03-2025$/, { ...model(8_000, MISTRAL_SAMPLING, TEXT), contextWindow: 256_000 }],
  [/^command-r/, { ...model(null, MISTRAL_SAMPLING, TEXT), contextWindow: 128_000 }],
];

/** From platform.kimi.ai/docs/models and its pages on JSON mode and thinking: the K2.5 models and later ones fix their sampling parameters. */
const MOONSHOT: CapabilityTable = [
  [/^kimi-k2\.[56]$|^kimi-k3$/, model(null, [], [...TEXT, 'json_mode', 'vision', 'reasoning'])],
  [/^kimi-k2\.7-code/, model(null, [], [...TEXT, 'json_mode', 'reasoning'])],
  [/^moonshot-v1-\d+k$/, model(null, ['temperature', 'topP'], [...TEXT, 'json_mode'])],
];

/** From docs.z.ai/guides/llm and its reference of chat completions, where `tool_choice` can only be `auto`. */
const ZAI: CapabilityTable = [
  [/^glm-5\.[23]$/, model(null, ['temperature', 'topP'], [...TEXT, 'json_mode', 'reasoning'])],
];

/** From console.groq.com/docs/models and console.groq.com/docs/openai (no seed or penalty is claimed there for every model). */
const GROQ: CapabilityTable = [
  [
    /^openai\/gpt-oss-/,
    {
      ...model(
        65_536,
        ['temperature', 'topP', 'stopSequences', 'reasoningEffort'],
        [...TEXT, 'structured_output', 'reasoning'],
      ),
      contextWindow: 131_072,
    },
  ],
  [
    /^llama-3\.1-8b-instant$/,
    { ...model(131_072, ['temperature', 'topP', 'stopSequences'], TEXT), contextWindow: 131_072 },
  ],
  [
    /^llama-3\.3-70b-versatile$/,
    { ...model(32_768, ['temperature', 'topP', 'stopSequences'], TEXT), contextWindow: 131_072 },
  ],
  [
    /^meta-llama\/llama-4-scout/,
    { ...model(8_192, ['temperature', 'topP', 'stopSequences'], ALL), contextWindow: 131_072 },
  ],
  [/^qwen\/qwen3-32b$/, model(40_960, ['temperature', 'topP', 'stopSequences'], [...TEXT, 'reasoning'])],
];

/** From inference-docs.cerebras.ai/models. */
const CEREBRAS: CapabilityTable = [
  [
    /^gpt-oss-120b$/,
    model(null, ['temperature', 'topP', 'stopSequences', 'reasoningEffort'], [...TEXT, 'reasoning']),
  ],
  [/^gemma-4-31b$/, model(40_960, ['temperature', 'topP', 'stopSequences'], [...TEXT, 'vision'])],
];

/**
 * What models of other makers than OpenAI take and do, by provider, from the pages that each table names. Features and limits agree
 * with LiteLLM's table (1.109.1) or with models.dev's (July 2026); where those two differ and no page decides it, none is claimed.
 */
export const OTHER_CAPABILITIES: Readonly<Record<string, CapabilityTable>> = {
  anthropic: ANTHROPIC,
  google: GOOGLE,
  'x-ai': X_AI,
  mistral: MISTRAL,
  cohere: COHERE,
  moonshotai: MOONSHOT,
  zai: ZAI,
  groq: GROQ,
  cerebras: CEREBRAS,
};

function embedding(textsMax: number, tokensMax: number, dimensions: number): Capabilities {
  return { ...model(null, [], []), embedding: { textsMax, tokensMax, dimensions } };
}

function model(
  maxOutputTokens: number | null,
  takes: readonly ModelParameter[],
  supports: readonly ModelFeature[],
): Capabilities {
  return { maxOutputTokens, takes, supports };
}
