import type { Database } from './database.ts';

export function readSetting(database: Database, name: string): string | null {
  return database.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', name)?.value ?? null;
}

export function writeSettingOnce(database: Database, name: string, value: string): string {
  database.run('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', name, value);
  return readSetting(database, name) ?? value;
}
