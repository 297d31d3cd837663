import { StoreUnavailableError } from '../../domain/errors.ts';
import type { Instance } from '../../domain/storage.ts';
import type { Database } from './database.ts';

/** Throws StoreUnavailableError when a live instance of another version uses the database. */
export function checkIn(database: Database, instance: Instance, now: number, aliveUntil: number): void {
  const other = database.get<{ version: string }>(
    'SELECT version FROM instances WHERE id <> ? AND version <> ? AND alive_until > ? LIMIT 1',
    instance.id,
    instance.version,
    now,
  );
  if (other !== undefined) {
    throw new StoreUnavailableError(
      `Tollgate ${other.version} is using this database and this is Tollgate ${instance.version}. ` +
        'Stop the other one first; after a crash it counts as stopped when its last sign of life has run out.',
    );
  }
  database.run('DELETE FROM instances WHERE alive_until <= ?', now);
  database.run(
    `INSERT INTO instances (id, version, alive_until) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, alive_until = excluded.alive_until`,
    instance.id,
    instance.version,
    aliveUntil,
  );
}

export function checkOut(database: Database, instanceId: string): void {
  database.run('DELETE FROM instances WHERE id = ?', instanceId);
}
