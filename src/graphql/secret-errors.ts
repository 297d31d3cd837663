import type { TollgateError } from '../domain/errors.ts';
import { SecretsKeyMissingError, SecretUnreadableError } from '../domain/secret/secret-errors.ts';
import type { Builder, BuilderTypes } from './builder.ts';

type ErrorInterface = PothosSchemaTypes.InterfaceRef<BuilderTypes, TollgateError>;

/** The error types of what is kept sealed. */
export function defineSecretErrors(builder: Builder, interfaces: ErrorInterface[]): void {
  builder.objectType(SecretsKeyMissingError, {
    name: 'SecretsKeyMissingError',
    description: 'The server has no SECRETS_KEY to seal a secret with. Nothing was stored.',
    interfaces,
  });

  builder.objectType(SecretUnreadableError, {
    name: 'SecretUnreadableError',
    description:
      "The project's key at the provider was sealed with a SECRETS_KEY that the server does not have. Nothing was stored, held or sent.",
    interfaces,
  });
}
