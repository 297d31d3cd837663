import type { UsageBuckets } from '../../domain/token/usage.ts';

/** No request of any model comes near this; a number above it is a fault of the server. */
const TOKENS_MAX = 100_000_000;

/**
 * Disjoint buckets of the `usage` object of a Chat Completions answer, whose `prompt_tokens` include the cached ones. Null when it is
 * missing or holds anything that cannot be believed: then the caller counts for itself. An explicit 0 is 0.
 */
export function fromUsage(usage: unknown): UsageBuckets | null {
  if (!isRecord(usage)) return null;
  const prompt = tokens(usage['prompt_tokens']);
  const output = tokens(usage['completion_tokens']);
  const promptDetails = usage['prompt_tokens_details'] ?? {};
  const outputDetails = usage['completion_tokens_details'] ?? {};
  if (prompt === null || output === null || !isRecord(promptDetails) || !isRecord(outputDetails)) return null;

  const cacheRead = tokens(promptDetails['cached_tokens'] ?? 0);
  const cacheWrite = tokens(promptDetails['cache_write_tokens'] ?? 0);
  const reasoning = tokens(outputDetails['reasoning_tokens'] ?? 0);
  if (cacheRead === null || cacheWrite === null || reasoning === null) return null;
  if (cacheRead + cacheWrite > prompt || reasoning > output) return null;

  return {
    freshInput: prompt - cacheRead - cacheWrite,
    cacheRead,
    cacheWrite,
    output,
    reasoning,
    estimated: false,
  };
}

function tokens(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= TOKENS_MAX
    ? value
    : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
