import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailableError } from '../../domain/errors.ts';
import type { Instance } from '../../domain/storage.ts';
import { LATEST } from './database.ts';
import type { Database, InstanceRegistry } from './database.ts';
import { isDuplicateKey } from './store-failure.ts';

type Entries = InstanceRegistry['instances'];

const PAUSE_MS = 20;

/** Throws StoreUnavailableError when a live instance of another version uses the database. */
export async function checkIn(
  database: Database,
  instance: Instance,
  now: number,
  aliveUntil: number,
): Promise<void> {
  await rewrite(database, (entries) => {
    const others = entries.filter((entry) => entry.id !== instance.id && entry.aliveUntil > now);
    const stranger = others.find((entry) => entry.version !== instance.version);
    if (stranger !== undefined) {
      throw new StoreUnavailableError(
        `Tollgate ${stranger.version} is using this database and this is Tollgate ${instance.version}. ` +
          'Stop the other one first; after a crash it counts as stopped when its last sign of life has run out.',
      );
    }
    return [...others, { ...instance, aliveUntil }];
  });
}

export async function checkOut(database: Database, instanceId: string): Promise<void> {
  await rewrite(database, (entries) => entries.filter(({ id }) => id !== instanceId));
}

/** Replaces the entries, which all are in one document so that two processes can't both be the first. */
async function rewrite(database: Database, change: (entries: Entries) => Entries): Promise<void> {
  const { instances: collection, repeat } = database;
  for (;;) {
    const stored = await repeat(() => collection.findOne({ _id: 'instances' }, LATEST));
    const writes = stored?.writes ?? 0;
    const instances = change(stored?.instances ?? []);
    const written = await repeat(() =>
      collection.updateOne(
        { _id: 'instances', writes },
        { $set: { instances }, $inc: { writes: 1 } },
        { upsert: stored === null },
      ),
    ).catch((error: unknown) => {
      if (isDuplicateKey(error)) return null;
      throw error;
    });
    if (written !== null && written.matchedCount + written.upsertedCount > 0) return;
    await pause(Math.random() * PAUSE_MS);
  }
}
