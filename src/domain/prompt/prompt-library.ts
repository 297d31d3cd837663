import { createBoundedCache } from '../../lib/bounded-cache.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { builtinTemplates, builtinVersion, isBuiltin } from './builtin-templates.ts';
import { builtinVersionPage, withBuiltins } from './builtin-pages.ts';
import { compileTemplate } from './compiled-template.ts';
import type { CompiledTemplate } from './compiled-template.ts';
import type { LoadedPartials } from './load-partials.ts';
import type { PromptTemplate, TemplateVersion } from './template.ts';
import { textsOf } from './template.ts';
import type { PromptStore, TemplateFilter, VersionKey } from './template-store.ts';

/** Characters of templates that are kept in memory, as versions and as compiled ones. */
const CACHE_CHARACTERS = 16_000_000;
/** What a version weighs besides its texts. */
const ENTRY_CHARACTERS = 2_000;

/**
 * The templates of all projects, the built-in ones among them. What a label means is read from the store each time; versions
 * never change, so they are kept in memory. All methods throw StoreUnavailableError.
 */
export interface PromptLibrary {
  find(projectId: string, templateId: string): Promise<PromptTemplate | null>;
  /** In the order of the ids. */
  findMany(projectId: string, templateIds: readonly string[]): Promise<(PromptTemplate | null)[]>;
  version(projectId: string, templateId: string, number: number): Promise<TemplateVersion | null>;
  /** In the order of the keys. */
  versions(projectId: string, keys: readonly VersionKey[]): Promise<(TemplateVersion | null)[]>;
  /** Ascending by id. */
  list(projectId: string, filter: TemplateFilter, page: PageRequest): Promise<Page<PromptTemplate>>;
  /** Newest first. */
  listVersions(projectId: string, templateId: string, page: PageRequest): Promise<Page<TemplateVersion>>;
  /** The version with its partials, ready to be filled. */
  compile(version: TemplateVersion, partials: LoadedPartials): CompiledTemplate;
}

export function createPromptLibrary(store: PromptStore, clock: Clock): PromptLibrary {
  const kept = createBoundedCache<TemplateVersion>(CACHE_CHARACTERS);
  const compiled = createBoundedCache<CompiledTemplate>(CACHE_CHARACTERS);

  async function findMany(projectId: string, ids: readonly string[]): Promise<(PromptTemplate | null)[]> {
    const builtins = builtinTemplates(projectId);
    const own = ids.filter((id) => !isBuiltin(id));
    const found = own.length === 0 ? [] : await store.findMany(projectId, own);
    const byId = new Map(
      [...builtins, ...found.filter((template) => template !== null)].map((one) => [one.id, one]),
    );
    return ids.map((id) => byId.get(id) ?? null);
  }

  async function versions(
    projectId: string,
    keys: readonly VersionKey[],
  ): Promise<(TemplateVersion | null)[]> {
    const found = new Map<string, TemplateVersion>();
    const missing: VersionKey[] = [];
    for (const key of keys) {
      const { templateId, number } = key;
      const known = isBuiltin(templateId)
        ? builtinVersion(projectId, templateId, number)
        : kept.get(keyOf(projectId, key));
      if (known) found.set(keyOf(projectId, key), known);
      else if (!isBuiltin(templateId)) missing.push(key);
    }
    for (const version of missing.length === 0 ? [] : await store.versions(projectId, missing)) {
      if (version === null) continue;
      found.set(keyOf(projectId, version), version);
      kept.set(keyOf(projectId, version), version, weightOf(version));
    }
    return keys.map((key) => found.get(keyOf(projectId, key)) ?? null);
  }

  return {
    findMany,
    find: async (projectId, templateId) => (await findMany(projectId, [templateId]))[0] ?? null,
    versions,
    version: async (projectId, templateId, number) =>
      (await versions(projectId, [{ templateId, number }]))[0] ?? null,
    list: async (projectId, filter, page) =>
      withBuiltins(projectId, await store.list(projectId, filter, page), filter, page),
    listVersions: async (projectId, templateId, page) =>
      isBuiltin(templateId)
        ? builtinVersionPage(projectId, templateId)
        : store.listVersions(projectId, templateId, page),
    compile(version, { sources, versions: partialVersions }) {
      const key = [version, ...partialVersions].map((one) => keyOf(version.projectId, one)).join(' ');
      let ready = compiled.get(key);
      if (ready === undefined) {
        ready = compileTemplate(version, sources, clock);
        const characters = [...sources.values()].reduce((sum, source) => sum + source.length, 0);
        compiled.set(key, ready, weightOf(version) + characters);
      }
      return ready;
    },
  };
}

function keyOf(projectId: string, { templateId, number }: VersionKey): string {
  return JSON.stringify([projectId, templateId, number]);
}

function weightOf({ body }: TemplateVersion): number {
  return textsOf(body).reduce((sum, text) => sum + text.length, ENTRY_CHARACTERS);
}
