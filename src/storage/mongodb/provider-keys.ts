import type { AuditStamp } from '../../domain/access/audit.ts';
import { providerKeySnapshot } from '../../domain/provider/provider-key.ts';
import type { ProviderKey } from '../../domain/provider/provider-key.ts';
import { auditDocument, logAudit, tellAudit } from './audit-log.ts';
import type { Audited } from './audit-log.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { isDuplicateKey } from './store-failure.ts';

/** A document of `provider_keys`. */
export interface ProviderKeyDocument extends ProviderKey, Audited {
  _id: string;
}

/** A sealed text is never the same twice, so it says which key is there: it is what a change is conditional on. */
export async function setProviderKey(database: Database, key: ProviderKey, audit: AuditStamp): Promise<void> {
  const { providerKeys, repeat } = database;
  const _id = idOf(key.projectId, key.provider);
  for (;;) {
    const stored = await repeat(() => providerKeys.findOne({ _id }, LATEST));
    if (stored?.sealedKey === key.sealedKey) return tellAudit(database, providerKeys, stored);
    const before = stored && providerKeySnapshot(toKey(stored));
    const entry = auditDocument(audit, before, providerKeySnapshot(key));
    const isWritten = await repeat(async () => {
      if (stored === null) return insert(database, { _id, ...key, untold: [entry] });
      const { matchedCount } = await providerKeys.updateOne(
        { _id, sealedKey: stored.sealedKey },
        { $set: { ...key }, $push: { untold: entry } },
      );
      return matchedCount > 0;
    });
    // someone else's change, or ours with its reply lost: the next look finds it done
    if (!isWritten) continue;
    await tellAudit(database, providerKeys, { _id, untold: [entry] });
    return;
  }
}

export async function deleteProviderKey(
  database: Database,
  projectId: string,
  provider: string,
  audit: AuditStamp,
): Promise<boolean> {
  const { providerKeys, repeat } = database;
  const _id = idOf(projectId, provider);
  let isFound = false;
  for (;;) {
    const stored = await repeat(() => providerKeys.findOne({ _id }, LATEST));
    if (stored === null) return isFound;
    isFound = true;
    // with the document goes what it has not told yet, so all of that is in the log before
    const deletion = auditDocument(audit, providerKeySnapshot(toKey(stored)), null);
    await logAudit(database, [...(stored.untold ?? []), deletion]);
    // another key that was set meanwhile is looked at again: it has an entry of its own to tell
    await repeat(() => providerKeys.deleteOne({ _id, sealedKey: stored.sealedKey }));
  }
}

export async function listProviderKeys(
  { providerKeys, repeat }: Database,
  projectId: string,
): Promise<ProviderKey[]> {
  const found = await repeat(() => providerKeys.find({ projectId }).sort({ provider: 1 }).toArray());
  return found.map(toKey);
}

export async function allProviderKeys({ providerKeys, repeat }: Database): Promise<ProviderKey[]> {
  const found = await repeat(() => providerKeys.find({}).sort({ projectId: 1, provider: 1 }).toArray());
  return found.map(toKey);
}

export async function resealProviderKey(
  { providerKeys, repeat }: Database,
  { projectId, provider, sealedKey: before }: ProviderKey,
  sealedKey: string,
): Promise<void> {
  const filter = { _id: idOf(projectId, provider), sealedKey: before };
  await repeat(() => providerKeys.updateOne(filter, { $set: { sealedKey } }));
}

/** False when another one is there. */
async function insert({ providerKeys }: Database, document: ProviderKeyDocument): Promise<boolean> {
  try {
    await providerKeys.insertOne(document);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function idOf(projectId: string, provider: string): string {
  return JSON.stringify([projectId, provider]);
}

function toKey({ _id, untold: _untold, ...key }: ProviderKeyDocument): ProviderKey {
  return key;
}
