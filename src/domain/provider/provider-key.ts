import type { Actor, AuditStamp } from '../access/audit.ts';
import type { SecretPlace } from '../secret/secret-box.ts';

/** A project's own key at a provider. Its calls are made with it, and not with that of the configuration. */
export interface ProviderKey {
  projectId: string;
  /** Id of the provider, `openai`. */
  provider: string;
  /** By a SecretBox. */
  sealedKey: string;
  /** The last characters of the key, for people. */
  hint: string;
  /** Where calls are sent; null for the provider's own address. */
  baseUrl: string | null;
  /** UTC milliseconds. */
  setAt: number;
  setBy: Actor;
}

/** The keys of projects at providers. All methods throw StoreUnavailableError. */
export interface ProviderKeyStore {
  /** In the place of the one that the project has for the provider, in one durable write with its audit entry. */
  set(key: ProviderKey, audit: AuditStamp): Promise<void>;
  /** False when there is none. The audit entry is in the same write, or, in a store without transactions, written before. */
  delete(projectId: string, provider: string, audit: AuditStamp): Promise<boolean>;
  /** By provider. */
  list(projectId: string): Promise<ProviderKey[]>;
  /** Those of every project, to be sealed anew. */
  all(): Promise<ProviderKey[]>;
  /** The same key, sealed anew; nothing when another one was set meanwhile. */
  reseal(key: ProviderKey, sealedKey: string): Promise<void>;
}

/** The address is a part of it: who changes that in the store is not sent the key. */
export function placeOf({
  projectId,
  provider,
  baseUrl,
}: Pick<ProviderKey, 'projectId' | 'provider' | 'baseUrl'>): SecretPlace {
  return ['provider_key', projectId, JSON.stringify([provider, baseUrl])];
}

/** What the audit log shows of a key: nothing that opens the provider. */
export function providerKeySnapshot({ provider, hint, baseUrl }: ProviderKey): object {
  return { provider, hint, baseUrl };
}
