import { newId } from '../../src/lib/ids.ts';
import type { ApiKey, KeySecret } from '../../src/domain/access/api-key.ts';
import type { AuditStamp } from '../../src/domain/access/audit.ts';
import { NO_LIMITS } from '../../src/domain/access/principal.ts';
import { NOON } from './call-fixture.ts';

export function newSecret(changes: Partial<KeySecret> = {}): KeySecret {
  return { hash: newId(), prefix: 'tg_abcdefgh', createdAt: NOON, expiresAt: null, ...changes };
}

/** An agent's key without limits. */
export function newApiKey(projectId: string, changes: Partial<ApiKey> = {}): ApiKey {
  return {
    projectId,
    id: newId(),
    name: 'a key of the tests',
    role: 'agent',
    agentIds: null,
    models: null,
    limits: NO_LIMITS,
    secrets: [newSecret()],
    createdAt: NOON,
    createdBy: { kind: 'operator', id: null },
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
    ...changes,
  };
}

export function newStamp(
  projectId: string,
  action: string,
  targetId: string,
  changes: Partial<AuditStamp> = {},
): AuditStamp {
  return {
    projectId,
    id: newId(),
    at: NOON,
    actor: { kind: 'api_key', id: 'someone' },
    action,
    targetKind: 'thing',
    targetId,
    ...changes,
  };
}
