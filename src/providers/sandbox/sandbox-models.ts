/**
 * The models of the sandbox, whose names say what they do. The sandbox also answers to the name of any real model, so that a
 * program written for one runs without a key; a name that begins with `sandbox` and is not here is unknown to it.
 */
export const SANDBOX_MODELS = [
  /** Answers. */
  'sandbox-plain',
  /** Answers with exactly as many tokens as the request allows, 256 when it names no number. */
  'sandbox-fill',
  /** Answers after half a second; `sandbox-delay-<ms>` after as many milliseconds. */
  'sandbox-slow',
  /** Reads the request and never answers. */
  'sandbox-hang',
  /** Breaks the connection in the middle of the answer. */
  'sandbox-cut',
  /** Answers with status 200 and half a JSON document. */
  'sandbox-malformed',
  /** Answers without a `usage`. */
  'sandbox-no-usage',
  /** Answers with a `usage` of zeros. */
  'sandbox-zero-usage',
  /** Refuses, as a model does for safety. */
  'sandbox-refusal',
  /** Stops early with the finish reason `content_filter`. */
  'sandbox-filter',
  /** Each of these answers with an error of that status, as OpenAI words it. */
  'sandbox-400',
  'sandbox-401',
  'sandbox-403',
  'sandbox-404',
  'sandbox-500',
  'sandbox-503',
  /** A rate limit with `Retry-After: 1`. */
  'sandbox-429',
  /** A rate limit with `retry-after-ms: 20`. */
  'sandbox-429-ms',
  /** 429 with the code `insufficient_quota`. */
  'sandbox-quota',
  /** 400 with the code `context_length_exceeded`. */
  'sandbox-context',
  /** 400 with the code `content_filter`. */
  'sandbox-blocked',
] as const;

/** `sandbox-flaky-<n>` fails the first n requests with the same messages with a 500, then answers. */
const NUMBERED = /^sandbox-(?:delay|flaky)-\d{1,6}$/;

const NAMES: ReadonlySet<string> = new Set(SANDBOX_MODELS);

/** True for the names above and the two that carry a number. */
export function isSandboxModel(name: string): boolean {
  return NAMES.has(name) || NUMBERED.test(name);
}
