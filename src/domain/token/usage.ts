/**
 * Tokens of one attempt in buckets that do not overlap, so that each is priced once. `reasoning` is a part of `output`,
 * kept for reports and never priced apart.
 */
export interface UsageBuckets {
  freshInput: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
  /** True when Tollgate counted the tokens because the provider did not say. */
  estimated: boolean;
}

export const NO_USAGE: UsageBuckets = {
  freshInput: 0,
  cacheRead: 0,
  cacheWrite: 0,
  output: 0,
  reasoning: 0,
  estimated: false,
};

/** Usage in the words of the OpenAI API; every prompt token is in `promptTokens`, cached or not. */
export interface TokenUsage {
  promptTokens: number;
  cachedPromptTokens: number;
  completionTokens: number;
  reasoningTokens: number;
  totalTokens: number;
  estimated: boolean;
}

export function toTokenUsage(buckets: UsageBuckets): TokenUsage {
  const promptTokens = buckets.freshInput + buckets.cacheRead + buckets.cacheWrite;
  return {
    promptTokens,
    cachedPromptTokens: buckets.cacheRead,
    completionTokens: buckets.output,
    reasoningTokens: buckets.reasoning,
    totalTokens: promptTokens + buckets.output,
    estimated: buckets.estimated,
  };
}

export function addUsage(usages: readonly UsageBuckets[]): UsageBuckets {
  return usages.reduce(
    (sum, usage) => ({
      freshInput: sum.freshInput + usage.freshInput,
      cacheRead: sum.cacheRead + usage.cacheRead,
      cacheWrite: sum.cacheWrite + usage.cacheWrite,
      output: sum.output + usage.output,
      reasoning: sum.reasoning + usage.reasoning,
      estimated: sum.estimated || usage.estimated,
    }),
    NO_USAGE,
  );
}
