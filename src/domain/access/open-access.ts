import { randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { Storage } from '../storage.ts';
import { createAuthenticator } from './authenticator.ts';
import type { AttemptGuard, Authenticator, TokenVerifier } from './authenticator.ts';
import { createKeyDirectory } from './key-directory.ts';
import { createKeyHash, hashKey } from './key-hash.ts';
import type { ApiKeyParts } from './manage-api-keys.ts';
import { createProjectDirectory } from './project-directory.ts';
import { createRateLimiter } from './rate-limiter.ts';
import type { RateLimiter } from './rate-limiter.ts';

const ADMIN_KEY_SETTING = 'admin-key-hash';
const KEY_SECRET_SETTING = 'api-key-hash-secret';
const KEY_SECRET_BYTES = 32;
/**
 * How often the keys in use, and those who have a subscription open, are looked at, in milliseconds: a revoked key is out after
 * twice that at most, on every instance.
 */
const REFRESH_MS = 1_000;

export interface AccessOptions {
  /** True lets in who sends no key; for development on a loopback address. */
  open: boolean;
  /** The admin key of the configuration; null when there is none. */
  adminKey: string | null;
  /** What becomes the admin key where none is configured and none was ever made. */
  newAdminKey: string;
  /** The secret of the hashes of API keys; null for the one in the store, which is made when there is none. */
  keySecret: string | null;
  tokens: TokenVerifier | null;
  attempts: AttemptGuard;
  clock: Clock;
  /** How long what a dead process held of a rate limit outlives it, in milliseconds. */
  leaseMs: number;
  /** Told of what failed and is tried again, or ends by itself. */
  onError: (error: unknown, what: string) => void;
}

/** Everything that decides who gets in. */
export interface OpenAccess {
  authenticator: Authenticator;
  apiKeys: ApiKeyParts;
  rateLimiter: RateLimiter;
  /** True when `newAdminKey` is the admin key from now on. */
  hasNewAdminKey: boolean;
  close(): Promise<void>;
}

/** Throws StoreUnavailableError. */
export async function openAccess(storage: Storage, options: AccessOptions): Promise<OpenAccess> {
  const { open, tokens, attempts, clock, leaseMs, onError } = options;
  const adminKeyHash = await findAdminKeyHash(storage, options);
  const hashOf = createKeyHash(options.keySecret ?? (await findKeySecret(storage)));
  const directory = createKeyDirectory({
    store: storage.apiKeys,
    clock,
    refreshMs: REFRESH_MS,
    onReadError: (error) => onError(error, 'the keys in use could not be looked at'),
  });
  const rateLimiter = createRateLimiter({
    store: storage.rateLimits,
    clock,
    leaseMs,
    onError: (error) => onError(error, 'the rate limits of keys could not be kept'),
  });
  const authenticator = createAuthenticator({
    open,
    adminKeyHash,
    hashOf,
    keys: directory,
    projects: createProjectDirectory(storage.projects),
    tokens,
    attempts,
    clock,
    watchMs: REFRESH_MS,
  });
  return {
    authenticator,
    apiKeys: { store: storage.apiKeys, directory, hashOf },
    rateLimiter,
    hasNewAdminKey: adminKeyHash === hashKey(options.newAdminKey),
    async close() {
      authenticator.close();
      rateLimiter.close();
      await directory.close();
    },
  };
}

/** The hash that the operator's key must have; null in open mode without a key. The store keeps the hash only. */
async function findAdminKeyHash(
  { settings }: Storage,
  { open, adminKey, newAdminKey }: AccessOptions,
): Promise<string | null> {
  if (adminKey !== null) return hashKey(adminKey);
  if (open) return settings.read(ADMIN_KEY_SETTING);
  return settings.writeOnce(ADMIN_KEY_SETTING, hashKey(newAdminKey));
}

/** All processes on the store share it. */
function findKeySecret({ settings }: Storage): Promise<string> {
  return settings.writeOnce(KEY_SECRET_SETTING, randomBytes(KEY_SECRET_BYTES).toString('base64url'));
}
