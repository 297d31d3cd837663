import type { SnapshotFormat } from '../domain/model/model-name.ts';

/** A provider of the price data, and which of its models are taken. */
export interface PricedProvider {
  id: string;
  /** True when it serves models that others made, which are called by `provider/name` only. */
  hosted: boolean;
  snapshotFormat: SnapshotFormat | null;
  /** By the model's id in the price data: the names that the provider's API has for it, the main one first. */
  models: Readonly<Record<string, readonly [string, ...string[]]>>;
  /** Main names that the provider no longer serves, in November 2026. */
  retired: RegExp | null;
}

/**
 * The providers besides OpenAI, the makers of models first. The price data matches most of their names by a part of the name,
 * which would price what nobody has listed, so the names are listed here: from the provider's own documentation, each price
 * compared with LiteLLM's table (1.109.1). Left out is what differs or cannot be said by a price per token:
 * - Azure: the price depends on the deployment, which a model's name does not say.
 * - DeepSeek: it charges by the hour of the day.
 * - Perplexity: it charges for each request besides the tokens.
 * - MiniMax, Zhipu: converted from another currency. GLM-5.3-Flash: the data has a discount that is over.
 * - Grok models before 4.20 and names such as `grok-latest`: xAI answers them with other models, at those models' prices.
 * - Magistral, Mistral Nemo and Cohere's undated names: their prices have changed with what they stand for.
 * - Bedrock, Vertex, OpenRouter, Hugging Face, Fireworks, Together and other hosts: the price depends on the region or on who
 *   answers, or differs between tables.
 */
export const PRICED_PROVIDERS: readonly PricedProvider[] = [
  {
    id: 'anthropic',
    hosted: false,
    snapshotFormat: 'compact',
    models: {
      'claude-3-haiku': ['claude-3-haiku-20240307'],
      'claude-3-sonnet': ['claude-3-sonnet-20240229'],
      'claude-3-opus-latest': ['claude-3-opus-latest', 'claude-3-opus-20240229'],
      'claude-3-5-haiku-latest': ['claude-3-5-haiku-latest', 'claude-3-5-haiku-20241022'],
      'claude-3-5-sonnet': [
        'claude-3-5-sonnet-latest',
        'claude-3-5-sonnet-20241022',
        'claude-3-5-sonnet-20240620',
      ],
      'claude-3-7-sonnet-latest': ['claude-3-7-sonnet-latest', 'claude-3-7-sonnet-20250219'],
      'claude-opus-4-0': ['claude-opus-4-0', 'claude-opus-4-20250514'],
      'claude-sonnet-4-0': ['claude-sonnet-4-0', 'claude-sonnet-4-20250514'],
      'claude-opus-4-1': ['claude-opus-4-1', 'claude-opus-4-1-20250805'],
      'claude-sonnet-4-5': ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929'],
      'claude-haiku-4-5': ['claude-haiku-4-5', 'claude-haiku-4-5-20251001'],
      'claude-opus-4-5': ['claude-opus-4-5', 'claude-opus-4-5-20251101'],
      'claude-opus-4-6': ['claude-opus-4-6'],
      'claude-sonnet-4-6': ['claude-sonnet-4-6'],
      'claude-opus-4-7': ['claude-opus-4-7'],
      'claude-opus-4-8': ['claude-opus-4-8'],
      'claude-sonnet-5': ['claude-sonnet-5'],
      'claude-opus-5': ['claude-opus-5'],
      'claude-opus-5-5': ['claude-opus-5-5'],
      'claude-fable-5': ['claude-fable-5'],
      'claude-fable-5-1': ['claude-fable-5-1'],
    },
    retired: /^claude-(3|(opus|sonnet)-4-0|opus-4-1)/,
  },
  {
    id: 'google',
    hosted: false,
    snapshotFormat: null,
    models: {
      'gemini-2.0-flash': ['gemini-2.0-flash', 'gemini-2.0-flash-001'],
      'gemini-2.0-flash-lite': ['gemini-2.0-flash-lite', 'gemini-2.0-flash-lite-001'],
      'gemini-2.5-flash': ['gemini-2.5-flash', 'gemini-2.5-flash-preview-09-2025'],
      'gemini-2.5-flash-lite': ['gemini-2.5-flash-lite', 'gemini-2.5-flash-lite-preview-09-2025'],
      'gemini-2.5-pro': ['gemini-2.5-pro'],
      'gemini-3-flash-preview': ['gemini-3-flash-preview'],
      'gemini-3-pro-preview': ['gemini-3-pro-preview'],
      'gemini-3.1-flash-lite': ['gemini-3.1-flash-lite', 'gemini-3.1-flash-lite-preview'],
      'gemini-3.1-pro-preview': ['gemini-3.1-pro-preview'],
      'gemini-3.5-flash': ['gemini-3.5-flash'],
      'gemini-3.5-flash-lite': ['gemini-3.5-flash-lite'],
      'gemini-3.6-flash': ['gemini-3.6-flash'],
      'gemini-3.7-flash': ['gemini-3.7-flash'],
      'gemini-3.8-flash': ['gemini-3.8-flash'],
      'gemini-embedding-001': ['gemini-embedding-001'],
      'gemini-embedding-2': ['gemini-embedding-2'],
    },
    retired: /^gemini-(2\.0-|3-pro-preview)/,
  },
  {
    id: 'x-ai',
    hosted: false,
    snapshotFormat: 'compact',
    models: {
      'grok-4.20': ['grok-4.20'],
      'grok-4.3': ['grok-4.3', 'grok-4.3-latest'],
      'grok-4.5': ['grok-4.5', 'grok-4.5-latest'],
      'grok-4.6': ['grok-4.6'],
      'grok-build-0.1': ['grok-build-0.1'],
    },
    retired: null,
  },
  {
    id: 'mistral',
    hosted: false,
    snapshotFormat: null,
    models: {
      'mistral-large': ['mistral-large-2411'],
      'mistral-large-2512': ['mistral-large-2512', 'mistral-large-latest'],
      'mistral-medium-3-1': ['mistral-medium-2508', 'mistral-medium-2505'],
      'mistral-medium-3-5': ['mistral-medium-3-5', 'mistral-medium-3.5', 'mistral-medium-3'],
      'mistral-medium-latest': ['mistral-medium-latest'],
      'mistral-small-2603': ['mistral-small-2603', 'mistral-small-latest'],
      'ministral-3b-2512': ['ministral-3b-2512', 'ministral-3b-latest'],
      'ministral-8b-2512': ['ministral-8b-2512'],
      'ministral-8b-latest': ['ministral-8b-latest'],
      'ministral-14b-2512': ['ministral-14b-2512', 'ministral-14b-latest'],
      'codestral-2508': ['codestral-2508', 'codestral-latest'],
      'devstral-2512': ['devstral-2512', 'devstral-latest', 'devstral-medium-latest'],
      'mistral-embed': ['mistral-embed', 'mistral-embed-2312'],
    },
    retired: /^(mistral-large-2411|mistral-medium-2508|devstral-)/,
  },
  {
    id: 'cohere',
    hosted: false,
    snapshotFormat: null,
    models: {
      'command-a': ['command-a-03-2025'],
      'command-r': ['command-r-08-2024'],
      'command-r-plus': ['command-r-plus-08-2024'],
      'command-r7b': ['command-r7b-12-2024'],
      'embed-v4.0': ['embed-v4.0'],
    },
    retired: null,
  },
  {
    id: 'moonshotai',
    hosted: false,
    snapshotFormat: null,
    models: {
      'kimi-k2.5': ['kimi-k2.5'],
      'kimi-k2.6': ['kimi-k2.6'],
      'kimi-k2.7-code': ['kimi-k2.7-code'],
      'kimi-k2.7-code-highspeed': ['kimi-k2.7-code-highspeed'],
      'kimi-k3': ['kimi-k3'],
      'moonshot-v1-8k': ['moonshot-v1-8k'],
      'moonshot-v1-32k': ['moonshot-v1-32k'],
      'moonshot-v1-128k': ['moonshot-v1-128k'],
    },
    retired: /^(kimi-k2\.5|moonshot-v1-)/,
  },
  {
    id: 'zai',
    hosted: false,
    snapshotFormat: null,
    models: { 'GLM-5.2': ['glm-5.2'], 'GLM-5.3': ['glm-5.3'] },
    retired: null,
  },
  {
    id: 'voyageai',
    hosted: false,
    snapshotFormat: null,
    models: {
      'voyage-3': ['voyage-3'],
      'voyage-3-large': ['voyage-3-large'],
      'voyage-3-lite': ['voyage-3-lite'],
      'voyage-3.5': ['voyage-3.5'],
      'voyage-3.5-lite': ['voyage-3.5-lite'],
      'voyage-4': ['voyage-4'],
      'voyage-4-large': ['voyage-4-large'],
      'voyage-4-lite': ['voyage-4-lite'],
      'voyage-code-3': ['voyage-code-3'],
      'voyage-context-3': ['voyage-context-3'],
      'voyage-finance-2': ['voyage-finance-2'],
      'voyage-law-2': ['voyage-law-2'],
      'voyage-multilingual-2': ['voyage-multilingual-2'],
    },
    retired: null,
  },
  {
    id: 'groq',
    hosted: true,
    snapshotFormat: null,
    models: {
      'llama-3.1-8b-instant': ['llama-3.1-8b-instant'],
      'llama-3.3-70b-versatile': ['llama-3.3-70b-versatile'],
      'meta-llama/llama-4-scout-17b-16e-instruct': ['meta-llama/llama-4-scout-17b-16e-instruct'],
      'openai/gpt-oss-20b': ['openai/gpt-oss-20b'],
      'openai/gpt-oss-120b': ['openai/gpt-oss-120b'],
      'qwen/qwen3-32b': ['qwen/qwen3-32b'],
    },
    retired: /^(llama-|meta-llama|qwen\/qwen3-32b)/,
  },
  {
    id: 'cerebras',
    hosted: true,
    snapshotFormat: null,
    models: { 'gemma-4-31b': ['gemma-4-31b'], 'gpt-oss-120b': ['gpt-oss-120b'] },
    retired: null,
  },
];
