import { newId } from '../../lib/ids.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { Principal } from './principal.ts';

/** What kind of caller: who has the key of the configuration, an API key, or a token of the identity provider. */
export const ACTOR_KINDS = ['operator', 'api_key', 'token'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  kind: ActorKind;
  /** Id of the API key, subject of the token; null for the operator. */
  id: string | null;
}

/** Who changes what; the store adds what it was and what it became, in the write that changes it. */
export interface AuditStamp {
  projectId: string;
  id: string;
  /** UTC milliseconds. */
  at: number;
  actor: Actor;
  /** The name of the mutation, or of the command. */
  action: string;
  /** Kind of what is changed, such as `budget`. */
  targetKind: string;
  targetId: string;
}

/** One administrative change. `before` and `after` are JSON values without secrets; null where there was nothing. */
export interface AuditEntry extends AuditStamp {
  before: unknown;
  after: unknown;
}

export interface AuditFilter {
  action?: string;
  targetKind?: string;
  targetId?: string;
  actorId?: string;
}

/** Administrative changes. Entries are written with what they tell of, by the stores of those things, and never changed. */
export interface AuditLog {
  /** Notes what is no single write, before its first one. Throws StoreUnavailableError. */
  append(stamp: AuditStamp, before: object | null, after: object | null): Promise<void>;
  /** Newest first by `at`, then id. Throws StoreUnavailableError. */
  list(projectId: string, filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>>;
}

export function actorOf({ apiKeyId, subject }: Principal): Actor {
  if (apiKeyId !== null) return { kind: 'api_key', id: apiKeyId };
  return subject === null ? { kind: 'operator', id: null } : { kind: 'token', id: subject };
}

/** `action` is the name of the mutation, `target` what it changes. */
export function stampOf(
  principal: Principal,
  action: string,
  target: { kind: string; id: string },
  now: number,
): AuditStamp {
  return {
    projectId: principal.projectId,
    id: newId(),
    at: now,
    actor: actorOf(principal),
    action,
    targetKind: target.kind,
    targetId: target.id,
  };
}
