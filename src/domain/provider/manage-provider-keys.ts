import { z } from 'zod';
import { actorOf, stampOf } from '../access/audit.ts';
import type { Principal } from '../access/principal.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import { labelSchema, optional } from '../field-schemas.ts';
import { isPlainUrl, requirePublicUrl, URL_ACCEPTED, URL_MAX_LENGTH } from '../public-url.ts';
import type { SecretBox } from '../secret/secret-box.ts';
import { SecretsKeyMissingError } from '../secret/secret-errors.ts';
import { placeOf } from './provider-key.ts';
import type { ProviderKey, ProviderKeyStore } from './provider-key.ts';
import type { ProviderDirectory } from './provider-directory.ts';

/** So long that what the hint shows of it is no help. */
const KEY_MIN_LENGTH = 16;
const KEY_MAX_LENGTH = 1_000;
const HINT_LENGTH = 4;
const KEY_ACCEPTED = `must be ${KEY_MIN_LENGTH} to ${KEY_MAX_LENGTH} printable ASCII characters without spaces`;

export const setProviderKeyInputSchema = z.object({
  provider: labelSchema(),
  apiKey: z.string().regex(new RegExp(`^[\\x21-\\x7e]{${KEY_MIN_LENGTH},${KEY_MAX_LENGTH}}$`), KEY_ACCEPTED),
  baseUrl: optional(z.string().max(URL_MAX_LENGTH, URL_ACCEPTED).refine(isPlainUrl, URL_ACCEPTED)),
});
export type SetProviderKeyInput = z.output<typeof setProviderKeyInputSchema>;

export interface ProviderKeyParts {
  store: ProviderKeyStore;
  directory: ProviderDirectory;
  /** Null without a SECRETS_KEY. */
  box: SecretBox | null;
  /** Providers for which a project can have a key. */
  providers: readonly string[];
  /** Whether base URLs may be private, and without TLS. */
  allowPrivate: boolean;
}

/**
 * Gives the project a key of its own, in the place of the one that it had. Calls that begin use it: on this instance at once, on the
 * others within seconds. Throws ValidationError, SecretsKeyMissingError, StoreUnavailableError.
 */
export async function setProviderKey(
  { store, directory, box, providers, allowPrivate }: ProviderKeyParts,
  principal: Principal,
  { provider, apiKey, baseUrl }: SetProviderKeyInput,
  now: number,
): Promise<ProviderKey> {
  if (!providers.includes(provider))
    throw new ValidationError([{ path: 'provider', message: `must be one of ${providers.join(', ')}` }]);
  if (baseUrl !== undefined && !allowPrivate) requirePublicUrl(baseUrl, 'baseUrl', 'PROVIDER_ALLOW_PRIVATE');
  if (box === null) throw new SecretsKeyMissingError();
  const { projectId } = principal;
  const place = { projectId, provider, baseUrl: baseUrl ?? null };
  const key: ProviderKey = {
    ...place,
    sealedKey: box.seal(apiKey, placeOf(place)),
    hint: apiKey.slice(-HINT_LENGTH),
    setAt: now,
    setBy: actorOf(principal),
  };
  await store.set(key, stampOf(principal, 'setProviderKey', { kind: 'provider_key', id: provider }, now));
  directory.forget(projectId);
  return key;
}

/** From then on calls use the key of the configuration, if it has one. Throws NotFoundError, StoreUnavailableError. */
export async function deleteProviderKey(
  { store, directory }: ProviderKeyParts,
  principal: Principal,
  provider: string,
  now: number,
): Promise<void> {
  const audit = stampOf(principal, 'deleteProviderKey', { kind: 'provider_key', id: provider }, now);
  const isDeleted = await store.delete(principal.projectId, provider, audit);
  directory.forget(principal.projectId);
  if (!isDeleted) throw new NotFoundError('provider key', provider);
}
