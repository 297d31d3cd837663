import type { UsageBuckets } from '../../domain/token/usage.ts';
import { toOptionalTokens, toRecord, toTokens } from '../token-number.ts';

/**
 * Disjoint buckets of the `usage` object of a Chat Completions answer, in the words of OpenAI and of those who are compatible with it.
 * Null when it is missing or holds anything that cannot be believed: then the caller counts for itself. An explicit 0 is 0.
 *
 * `prompt_tokens` include the cached ones everywhere. What differs is where those are told (OpenAI, Mistral, Groq and xAI in
 * `prompt_tokens_details`, DeepSeek as `prompt_cache_hit_tokens`, older Mistral answers as `num_cached_tokens`, Moonshot as
 * `cached_tokens`), and whether `completion_tokens` include the reasoning: OpenAI's, DeepSeek's and Groq's do, xAI's don't, and
 * Gemini's leave the thinking out without a word. `total_tokens` tells them apart.
 */
export function fromUsage(usage: unknown): UsageBuckets | null {
  const reported = toRecord(usage);
  const promptDetails = toRecord(reported?.['prompt_tokens_details'] ?? {});
  const outputDetails = toRecord(reported?.['completion_tokens_details'] ?? {});
  if (reported === null || promptDetails === null || outputDetails === null) return null;

  const prompt = toTokens(reported['prompt_tokens']);
  const completion = toTokens(reported['completion_tokens']);
  const total = toOptionalTokens(reported['total_tokens']);
  const cacheRead = toOptionalTokens(
    promptDetails['cached_tokens'] ??
      reported['prompt_cache_hit_tokens'] ??
      reported['num_cached_tokens'] ??
      reported['cached_tokens'],
  );
  const cacheWrite = toOptionalTokens(promptDetails['cache_write_tokens']);
  const reasoning = toOptionalTokens(outputDetails['reasoning_tokens']);
  if (prompt === null || completion === null || total === null) return null;
  if (cacheRead === null || cacheWrite === null || reasoning === null) return null;
  if (cacheRead + cacheWrite > prompt) return null;

  const output = outputOf(completion, reasoning, total - prompt - completion);
  if (output === null) return null;
  return {
    freshInput: prompt - cacheRead - cacheWrite,
    cacheRead,
    cacheWrite,
    ...output,
    estimated: false,
  };
}

/**
 * The usage of an answer or of a chunk of a stream; Groq puts a stream's into `x_groq`, too, and only there when it isn't asked for.
 * Undefined when there is none.
 */
export function usageOf(answer: unknown): unknown {
  const { usage, x_groq: groq } = toRecord(answer) ?? {};
  return usage ?? toRecord(groq)?.['usage'] ?? undefined;
}

/**
 * All tokens of the answer and those of its reasoning, each counted once. `unnamed` is how many the total has beyond prompt and
 * completion. Null when the numbers contradict each other.
 */
function outputOf(
  completion: number,
  reasoning: number,
  unnamed: number,
): Pick<UsageBuckets, 'output' | 'reasoning'> | null {
  // a total that is left out, or less than its parts, says nothing
  if (unnamed <= 0) return reasoning <= completion ? { output: completion, reasoning } : null;
  if (reasoning !== 0 && reasoning !== unnamed) return null;
  return { output: completion + unnamed, reasoning: unnamed };
}
