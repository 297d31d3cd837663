/** No request of any model comes near this; a number above it is a fault of the server. */
const TOKENS_MAX = 100_000_000;

/** A number of tokens that a provider reports; null when it cannot be one: negative, fractional, absurd, not a number. */
export function toTokens(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= TOKENS_MAX
    ? value
    : null;
}

/** The same, where nothing said means none: 0 for undefined and null. */
export function toOptionalTokens(value: unknown): number | null {
  return toTokens(value ?? 0);
}

/** The fields of a JSON object, or null for anything else. */
export function toRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
