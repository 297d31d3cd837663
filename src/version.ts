import { readFileSync } from 'node:fs';

/** The version of Tollgate, as package.json says. The file is one folder up from src/ and from dist/ alike. */
export const version = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
