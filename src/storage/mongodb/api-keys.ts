import { apiKeySnapshot, changed, rotated, stateOf } from '../../domain/access/api-key.ts';
import type { ApiKey, ApiKeyChange, KeySecret } from '../../domain/access/api-key.ts';
import type { KeyUse, Rotation } from '../../domain/access/api-key-store.ts';
import type { AuditStamp } from '../../domain/access/audit.ts';
import { NO_LIMITS } from '../../domain/access/principal.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { auditDocument, tellAudit, untoldOf } from './audit-log.ts';
import type { Audited } from './audit-log.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { insertOnce } from './insert-once.ts';
import { readPage } from './keyset.ts';

/** A document of `api_keys`. */
export interface ApiKeyDocument extends Omit<ApiKey, 'secrets'>, Audited {
  _id: string;
  secrets: KeySecret[];
  /** Rises with each change but that of the last use. */
  revision: number;
}

export async function createApiKey(database: Database, key: ApiKey, audit: AuditStamp): Promise<void> {
  const document: ApiKeyDocument = {
    _id: idOf(key.projectId, key.id),
    ...key,
    secrets: [...key.secrets],
    revision: 0,
    ...untoldOf(audit, apiKeySnapshot(key)),
  };
  await insertOnce(database.repeat, database.apiKeys, document);
  await tellAudit(database, database.apiKeys, document);
}

export function rotateApiKey(
  database: Database,
  projectId: string,
  keyId: string,
  { secret, previousUntil }: Rotation,
  audit: AuditStamp,
): Promise<ApiKey | null> {
  return change(database, projectId, keyId, audit, (key) => {
    if (key.secrets[0].hash === secret.hash) return 'done';
    return stateOf(key, audit.at) === 'active' ? rotated(key, secret, previousUntil) : null;
  });
}

export function updateApiKey(
  database: Database,
  projectId: string,
  keyId: string,
  wanted: ApiKeyChange,
  audit: AuditStamp,
): Promise<ApiKey | null> {
  return change(database, projectId, keyId, audit, (key) =>
    stateOf(key, audit.at) === 'active' ? (changed(key, wanted) ?? 'done') : null,
  );
}

export function revokeApiKey(
  database: Database,
  projectId: string,
  keyId: string,
  at: number,
  audit: AuditStamp,
): Promise<ApiKey | null> {
  return change(database, projectId, keyId, audit, (key) =>
    key.revokedAt === null ? { ...key, revokedAt: at } : 'done',
  );
}

export async function markKeysUsed({ apiKeys, repeat }: Database, uses: readonly KeyUse[]): Promise<void> {
  if (uses.length === 0) return;
  await repeat(() =>
    apiKeys.bulkWrite(
      uses.map(({ projectId, id, at }) => ({
        updateOne: { filter: { _id: idOf(projectId, id) }, update: { $max: { lastUsedAt: at } } },
      })),
      { ordered: false },
    ),
  );
}

export async function findApiKey(
  { apiKeys, repeat }: Database,
  projectId: string,
  keyId: string,
): Promise<ApiKey | null> {
  const document = await repeat(() => apiKeys.findOne({ _id: idOf(projectId, keyId) }));
  return document === null ? null : toKey(document);
}

export async function findKeysByHashes(
  { apiKeys, repeat }: Database,
  hashes: readonly string[],
): Promise<ApiKey[]> {
  if (hashes.length === 0) return [];
  const found = await repeat(() => apiKeys.find({ 'secrets.hash': { $in: [...hashes] } }).toArray());
  return found.map(toKey);
}

export async function listApiKeys(
  database: Database,
  projectId: string,
  page: PageRequest,
): Promise<Page<ApiKey>> {
  const rows = await readPage<ApiKeyDocument>(
    database,
    {
      collection: database.apiKeys,
      filter: { projectId },
      keyFields: ['id'],
      keyTypes: ['string'],
      order: 'ascending',
    },
    page,
    (document) => [document.id],
  );
  return mapPage(rows, toKey);
}

/**
 * Writes what `next` makes of the key, unless someone else has changed it meanwhile: then again with what it is now. `done`: it
 * is as it should be. Null from `next`: it can't be.
 */
async function change(
  database: Database,
  projectId: string,
  keyId: string,
  audit: AuditStamp,
  next: (key: ApiKey) => ApiKey | 'done' | null,
): Promise<ApiKey | null> {
  const { apiKeys, repeat } = database;
  const _id = idOf(projectId, keyId);
  for (;;) {
    const stored = await repeat(() => apiKeys.findOne({ _id }, LATEST));
    if (stored === null) return null;
    const key = toKey(stored);
    const wanted = next(key);
    if (wanted === 'done') return key;
    if (wanted === null) return null;
    const { name, agentIds, models, limits, secrets, revokedAt } = wanted;
    const entry = auditDocument(audit, apiKeySnapshot(key), apiKeySnapshot(wanted));
    // applied a second time, it finds another revision, and the next look finds it done
    const { matchedCount } = await repeat(() =>
      apiKeys.updateOne(
        { _id, revision: stored.revision },
        {
          $set: { name, agentIds, models, limits, secrets: [...secrets], revokedAt },
          $inc: { revision: 1 },
          $push: { untold: entry },
        },
      ),
    );
    if (matchedCount === 0) continue;
    await tellAudit(database, apiKeys, { _id, untold: [entry] });
    return wanted;
  }
}

function idOf(projectId: string, keyId: string): string {
  return JSON.stringify([projectId, keyId]);
}

function toKey({
  _id,
  revision: _revision,
  untold: _untold,
  secrets,
  limits,
  ...key
}: ApiKeyDocument): ApiKey {
  const [newest, ...older] = secrets;
  if (newest === undefined) throw new Error('a key has at least one secret');
  // one that was kept before there were limits by model has none
  return { ...key, limits: { ...NO_LIMITS, ...limits }, secrets: [newest, ...older] };
}
