import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from './config.ts';
import type { Tool } from './domain/tool/tool.ts';

/** The tools of the module at that path; none without one. Throws ConfigError when it can't be loaded or has no list of tools. */
export async function loadTools(path: string | null): Promise<Tool[]> {
  if (path === null) return [];
  let loaded: { default?: unknown };
  try {
    loaded = (await import(pathToFileURL(resolve(path)).href)) as { default?: unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`TOOLS_MODULE is "${path}", which cannot be loaded: ${reason}`]);
  }
  // each tool is checked when it is registered
  if (Array.isArray(loaded.default)) return loaded.default as Tool[];
  throw new ConfigError([`TOOLS_MODULE is "${path}", whose default export is not a list of tools.`]);
}
