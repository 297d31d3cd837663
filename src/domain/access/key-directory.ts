import type { Clock } from '../../lib/clock.ts';
import { StoreUnavailableError } from '../errors.ts';
import { isOpenedBy } from './api-key.ts';
import type { ApiKey } from './api-key.ts';
import type { ApiKeyStore, KeyUse } from './api-key-store.ts';

/** A key that isn't used is forgotten after so long, in milliseconds. */
const KEEP_MS = 60_000;
/** A cached key that could not be looked at again for so long lets nobody in, in milliseconds. */
const STALE_MAX_MS = 10_000;
/** `lastUsedAt` is written at most so often for each key. */
const USE_NOTED_EVERY_MS = 60_000;
const HASHES_PER_READ = 500;

export interface KeyDirectoryParts {
  store: ApiKeyStore;
  clock: Clock;
  /** How often the keys in use are looked at again: the longest that a revocation goes unnoticed, in milliseconds. */
  refreshMs: number;
  /** Told when the keys in use can't be looked at; it is tried again at the next time. */
  onReadError: (error: unknown) => void;
}

/**
 * The keys in use. One read of the store each `refreshMs` looks at all of them, so a request with a known key costs none, and
 * a key that was revoked on another instance is noticed on this one.
 */
export interface KeyDirectory {
  /** The key that this hash opens, or null. Reads the store only for a hash that isn't in use. Throws StoreUnavailableError. */
  find(hash: string): Promise<ApiKey | null>;
  /** The same from what is known without reading; null also for a hash that isn't in use. */
  known(hash: string): ApiKey | null;
  /** Whether the hash opened its key when it was last looked at, also after a time in which the store could not be read. */
  isOpen(hash: string): boolean;
  /** Looks at the keys in use now: after one was changed here. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

interface KeyInUse {
  key: ApiKey;
  readAt: number;
  usedAt: number;
}

export function createKeyDirectory({
  store,
  clock,
  refreshMs,
  onReadError,
}: KeyDirectoryParts): KeyDirectory {
  const inUse = new Map<string, KeyInUse>();
  const lookups = new Map<string, Promise<ApiKey | null>>();
  /** When the last use of each key was noted, and those that are still to be written, by key id. */
  const notedAt = new Map<string, number>();
  const uses = new Map<string, KeyUse>();

  function used(entry: KeyInUse, now: number): ApiKey {
    entry.usedAt = now;
    const { projectId, id, lastUsedAt } = entry.key;
    if (now - (notedAt.get(id) ?? lastUsedAt ?? 0) >= USE_NOTED_EVERY_MS) {
      notedAt.set(id, now);
      uses.set(id, { projectId, id, at: now });
    }
    return entry.key;
  }

  function known(hash: string): ApiKey | null {
    const entry = inUse.get(hash);
    const now = clock.now();
    if (entry === undefined || now - entry.readAt > STALE_MAX_MS) return null;
    return isOpenedBy(entry.key, hash, now) ? used(entry, now) : null;
  }

  async function lookUp(hash: string): Promise<ApiKey | null> {
    const readAt = clock.now();
    const [key] = await store.findByHashes([hash]);
    if (key === undefined || !isOpenedBy(key, hash, clock.now())) return null;
    const entry = { key, readAt, usedAt: readAt };
    inUse.set(hash, entry);
    return used(entry, clock.now());
  }

  async function refresh(): Promise<void> {
    const now = clock.now();
    for (const [hash, entry] of inUse) if (now - entry.usedAt > KEEP_MS) inUse.delete(hash);
    const hashes = [...inUse.keys()];
    for (let start = 0; start < hashes.length; start += HASHES_PER_READ) {
      const part = hashes.slice(start, start + HASHES_PER_READ);
      const keys = await store.findByHashes(part);
      for (const hash of part) {
        const entry = inUse.get(hash);
        const key = keys.find((one) => isOpenedBy(one, hash, now));
        if (key === undefined) inUse.delete(hash);
        else if (entry !== undefined) Object.assign(entry, { key, readAt: now });
      }
    }
  }

  async function writeUses(): Promise<void> {
    const now = clock.now();
    for (const [id, at] of notedAt) if (now - at >= USE_NOTED_EVERY_MS) notedAt.delete(id);
    const noted = [...uses.values()];
    uses.clear();
    if (noted.length > 0) await store.markUsed(noted);
  }

  const stop = clock.every(refreshMs, async () => {
    try {
      await refresh();
      await writeUses();
    } catch (error) {
      onReadError(error);
    }
  });

  return {
    known,
    async find(hash) {
      const found = known(hash);
      if (found !== null) return found;
      // many requests with one new key wait for one read
      let lookup = lookups.get(hash);
      if (lookup === undefined) {
        lookup = lookUp(hash).finally(() => lookups.delete(hash));
        lookups.set(hash, lookup);
      }
      return lookup;
    },
    isOpen(hash) {
      const entry = inUse.get(hash);
      if (entry === undefined) return false;
      // an open connection uses its key
      entry.usedAt = clock.now();
      return isOpenedBy(entry.key, hash, clock.now());
    },
    refresh,
    async close() {
      stop();
      await writeUses().catch((error: unknown) => {
        // only the time of the last use is lost
        if (!(error instanceof StoreUnavailableError)) throw error;
      });
    },
  };
}
