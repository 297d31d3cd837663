import { DEFAULT_PROJECT_ID } from './principal.ts';
import type { ProjectStore } from './project.ts';

/** Which projects there are. One is never removed, so a project that was seen is not looked up again. */
export interface ProjectDirectory {
  /** Throws StoreUnavailableError. */
  has(projectId: string): Promise<boolean>;
}

export function createProjectDirectory(store: ProjectStore): ProjectDirectory {
  const seen = new Set<string>([DEFAULT_PROJECT_ID]);
  return {
    async has(projectId) {
      if (seen.has(projectId)) return true;
      if ((await store.find(projectId)) === null) return false;
      seen.add(projectId);
      return true;
    },
  };
}
