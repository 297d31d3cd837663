import type { Database } from './database.ts';
import { isDuplicateKey } from './store-failure.ts';

export async function readSetting(database: Database, name: string): Promise<string | null> {
  const setting = await database.repeat(() => database.settings.findOne({ _id: name }));
  return setting?.value ?? null;
}

export async function writeSettingOnce(database: Database, name: string, value: string): Promise<string> {
  await database
    .repeat(() => database.settings.updateOne({ _id: name }, { $setOnInsert: { value } }, { upsert: true }))
    .catch((error: unknown) => {
      // two upserts at once: one of them made it
      if (!isDuplicateKey(error)) throw error;
    });
  return (await readSetting(database, name)) ?? value;
}
