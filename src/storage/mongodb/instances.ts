import { StoreUnavailableError } from '../../domain/errors.ts';
import type { Instance } from '../../domain/storage.ts';
import { LATEST } from './database.ts';
import type { Database, InstanceRegistry } from './database.ts';
import { MIGRATIONS } from './migrations.ts';
import { createPatience } from './patience.ts';
import { isDuplicateKey } from './store-failure.ts';

const PAUSE_MS = 20;

type State = Pick<InstanceRegistry, 'schema' | 'instances'>;

/** Throws StoreUnavailableError when a live instance of another version uses the database, or one may change its schema. */
export async function checkIn(
  database: Database,
  instance: Instance,
  now: number,
  aliveUntil: number,
): Promise<void> {
  await rewrite(database, ({ schema, instances }) => {
    if (schema > MIGRATIONS.length) {
      throw new StoreUnavailableError(
        `Another Tollgate has brought the database to schema ${schema}, and this version knows schemas up to ` +
          `${MIGRATIONS.length}. Start that version or a newer one, or use another database.`,
      );
    }
    const others = instances.filter((entry) => entry.id !== instance.id && entry.aliveUntil > now);
    const stranger = others.find((entry) => entry.version !== instance.version);
    if (stranger !== undefined) {
      throw new StoreUnavailableError(
        `Tollgate ${stranger.version} is using this database and this is Tollgate ${instance.version}. ` +
          'Stop the other one first; after a crash it counts as stopped when its last sign of life has run out.',
      );
    }
    return { schema, instances: [...others, { ...instance, aliveUntil }] };
  });
}

export async function checkOut(database: Database, instanceId: string): Promise<void> {
  await rewrite(database, ({ schema, instances }) => ({
    schema,
    instances: instances.filter(({ id }) => id !== instanceId),
  }));
}

/**
 * Says that the database comes to this build's schema: from then on no process of an older one can check in. Throws
 * StoreUnavailableError while one is alive, which must not find a new schema under it.
 */
export async function claimSchema(database: Database, name: string, version: string): Promise<void> {
  await rewrite(database, ({ schema, instances }) => {
    // claimed by another process of this build, which may be alive by now, or by one that died half-way
    if (schema >= MIGRATIONS.length) return { schema, instances };
    const live = instances.find(({ aliveUntil }) => aliveUntil > Date.now());
    if (live !== undefined) {
      throw new StoreUnavailableError(
        `Tollgate ${live.version} is using the database ${name}, and Tollgate ${version} has to change its schema first. ` +
          'Stop the other one; after a crash it counts as stopped when its last sign of life has run out.',
      );
    }
    return { schema: MIGRATIONS.length, instances };
  });
}

/** Replaces the state, which is in one document so that two processes can't both be the first. */
async function rewrite(database: Database, change: (state: State) => State): Promise<void> {
  const { instances: collection, repeat } = database;
  const patience = createPatience(PAUSE_MS);
  for (;;) {
    const stored = await repeat(() => collection.findOne({ _id: 'instances' }, LATEST));
    const writes = stored?.writes ?? 0;
    const changed = change({ schema: stored?.schema ?? 0, instances: stored?.instances ?? [] });
    const written = await repeat(() =>
      collection.updateOne(
        { _id: 'instances', writes },
        { $set: changed, $inc: { writes: 1 } },
        { upsert: stored === null },
      ),
    ).catch((error: unknown) => {
      if (isDuplicateKey(error)) return null;
      throw error;
    });
    if (written !== null && written.matchedCount + written.upsertedCount > 0) return;
    await patience.pause();
  }
}
