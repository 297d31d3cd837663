/**
 * Milliseconds that an answer asks to wait, null when it asks nothing: `retry-after-ms` (OpenAI's own), else Retry-After as seconds or as
 * an HTTP date (RFC 9110, sections 5.6.7 and 10.2.3). A date in the past is 0.
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const milliseconds = number(headers.get('retry-after-ms'));
  if (milliseconds !== null) return milliseconds;

  const retryAfter = headers.get('retry-after');
  const seconds = number(retryAfter);
  if (seconds !== null) return Math.ceil(seconds * 1000);
  const date = retryAfter === null ? null : httpDate(retryAfter.trim());
  return date === null ? null : Math.max(0, date - now);
}

/** The date of today's form and of the two old ones, all of which mean GMT. Date.parse alone takes "-5" and "soon 5" for dates, too. */
function httpDate(text: string): number | null {
  const isDate = /^[a-z]{3,9},? .*\d\d:\d\d:\d\d( GMT| UTC| [+-]0000| \d{4})?$/i.test(text);
  const date = isDate ? Date.parse(/(GMT|UTC|[+-]0000)$/i.test(text) ? text : `${text} GMT`) : NaN;
  return Number.isNaN(date) ? null : date;
}

function number(text: string | null): number | null {
  return text !== null && /^\d{1,12}(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}
