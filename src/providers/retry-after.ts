/**
 * Milliseconds that an answer asks to wait, null when it asks nothing: `retry-after-ms` (OpenAI's own), else Retry-After as seconds or as
 * an HTTP date (RFC 9110, section 10.2.3). A date in the past is 0.
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const milliseconds = number(headers.get('retry-after-ms'));
  if (milliseconds !== null) return milliseconds;

  const retryAfter = headers.get('retry-after');
  const seconds = number(retryAfter);
  if (seconds !== null) return Math.ceil(seconds * 1000);
  // without a letter Date.parse would take "-5" or "1,5" for a date
  if (retryAfter === null || !/[a-z]/i.test(retryAfter)) return null;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function number(text: string | null): number | null {
  return text !== null && /^\d{1,12}(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}
