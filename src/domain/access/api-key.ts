import type { Principal, RateLimits, Role } from './principal.ts';
import type { Actor } from './audit.ts';

/** One text that opens an API key. A key that is being rotated has two. */
export interface KeySecret {
  /** KeyHash of the text. */
  hash: string;
  /** How it begins, for people. */
  prefix: string;
  createdAt: number;
  /** When it ends although the key goes on, UTC milliseconds; null for the newest. */
  expiresAt: number | null;
}

/** Lets a program in. Instants are UTC milliseconds. */
export interface ApiKey {
  projectId: string;
  id: string;
  name: string;
  role: Role;
  agentIds: readonly string[] | null;
  models: readonly string[] | null;
  limits: RateLimits;
  /** Newest first; two at most. */
  secrets: readonly [KeySecret, ...KeySecret[]];
  createdAt: number;
  createdBy: Actor;
  expiresAt: number | null;
  revokedAt: number | null;
  /** To the minute; null until it is used. */
  lastUsedAt: number | null;
}

export const API_KEY_STATES = ['active', 'expired', 'revoked'] as const;
export type ApiKeyState = (typeof API_KEY_STATES)[number];

export function stateOf({ expiresAt, revokedAt }: ApiKey, now: number): ApiKeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

/** Whether the text of that hash opens the key at that time. */
export function isOpenedBy(key: ApiKey, hash: string, now: number): boolean {
  const secret = key.secrets.find((one) => one.hash === hash);
  if (secret === undefined || stateOf(key, now) !== 'active') return false;
  return secret.expiresAt === null || secret.expiresAt > now;
}

/** The key with a new secret first; the one before it is good until `previousUntil`, an older one no longer. */
export function rotated(key: ApiKey, secret: KeySecret, previousUntil: number): ApiKey {
  const [previous] = key.secrets;
  return { ...key, secrets: [secret, { ...previous, expiresAt: previousUntil }] };
}

/** What can be changed of a key; what is left out stays. */
export type ApiKeyChange = Partial<Pick<ApiKey, 'name' | 'agentIds' | 'models' | 'limits'>>;

/** The key with the change, or null when it is as the change wants it. */
export function changed(key: ApiKey, change: ApiKeyChange): ApiKey | null {
  const next = { ...key, ...change };
  const changeable = ({ name, agentIds, models, limits }: ApiKey) =>
    JSON.stringify([name, agentIds, models, limits]);
  return changeable(next) === changeable(key) ? null : next;
}

export function principalOf(key: ApiKey): Principal {
  const { projectId, role, agentIds, models, limits } = key;
  return {
    role,
    isOperator: false,
    projectId,
    apiKeyId: key.id,
    subject: null,
    agentIds,
    models,
    limits,
  };
}

/** What the audit log shows of a key: nothing that opens it. */
export function apiKeySnapshot(key: ApiKey): object {
  const { name, role, agentIds, models, limits, secrets, expiresAt, revokedAt } = key;
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    name,
    role,
    agentIds,
    models,
    limits,
    prefixes: secrets.map(({ prefix, expiresAt: until }) => ({ prefix, expiresAt: instant(until) })),
    expiresAt: instant(expiresAt),
    revokedAt: instant(revokedAt),
  };
}
