import { TollgateError } from '../errors.ts';

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
