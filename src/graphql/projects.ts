import { createProject, createProjectInputSchema } from '../domain/access/manage-projects.ts';
import type { Project } from '../domain/access/project.ts';
import type { Builder } from './builder.ts';
import type { ErrorTypes } from './errors.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';

/** Parts of a cursor in the list of projects: the id. */
const PROJECT_KEY_PARTS = 1;

/** Tenants. */
export function defineProjects(builder: Builder, { createErrors }: ErrorTypes): void {
  const project = builder.objectRef<Project>('Project').implement({
    description:
      'A tenant. Calls, budgets, prices, keys and events all belong to one, and no other can tell that they are there.',
    fields: (t) => ({
      id: t.exposeID('id', {
        description: 'Its id; the operator acts on it with the header x-tollgate-project.',
      }),
      name: t.exposeString('name', { description: 'What people call it.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    }),
  });

  const success = builder.objectRef<Project>('CreateProjectSuccess').implement({
    description: 'The project was made.',
    fields: (t) => ({
      project: t.field({ type: project, description: 'The project.', resolve: (made) => made }),
    }),
  });
  const input = builder
    .inputType('CreateProjectInput', {
      description: 'A tenant.',
      fields: (t) => ({
        id: t.id({
          description:
            'Its id for ever: 1 to 63 of the characters a-z 0-9 -; made by the server when left out.',
        }),
        name: t.string({ required: true, description: 'What people call it.' }),
      }),
    })
    .validate(createProjectInputSchema);
  builder.mutationField('createProject', (t) =>
    t.field({
      type: success,
      description: 'Makes a tenant. For the admin key of the configuration only.',
      authScopes: { operator: true },
      errors: {
        types: createErrors,
        union: { name: 'CreateProjectResult', description: 'What `createProject` can give.' },
      },
      args: { input: t.arg({ type: input, required: true, description: 'The project.' }) },
      resolve: (_, args, { principal, services }) =>
        createProject(services.storage.projects, principal, args.input, services.clock.now()),
    }),
  );

  builder.queryField('projects', (t) =>
    t.connection(
      {
        type: project,
        description: 'All tenants, by id. For the admin key of the configuration only.',
        authScopes: { operator: true },
        resolve: async (_, page, { services }) =>
          toConnection(await services.storage.projects.list(toPageRequest(page, PROJECT_KEY_PARTS))),
      },
      ...connectionTypes('Project', 'project'),
    ),
  );
}
