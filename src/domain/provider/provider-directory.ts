import { createBoundedCache } from '../../lib/bounded-cache.ts';
import type { Clock } from '../../lib/clock.ts';
import type { SecretBox } from '../secret/secret-box.ts';
import { SecretUnreadableError } from '../secret/secret-errors.ts';
import type { Provider } from './provider.ts';
import { placeOf } from './provider-key.ts';
import type { ProviderKey, ProviderKeyStore } from './provider-key.ts';

/** Projects and keys that are kept in memory; those that were not used for longest make way. */
const PROJECTS_MAX = 1_000;
const KEYS_MAX = 1_000;

/** Who reaches the models for a project: with its own key where it has one, else with that of the configuration. */
export interface ProviderDirectory {
  /** Throws StoreUnavailableError. */
  of(projectId: string): Promise<ProjectProviders>;
  /** Makes the next `of` read the project's keys again. */
  forget(projectId: string): void;
}

export interface ProjectProviders {
  /** Ids of those that can be called. */
  readonly ids: readonly string[];
  has(id: string): boolean;
  /** Undefined when it can't be called. Throws SecretUnreadableError: a key that can't be opened is not replaced by another. */
  get(id: string): Provider | undefined;
}

/** Makes a provider that sends with a project's own key. Holds nothing that would have to be closed. */
export type ProviderMaker = (options: {
  apiKey: string;
  baseUrl: string | null;
  /** Whose limits and failures its requests share. */
  account: string;
}) => Provider;

export interface ProviderDirectoryParts {
  store: ProviderKeyStore;
  /** Null without a SECRETS_KEY. */
  box: SecretBox | null;
  /** Those of the configuration, by id. */
  configured: ReadonlyMap<string, Provider>;
  makers: ReadonlyMap<string, ProviderMaker>;
  clock: Clock;
  /** How long a key that another process has set or deleted may go unnoticed here, in milliseconds. */
  freshMs: number;
}

interface Cached {
  readAt: number;
  providers: Promise<ProjectProviders>;
}

export function createProviderDirectory(parts: ProviderDirectoryParts): ProviderDirectory {
  const { store, box, configured, makers, clock, freshMs } = parts;
  const projects = createBoundedCache<Cached>(PROJECTS_MAX);
  const made = createBoundedCache<Provider>(KEYS_MAX);

  function providerWith(key: ProviderKey): Provider | undefined {
    const make = makers.get(key.provider);
    // of a version that knew a provider which this one doesn't
    if (make === undefined) return undefined;
    // a sealed text is never the same twice, so it stands for the key and the project
    const id = JSON.stringify([key.projectId, key.provider, key.sealedKey, key.baseUrl]);
    const known = made.get(id);
    if (known !== undefined) return known;
    const apiKey = box?.open(key.sealedKey, placeOf(key)) ?? null;
    if (apiKey === null) throw new SecretUnreadableError(`The project's key for "${key.provider}"`);
    const provider = make({ apiKey, baseUrl: key.baseUrl, account: key.projectId });
    made.set(id, provider, 1);
    return provider;
  }

  async function read(projectId: string): Promise<ProjectProviders> {
    const keys = new Map((await store.list(projectId)).map((key) => [key.provider, key]));
    const ids = [...new Set([...configured.keys(), ...[...keys.keys()].filter((id) => makers.has(id))])];
    return {
      ids,
      has: (id) => ids.includes(id),
      get(id) {
        const own = keys.get(id);
        return own === undefined ? configured.get(id) : providerWith(own);
      },
    };
  }

  return {
    of(projectId) {
      const cached = projects.get(projectId);
      if (cached !== undefined && clock.now() - cached.readAt < freshMs) return cached.providers;
      const fresh: Cached = { readAt: clock.now(), providers: read(projectId) };
      projects.set(projectId, fresh, 1);
      fresh.providers.catch(() => {
        // the next call asks again
        if (projects.get(projectId) === fresh) projects.delete(projectId);
      });
      return fresh.providers;
    },
    forget: (projectId) => projects.delete(projectId),
  };
}
