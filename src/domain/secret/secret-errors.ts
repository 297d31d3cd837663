import { TollgateError } from '../errors.ts';

/** A secret is to be kept, and there is no key to seal it with. */
export class SecretsKeyMissingError extends TollgateError {
  constructor() {
    super(
      'Provider keys of projects are kept sealed, and this server has no key to seal them with. Set the configuration variable SECRETS_KEY.',
      { code: 'SECRETS_KEY_MISSING', category: 'server', retryable: false },
    );
  }
}

/** What was sealed cannot be opened: its key is not configured any more, or the record was changed. */
export class SecretUnreadableError extends TollgateError {
  constructor(what: string) {
    super(
      `${what} was sealed with a key that this server does not have. Add that key to SECRETS_KEY_PREVIOUS, or set the secret again.`,
      { code: 'SECRET_UNREADABLE', category: 'server', retryable: false },
    );
  }
}
