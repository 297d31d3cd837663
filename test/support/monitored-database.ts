import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { toDatabase } from '../../src/storage/mongodb/database.ts';
import type { Database } from '../../src/storage/mongodb/database.ts';

/** A command that was answered. */
export interface AnsweredCommand {
  name: string;
  collection: string;
  /** Documents in the answer; 0 where it has none. */
  documents: number;
}

export interface MonitoredDatabase {
  db: Db;
  database: Database;
  commands: AnsweredCommand[];
  close: () => Promise<void>;
}

/** The database of a store, with what the driver asks it. */
export async function openMonitored(url: string): Promise<MonitoredDatabase> {
  const client = await MongoClient.connect(url, { useBigInt64: true, monitorCommands: true });
  const collections = new Map<number, string>();
  const commands: AnsweredCommand[] = [];
  client.on('commandStarted', ({ requestId, commandName, command }) => {
    collections.set(requestId, String((command as Record<string, unknown>)[commandName]));
  });
  client.on('commandSucceeded', ({ requestId, commandName, reply }) => {
    const { cursor } = reply as { cursor?: { firstBatch?: unknown[]; nextBatch?: unknown[] } };
    const documents = (cursor?.firstBatch ?? cursor?.nextBatch ?? []).length;
    commands.push({ name: commandName, collection: collections.get(requestId) ?? '', documents });
  });
  const db = client.db();
  const database = toDatabase(db, db, { onRetry: () => undefined, isSentTwice: false });
  return { db, database, commands, close: () => client.close() };
}
