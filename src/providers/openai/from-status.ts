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
/** Anthropic and others say it with a 400 or 403 and no code. */
const QUOTA_WORDS = /credit balance is too low|insufficient (account )?balance/i;
/** OpenAI's codes, those of Azure and of Alibaba. */
const FILTER_CODES = new Set([
  'content_filter',
  'content_policy_violation',
  'invalid_prompt',
  'moderation_blocked',
  'ResponsibleAIPolicyViolation',
  'data_inspection_failed',
]);
/** DeepSeek; OpenRouter, with a 403. */
const FILTER_WORDS = /content exists risk|input was flagged/i;
/** OpenAI's code and llama.cpp's type. */
const CONTEXT_CODES = new Set(['context_length_exceeded', 'exceed_context_size_error']);
/** OpenAI, vLLM, Mistral and Fireworks; OpenAI's newer models; llama.cpp; Anthropic; Gemini; xAI; Text Generation Inference. */
const CONTEXT_WORDS =
  /maximum context length|context window|available context size|prompt is too long|input token count .* exceeds|maximum prompt length|max_new_tokens. must be <=/i;
/** OpenAI's code, the one of Azure for a model that isn't deployed, Groq's for one that is gone, and Mistral's type. */
const MODEL_CODES = new Set([
  'model_not_found',
  'DeploymentNotFound',
  'model_decommissioned',
  'invalid_model',
]);
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
  if (status === 402 || isQuota(answer)) {
    return rejected(
      'INSUFFICIENT_QUOTA',
      'permission',
      'The account at the model provider has no quota left; check its plan and billing.',
    );
  }
  if (status === 403 && (isFiltered(answer) || isUnknownModel(answer))) return fromRejection(answer);
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
  // Groq answers 413 to a request that is larger than the tokens of a minute
  if (status === 429 || (status === 413 && answer.code === 'rate_limit_exceeded'))
    return fromRateLimit(answer);
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
  const { status } = answer;
  if (isFiltered(answer)) {
    return rejected(
      'CONTENT_FILTERED',
      'validation',
      "The model provider's content filter refused the request.",
    );
  }
  if (isTooLong(answer)) {
    return rejected(
      'CONTEXT_LENGTH_EXCEEDED',
      'validation',
      'The prompt and the longest answer together are longer than the context window of the model.',
    );
  }
  if (isUnknownModel(answer)) {
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

function isQuota(answer: ErrorAnswer): boolean {
  const { status, text } = answer;
  if (status === 429) return isNamed(answer, QUOTA_CODES);
  return (status === 400 || status === 403) && (isNamed(answer, QUOTA_CODES) || QUOTA_WORDS.test(text));
}

function isFiltered(answer: ErrorAnswer): boolean {
  return isNamed(answer, FILTER_CODES) || FILTER_WORDS.test(answer.text);
}

function isTooLong(answer: ErrorAnswer): boolean {
  return isNamed(answer, CONTEXT_CODES) || CONTEXT_WORDS.test(answer.text);
}

function isUnknownModel(answer: ErrorAnswer): boolean {
  return isNamed(answer, MODEL_CODES) || (answer.status === 404 && /\bmodel\b/i.test(answer.text));
}

function isNamed({ code, type }: ErrorAnswer, names: ReadonlySet<string>): boolean {
  return (code !== null && names.has(code)) || (type !== null && names.has(type));
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
