import type { Model } from './model.ts';

export interface Capabilities extends Pick<
  Model,
  'maxOutputTokens' | 'takesSampling' | 'takesReasoningEffort'
> {
  /** Present where the price data has another number, or that of another member of the family. */
  contextWindow?: number;
}

const UNKNOWN: Capabilities = { maxOutputTokens: null, takesSampling: true, takesReasoningEffort: false };

/**
 * What the families of models take, the first match wins. From the pages of the models,
 * developers.openai.com/api/docs/models/<id> ("context window", "max output tokens"), and
 * learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning ("Not Supported": temperature, top_p and the
 * penalties; "Reasoning effort": all but o1-mini), read in November 2026. Newer reasoning models take
 * sampling parameters when their effort is `none`, which is not one of Tollgate's efforts.
 */
const CAPABILITIES_BY_NAME: readonly (readonly [RegExp, Capabilities])[] = [
  [/^gpt-5-chat\b/, { ...chat(16_384), contextWindow: 128_000 }],
  // they reason, at an effort that cannot be chosen
  [
    /^gpt-5[.-]\d-chat\b/,
    { maxOutputTokens: 16_384, takesSampling: false, takesReasoningEffort: false, contextWindow: 128_000 },
  ],
  [/^gpt-5-pro\b/, reasoning(272_000)],
  [/^gpt-[56]\b/, reasoning(128_000)],
  [/^gpt-oss-/, { maxOutputTokens: null, takesSampling: true, takesReasoningEffort: true }],
  [/^o1-mini\b/, { ...reasoning(65_536), takesReasoningEffort: false }],
  [/^o1-preview\b/, { ...reasoning(32_768), takesReasoningEffort: false }],
  [/^(o[134]|codex-mini)\b/, reasoning(100_000)],
  [/^gpt-4\.1\b/, { ...chat(32_768), contextWindow: 1_047_576 }],
  [/^gpt-4\.5-/, chat(16_384)],
  [/^gpt-4o-2024-05-13$/, chat(4_096)],
  [/^(gpt-4o|chatgpt-4o)\b/, chat(16_384)],
  [/^gpt-4-(turbo|vision|1106|0125)\b/, chat(4_096)],
  [/^gpt-4-32k\b/, UNKNOWN],
  [/^gpt-4(-|$)/, chat(8_192)],
  [/^gpt-(3\.5|35)-turbo\b/, chat(4_096)],
];

/** What a model takes, by its name; of a fine-tuned model, what its base takes. */
export function capabilitiesOf(modelName: string): Capabilities {
  const name = modelName.replace(/^ft:/, '');
  return CAPABILITIES_BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? UNKNOWN;
}

function chat(maxOutputTokens: number): Capabilities {
  return { maxOutputTokens, takesSampling: true, takesReasoningEffort: false };
}

function reasoning(maxOutputTokens: number): Capabilities {
  return { maxOutputTokens, takesSampling: false, takesReasoningEffort: true };
}
