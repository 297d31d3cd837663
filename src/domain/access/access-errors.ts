import { TollgateError } from '../errors.ts';
import type { LimitKind, Refusal } from './rate-limits.ts';

/** There is no credential, or none that lets anyone in; which of these, and why, is not told. */
export class UnauthenticatedError extends TollgateError {
  constructor() {
    super('Send a valid key in the header "Authorization: Bearer <key>".', {
      code: 'UNAUTHENTICATED',
      category: 'authentication',
      retryable: false,
    });
  }
}

/** Too many credentials from one address were wrong. */
export class TooManyAttemptsError extends TollgateError {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('Too many requests with a wrong key came from this address. Try again later.', {
      code: 'TOO_MANY_ATTEMPTS',
      category: 'rate_limit',
      retryable: true,
    });
    this.retryAfterMs = retryAfterMs;
  }
}

/** The caller is known, and may not act on the project that it names. The same for one that exists and one that doesn't. */
export class ProjectRefusedError extends TollgateError {
  constructor() {
    super('There is no such project, or this key may not act on it.', {
      code: 'PROJECT_REFUSED',
      category: 'permission',
      retryable: false,
    });
  }
}

/** The identity provider whose keys are needed to check a token can't be reached. */
export class IdentityProviderUnavailableError extends TollgateError {
  constructor(cause: unknown) {
    super('The identity provider cannot be reached to check the token. Try again in a moment.', {
      code: 'IDENTITY_PROVIDER_UNAVAILABLE',
      category: 'server',
      retryable: true,
      cause,
    });
  }
}

/** The key has used up one of its limits. */
export class RateLimitedError extends TollgateError {
  readonly limit: LimitKind;
  readonly limitValue: number;
  /** The model of a limit by model; null for one of the key. */
  readonly model: string | null;
  /** When there is room again, in milliseconds; null when there never is. */
  readonly retryAfterMs: number | null;

  constructor({ kind, limit, model, retryAfterMs }: Refusal) {
    const remedy =
      retryAfterMs === null
        ? 'The call alone can use more than that: lower parameters.maxTokens, or shorten the prompt'
        : `Try again in ${Math.ceil(retryAfterMs / 1000)} s`;
    const of = model === undefined ? '' : ` of ${model}`;
    super(`This key may have ${WORDS[kind](limit)}${of}. ${remedy}.`, {
      code: 'KEY_RATE_LIMITED',
      category: 'rate_limit',
      retryable: retryAfterMs !== null,
    });
    this.limit = kind;
    this.limitValue = limit;
    this.model = model ?? null;
    this.retryAfterMs = retryAfterMs;
  }
}

const WORDS: Readonly<Record<LimitKind, (limit: number) => string>> = {
  requests: (limit) => `${limit} calls a minute`,
  tokens: (limit) => `${limit} tokens a minute`,
  concurrent_calls: (limit) => `${limit} calls under way at once`,
};
