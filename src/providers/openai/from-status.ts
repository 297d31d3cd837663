import type { ErrorCategory } from '../../domain/errors.ts';

/** What a failure is to Tollgate; see ProviderErrorProperties for the fields. */
export interface Failure {
  code: string;
  category: ErrorCategory;
  retryable: boolean;
  spent: 'none' | 'unknown';
  /** For users: ours, without a word of the provider. */
  message: string;
}

/** What an HTTP error answer says of itself; code and type are null unless they are strings. */
export interface ErrorAnswer {
  status: number;
  code: string | null;
  type: string | null;
  /** The provider's words, searched only where servers give no code. */
  text: string;
}

const QUOTA_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);
const FILTER_CODES = new Set(['content_filter', 'content_policy_violation', 'invalid_prompt']);
/** OpenAI's code, and the one of Azure for a model that isn't deployed. */
const MODEL_CODES = new Set(['model_not_found', 'DeploymentNotFound']);
/** A gateway gave up on a server that may still be working: 408, 504, and those of Cloudflare and others. */
const GATEWAY_TIMEOUTS = new Set([408, 504, 524, 598, 599]);
const LASTING_SERVER_FAILURES = new Set([501, 505]);

/** Judges an HTTP error answer by its status, then its code, then its type, and last by the words of servers that send no code. */
export function fromStatus(answer: ErrorAnswer): Failure {
  const { status } = answer;
  if (status === 401) {
    return rejected(
      'PROVIDER_AUTHENTICATION_FAILED',
      'authentication',
      'The model provider did not accept the API key.',
    );
  }
  if (status === 402 || (status === 429 && isQuota(answer))) {
    return rejected(
      'INSUFFICIENT_QUOTA',
      'permission',
      'The account at the model provider has no quota left; check its plan and billing.',
    );
  }
  if (status === 403) {
    return rejected(
      'PROVIDER_PERMISSION_DENIED',
      'permission',
      'The model provider does not allow this request for the API key.',
    );
  }
  if (status === 408) {
    return failed('PROVIDER_TIMEOUT', 'timeout', 'The model provider did not answer in time.', status);
  }
  if (status === 409) {
    return failed(
      'PROVIDER_ERROR',
      'server',
      'The model provider was busy with a conflicting request.',
      status,
    );
  }
  if (status === 429) return fromRateLimit(answer);
  if (status >= 500) {
    return failed('PROVIDER_ERROR', 'server', `The model provider failed (HTTP ${status}).`, status);
  }
  if (status >= 400) return fromRejection(answer);
  return rejected(
    'PROVIDER_ERROR',
    'unknown',
    `The model provider answered with HTTP ${status}, which is no answer to a call. Redirects are not followed; check the base URL.`,
  );
}

function fromRateLimit({ text }: ErrorAnswer): Failure {
  // a single request above the limit of a minute never fits, however long one waits
  if (/request too large/i.test(text)) {
    return rejected(
      'RATE_LIMITED',
      'rate_limit',
      "The request alone is above the model provider's rate limit; make it smaller.",
    );
  }
  return {
    code: 'RATE_LIMITED',
    category: 'rate_limit',
    retryable: true,
    spent: 'none',
    message: 'The model provider is limiting the rate of requests; try again later.',
  };
}

function fromRejection(answer: ErrorAnswer): Failure {
  const { status, code, text } = answer;
  if (code !== null && FILTER_CODES.has(code)) {
    return rejected(
      'CONTENT_FILTERED',
      'validation',
      "The model provider's content filter refused the request.",
    );
  }
  if (code === 'context_length_exceeded' || /maximum context length|context window/i.test(text)) {
    return rejected(
      'CONTEXT_LENGTH_EXCEEDED',
      'validation',
      'The prompt and the longest answer together are longer than the context window of the model.',
    );
  }
  if (
    (code !== null && MODEL_CODES.has(code)) ||
    (status === 404 && code === null && /\bmodel\b/i.test(text))
  ) {
    return rejected(
      'MODEL_NOT_FOUND',
      'validation',
      'The model provider does not know the model, or gives this account no access to it.',
    );
  }
  return rejected(
    'PROVIDER_REJECTED_REQUEST',
    'validation',
    status === 404
      ? 'The model provider has nothing at this address; check the base URL.'
      : 'The model provider rejected the request as invalid.',
  );
}

function isQuota({ code, type }: ErrorAnswer): boolean {
  return type === 'insufficient_quota' || (code !== null && QUOTA_CODES.has(code));
}

function rejected(code: string, category: ErrorCategory, message: string): Failure {
  return { code, category, retryable: false, spent: 'none', message };
}

function failed(code: string, category: ErrorCategory, message: string, status: number): Failure {
  return {
    code,
    category,
    retryable: !LASTING_SERVER_FAILURES.has(status),
    spent: GATEWAY_TIMEOUTS.has(status) ? 'unknown' : 'none',
    message,
  };
}
