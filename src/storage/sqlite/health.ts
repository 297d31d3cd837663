import type { Database } from './database.ts';

/** A write that is as durable as any other: a full or read-only disk fails it. */
export function checkWritable(database: Database): void {
  database.run('UPDATE health SET checks = checks + 1');
}

export function checkReadable(database: Database): void {
  database.get('SELECT checks FROM health');
}
