import { z } from 'zod';
import { definedOnly } from '../../lib/defined-only.ts';
import { newId } from '../../lib/ids.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import { integerSchema, labelSchema, optional } from '../field-schemas.ts';
import type { ApiKey, ApiKeyChange, KeySecret } from './api-key.ts';
import type { ApiKeyStore } from './api-key-store.ts';
import { actorOf, stampOf } from './audit.ts';
import type { KeyDirectory } from './key-directory.ts';
import { newKey, prefixOf } from './key-hash.ts';
import type { KeyHash } from './key-hash.ts';
import { ROLES } from './principal.ts';
import { limitsSchema, toLimits } from './limits-input.ts';
import type { Principal } from './principal.ts';

const NAMES_MAX = 100;
/** One day: enough to bring a new key to everyone who has the old one. */
const OVERLAP_DEFAULT_S = 86_400;
const OVERLAP_MAX_S = 30 * 86_400;

const namesSchema = z
  .array(labelSchema())
  .min(1, 'must not be empty; leave it out for any')
  .max(NAMES_MAX, `must have at most ${NAMES_MAX} entries`)
  .transform((names) => [...new Set(names)]);

export const createApiKeyInputSchema = z.object({
  name: labelSchema(),
  role: z.enum(ROLES),
  agentIds: optional(namesSchema),
  models: optional(namesSchema),
  limits: optional(limitsSchema),
  expiresAt: optional(z.date()),
});
export type CreateApiKeyInput = z.output<typeof createApiKeyInputSchema>;

/** What is left out stays; null is for any agent, any model, no limits. */
export const updateApiKeyInputSchema = z.object({
  id: z.string().min(1, 'must not be empty'),
  name: optional(labelSchema()),
  agentIds: namesSchema.nullish(),
  models: namesSchema.nullish(),
  limits: limitsSchema.nullish(),
});
export type UpdateApiKeyInput = z.output<typeof updateApiKeyInputSchema>;

export const rotateApiKeyInputSchema = z.object({
  id: z.string().min(1, 'must not be empty'),
  overlapSeconds: optional(integerSchema(0, OVERLAP_MAX_S)),
});
export type RotateApiKeyInput = z.output<typeof rotateApiKeyInputSchema>;

/** A key, and the text that opens it, which nobody can see again. */
export interface IssuedKey {
  key: ApiKey;
  secret: string;
}

export interface ApiKeyParts {
  store: ApiKeyStore;
  directory: KeyDirectory;
  hashOf: KeyHash;
}

/** Makes a key of the caller's project. Throws ValidationError, StoreUnavailableError. */
export async function createApiKey(
  { store, hashOf }: ApiKeyParts,
  principal: Principal,
  input: CreateApiKeyInput,
  now: number,
): Promise<IssuedKey> {
  const expiresAt = input.expiresAt?.getTime() ?? null;
  if (expiresAt !== null && expiresAt <= now)
    throw new ValidationError([{ path: 'expiresAt', message: 'must be in the future' }]);
  const { text, secret } = newSecret(hashOf, now);
  const key: ApiKey = {
    projectId: principal.projectId,
    id: newId(),
    name: input.name,
    role: input.role,
    agentIds: input.agentIds ?? null,
    models: input.models ?? null,
    limits: toLimits(input.limits),
    secrets: [secret],
    createdAt: now,
    createdBy: actorOf(principal),
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
  };
  await store.create(key, stampOf(principal, 'createApiKey', { kind: 'api_key', id: key.id }, now));
  return { key, secret: text };
}

/**
 * Changes what a key may use: for requests and operations that begin, on this instance at once, on the others within seconds.
 * Throws NotFoundError, also for a key that was revoked or has expired, and StoreUnavailableError.
 */
export async function updateApiKey(
  { store, directory }: ApiKeyParts,
  principal: Principal,
  { id, limits, ...input }: UpdateApiKeyInput,
  now: number,
): Promise<ApiKey> {
  const change: ApiKeyChange = definedOnly({
    ...input,
    limits: limits === undefined ? undefined : toLimits(limits ?? undefined),
  });
  const audit = stampOf(principal, 'updateApiKey', { kind: 'api_key', id }, now);
  const key = await store.update(principal.projectId, id, change, audit);
  if (key === null) throw new NotFoundError('active API key', id);
  await directory.refresh();
  return key;
}

/**
 * Gives the key a new text; the one before it goes on opening it for the overlap, and is the only one that does. The key stays
 * the same for budgets, limits and reports. Throws NotFoundError, also for a key that was revoked or has expired, and StoreUnavailableError.
 */
export async function rotateApiKey(
  { store, directory, hashOf }: ApiKeyParts,
  principal: Principal,
  { id, overlapSeconds }: RotateApiKeyInput,
  now: number,
): Promise<IssuedKey> {
  const { text, secret } = newSecret(hashOf, now);
  const previousUntil = now + (overlapSeconds ?? OVERLAP_DEFAULT_S) * 1000;
  const audit = stampOf(principal, 'rotateApiKey', { kind: 'api_key', id }, now);
  const key = await store.rotate(principal.projectId, id, { secret, previousUntil }, audit);
  if (key === null) throw new NotFoundError('active API key', id);
  await directory.refresh();
  return { key, secret: text };
}

/** Ends a key for good: on this instance at once, on the others within seconds. Throws NotFoundError, StoreUnavailableError. */
export async function revokeApiKey(
  { store, directory }: ApiKeyParts,
  principal: Principal,
  id: string,
  now: number,
): Promise<ApiKey> {
  const audit = stampOf(principal, 'revokeApiKey', { kind: 'api_key', id }, now);
  const key = await store.revoke(principal.projectId, id, now, audit);
  if (key === null) throw new NotFoundError('API key', id);
  await directory.refresh();
  return key;
}

function newSecret(hashOf: KeyHash, now: number): { text: string; secret: KeySecret } {
  const text = newKey();
  return {
    text,
    secret: { hash: hashOf(text), prefix: prefixOf(text), createdAt: now, expiresAt: null },
  };
}
