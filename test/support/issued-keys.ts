import { ADMIN_KEY } from './test-app.ts';
import type { TestApp } from './test-app.ts';
import { CREATE_API_KEY, CREATE_PROJECT } from './documents.ts';
import type { CreateApiKeyInput } from './gql/graphql.ts';

export interface IssuedTestKey {
  id: string;
  secret: string;
  /** For requests with this key. */
  headers: { authorization: string };
}

/** Headers of the operator, acting on that project. */
export function operatorOn(projectId: string): Record<string, string> {
  return { authorization: `Bearer ${ADMIN_KEY}`, 'x-tollgate-project': projectId };
}

/** Makes a key of the project as the operator would. */
export async function issueKey(
  app: Pick<TestApp, 'run'>,
  input: Partial<CreateApiKeyInput> = {},
  projectId = 'default',
): Promise<IssuedTestKey> {
  const { createApiKey } = await app.run(
    CREATE_API_KEY,
    { input: { name: 'a key', role: 'AGENT', ...input } },
    operatorOn(projectId),
  );
  if (createApiKey.__typename !== 'CreateApiKeySuccess') throw new Error(createApiKey.message);
  const { secret, apiKey } = createApiKey;
  return { id: apiKey.id, secret, headers: { authorization: `Bearer ${secret}` } };
}

/** Makes a project, and gives its id. */
export async function createTestProject(app: Pick<TestApp, 'run'>, id: string): Promise<string> {
  const { createProject } = await app.run(CREATE_PROJECT, { input: { id, name: id } });
  if (createProject.__typename !== 'CreateProjectSuccess') throw new Error(createProject.message);
  return createProject.project.id;
}
