import { faultNamed } from './fault.ts';
import type { Fault } from './fault.ts';

const PREFIX = 'sandbox-';

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
  /** The same, in the ways of docs/sandbox.md: of these, `-<n>` does it after n events, `-bytes-<n>` after n bytes. */
  'sandbox-reset',
  'sandbox-stall',
  'sandbox-half-open',
  'sandbox-end',
  'sandbox-error-event',
  /** Resets the connection before it answers. */
  'sandbox-drop',
  /** Answers with status 502 and a page of HTML. */
  'sandbox-html',
  /** Answers without a `usage`. */
  'sandbox-no-usage',
  /** Answers with a `usage` of zeros. */
  'sandbox-zero-usage',
  /** Refuses, as a model does for safety. */
  'sandbox-refusal',
  /** Stops early with the finish reason `content_filter`. */
  'sandbox-filter',
  /** Stops early with the finish reason `length`. */
  'sandbox-length',
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

/** True for the names above and for those that carry a number, such as `sandbox-flaky-2` and `sandbox-418`. */
export function isSandboxModel(name: string): boolean {
  return name.startsWith(PREFIX) && faultNamed(name.slice(PREFIX.length)) !== null;
}

/** The fault that a model stands for: none for a real model, null for a name that begins like the sandbox's and is not one. */
export function faultOfModel(name: string): Fault | null {
  if (name.startsWith(PREFIX)) return faultNamed(name.slice(PREFIX.length));
  return name.startsWith('sandbox') ? null : { kind: 'none' };
}

/** True for the names of models that make embeddings. */
export function isEmbeddingModel(name: string): boolean {
  return /\bembed(?:ding)?s?\b|^voyage-/.test(name);
}
