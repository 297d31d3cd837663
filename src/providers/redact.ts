import { beginningOf, redactSecrets } from '../lib/redact-secrets.ts';

/** Characters of a provider's text that are kept. */
export const DETAIL_CHARS_MAX = 500;
/** Characters that are looked at: a provider's text can be an HTML page of megabytes. */
const SCANNED_CHARS_MAX = 2_000;

/**
 * A provider's own words, fit for a log: on one line, without anything that looks like a credential and without any piece of the given
 * `secrets`, cut at DETAIL_CHARS_MAX characters.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const line = beginningOf(text, SCANNED_CHARS_MAX)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  const clean = redactSecrets(line, secrets);
  return clean.length > DETAIL_CHARS_MAX ? `${clean.slice(0, DETAIL_CHARS_MAX - 1)}…` : clean;
}
