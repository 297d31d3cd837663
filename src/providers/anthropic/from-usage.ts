import type { UsageBuckets } from '../../domain/token/usage.ts';
import { toOptionalTokens, toRecord, toTokens } from '../token-number.ts';

/**
 * Disjoint buckets of the `usage` object of Anthropic's Messages API, whose `input_tokens` leave out what was read from and written to
 * the cache (platform.claude.com/docs/en/build-with-claude/prompt-caching, "Tracking cache performance") and whose `output_tokens`
 * include the thinking. Null when it is missing or holds anything that cannot be believed: then the caller counts for itself.
 *
 * Of a stream, give what `message_start` reported and then each `message_delta`: its numbers are sums, so later ones take the place of
 * earlier ones.
 */
export function fromAnthropicUsage(...usages: readonly unknown[]): UsageBuckets | null {
  const usage = latestFields(usages);
  const freshInput = toTokens(usage['input_tokens']);
  const output = toTokens(usage['output_tokens']);
  const cacheRead = toOptionalTokens(usage['cache_read_input_tokens']);
  const cacheWrite = cacheWriteOf(usage);
  const outputDetails = toRecord(usage['output_tokens_details'] ?? {});
  const reasoning = toOptionalTokens(outputDetails?.['thinking_tokens']);
  if (freshInput === null || output === null || cacheRead === null || cacheWrite === null) return null;
  if (outputDetails === null || reasoning === null || reasoning > output) return null;
  return { freshInput, cacheRead, cacheWrite, output, reasoning, estimated: false };
}

/**
 * Tokens that were written for five minutes, the only time that Tollgate asks for. Those written for an hour have another price, so a
 * usage with any of them is not understood.
 */
function cacheWriteOf(usage: Record<string, unknown>): number | null {
  const written = toOptionalTokens(usage['cache_creation_input_tokens']);
  const byTime = toRecord(usage['cache_creation'] ?? {});
  const forAnHour = toOptionalTokens(byTime?.['ephemeral_1h_input_tokens']);
  const forMinutes = toTokens(byTime?.['ephemeral_5m_input_tokens'] ?? written);
  return byTime !== null && forAnHour === 0 && forMinutes === written ? written : null;
}

function latestFields(usages: readonly unknown[]): Record<string, unknown> {
  const fields = usages.flatMap((usage) => Object.entries(toRecord(usage) ?? {}));
  return Object.fromEntries(fields.filter(([, value]) => value !== null && value !== undefined));
}
