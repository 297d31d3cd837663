import { z } from 'zod';
import { newId } from '../../lib/ids.ts';
import { ValidationError } from '../errors.ts';
import { labelSchema, optional } from '../field-schemas.ts';
import { stampOf } from './audit.ts';
import type { Principal } from './principal.ts';
import type { Project, ProjectStore } from './project.ts';

const PROJECT_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

export const createProjectInputSchema = z.object({
  id: optional(
    z.string().regex(PROJECT_ID, 'must be 1 to 63 of the characters a-z 0-9 -, and not begin with -'),
  ),
  name: labelSchema(),
});
export type CreateProjectInput = z.output<typeof createProjectInputSchema>;

/** Makes a tenant. Its entry is in the audit log of the project that the caller acts on. Throws ValidationError, StoreUnavailableError. */
export async function createProject(
  store: ProjectStore,
  principal: Principal,
  input: CreateProjectInput,
  now: number,
): Promise<Project> {
  const project: Project = { id: input.id ?? newId(), name: input.name, createdAt: now };
  const audit = stampOf(principal, 'createProject', { kind: 'project', id: project.id }, now);
  if (!(await store.create(project, audit)))
    throw new ValidationError([{ path: 'id', message: `is taken: there is a project "${project.id}"` }]);
  return project;
}
