import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { newId } from '../../src/lib/ids.ts';
import { allFieldsOf } from '../support/all-fields.ts';
import { COMPLETE, CREATE_API_KEY, CREATE_BUDGET, ME, PROJECTS } from '../support/documents.ts';
import { createTestProject, issueKey, operatorOn } from '../support/issued-keys.ts';
import { withoutChance } from '../support/markdown.ts';
import { SET_PROVIDER_KEY } from '../support/provider-key-documents.ts';
import { rootFieldsOf } from '../support/root-fields.ts';
import type { RootField } from '../support/root-fields.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { chatAnswer, startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

/** Stands in everything of one tenant that has a text. */
const CANARY = 'canary-of-acme';
const fields = rootFieldsOf(createSchema());
const asked = fields.filter(({ kind }) => kind !== 'subscription');

let app: TestApp;
let upstream: Upstream;
let globex: Record<string, string>;
/** Every id that anything of acme has. */
let ids: string[];

/** The whole answer to a root field, with all that it can select. */
async function answerTo(
  { typeName, withIds }: RootField,
  id: string,
  headers: Record<string, string>,
): Promise<string> {
  const { body } = await app.ask(withIds.document(allFieldsOf(typeName)), withIds.variables(id), headers);
  return JSON.stringify(body);
}

/** Everything of a project that can be read, by the field that gives it. */
async function stateOf(projectId: string): Promise<Map<string, string>> {
  const readable = asked.filter(({ kind, rule }) => kind === 'query' && rule !== 'operator');
  const answers = new Map<string, string>();
  for (const { name, typeName, bare } of readable) {
    const document = bare.document(allFieldsOf(typeName));
    const { body } = await app.ask(document, bare.variables('none'), operatorOn(projectId));
    answers.set(name, JSON.stringify(body));
  }
  return answers;
}

/** The fields that give something else now. */
async function changesSince(before: Map<string, string>, projectId: string): Promise<string[]> {
  const shape = (text: string): string =>
    // a forecast says something else at each instant
    JSON.stringify(withoutChance(JSON.parse(text)), (name, part: unknown) =>
      name === 'forecast' ? '<forecast>' : part,
    );
  const now = await stateOf(projectId);
  return [...before]
    .filter(([name, text]) => shape(text) !== shape(now.get(name) ?? ''))
    .map(([name]) => name);
}

function idsIn(value: unknown, found = new Set<string>()): Set<string> {
  JSON.parse(JSON.stringify(value), (name, part: unknown) => {
    if (typeof part === 'string' && /(^|_)(id|\w+Id)$/.test(name) && part !== 'default') found.add(part);
    return part;
  });
  return found;
}

beforeAll(async () => {
  app = await startTestApp({ SECRETS_KEY: '4b'.repeat(32), PROVIDER_ALLOW_PRIVATE: 'true' });
  upstream = await startUpstream(() => chatAnswer(5, 5));
  for (const project of ['acme', 'globex']) await createTestProject(app, project);
  const acme = operatorOn('acme');
  globex = (await issueKey(app, { role: 'ADMIN', name: 'globex' }, 'globex')).headers;
  await issueKey(app, { role: 'AGENT', name: CANARY, agentIds: [CANARY] }, 'acme');
  await app.run(
    CREATE_BUDGET,
    {
      input: {
        name: CANARY,
        scope: { agentId: CANARY },
        amount: '5',
        period: { recurring: { every: 'DAY' } },
      },
    },
    acme,
  );
  for (const agentId of [CANARY, `${CANARY}-2`]) {
    await app.run(
      COMPLETE,
      { input: { prompt: CANARY, agentId, operationId: `${CANARY}-${agentId.length}` } },
      acme,
    );
  }
  // whatever else can be made is made, so that what is added to the API is looked at too
  for (const field of asked.filter(({ kind, name }) => kind === 'mutation' && !/^(delete|revoke)/.test(name)))
    await answerTo(field, `${CANARY}-made`, acme);
  const ownKey = { provider: 'openai', apiKey: `sk-of-acme-${CANARY}`, baseUrl: `${upstream.url}/${CANARY}` };
  const { setProviderKey } = await app.run(SET_PROVIDER_KEY, { input: ownKey }, acme);
  expect(setProviderKey.__typename).toBe('SetProviderKeySuccess');
  ids = [
    ...idsIn(
      [...(await stateOf('acme'))]
        .filter(([name]) => name !== 'models')
        .map(([, text]) => JSON.parse(text) as unknown),
    ),
  ].filter((id) => !['acme', 'globex', 'openai'].includes(id));
}, 120_000);
afterAll(async () => {
  await app.close();
  await upstream.close();
});

describe('what one project has', () => {
  test('has ids of many kinds, which the others are asked about', () => {
    expect(ids.length).toBeGreaterThan(8);
    expect(ids.some((id) => id.includes(CANARY))).toBe(true);
  });

  test.each(asked.filter(({ rule }) => rule !== 'operator'))(
    'is to another as if it were not there: $kind $name',
    { timeout: 120_000 },
    async (field) => {
      // with nothing in it, so that all it is told is about what it asks for
      const other = await createTestProject(app, `other-${field.name.toLowerCase()}`);
      const { headers } = await issueKey(app, { role: 'ADMIN' }, other);
      const before = await stateOf('acme');
      for (const id of ids) {
        const unknown = newId();
        const [of, none] = [await answerTo(field, id, headers), await answerTo(field, unknown, headers)];
        const shape = (text: string, own: string): unknown =>
          withoutFleeting(withoutChance(JSON.parse(text.replaceAll(own, '<the id>'))));
        expect(shape(of, id), `${field.name} of ${id}`).toEqual(shape(none, unknown));
        expect(of.replaceAll(id, '')).not.toContain(CANARY);
      }
      expect(await changesSince(before, 'acme')).toEqual([]);
    },
  );

  test('is in no list of another', async () => {
    const withCanary = async (project: string) =>
      [...(await stateOf(project))].filter(([, text]) => text.includes(CANARY)).map(([name]) => name);
    expect(await withCanary('globex')).toEqual([]);
    expect(await withCanary('acme')).toEqual(
      expect.arrayContaining(['apiKeys', 'auditLog', 'budgets', 'calls', 'providerKeys']),
    );
  });

  test('has its own operationIds: two projects can use the same', async () => {
    const input = { prompt: 'Hello', operationId: 'nightly' };
    const calls = await Promise.all(
      ['acme', 'globex'].map((project) => app.run(COMPLETE, { input }, operatorOn(project))),
    );
    expect(calls.map(({ complete }) => complete.__typename)).toEqual(['CompleteSuccess', 'CompleteSuccess']);
    // acme's with its own key, and nobody else's
    expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer sk-of-acme-${CANARY}`,
    ]);
  });
});

/** What two equal questions are told differently. */
function withoutFleeting(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (name, value: unknown) =>
    /(latencyMs|requestId|cursor|Cursor|secret|prefix|version|text|content)$/.test(name)
      ? `<${name}>`
      : value,
  );
}

describe('the header x-tollgate-project', () => {
  test('lets the operator act on any project, and on the default one without it', async () => {
    const projectOf = async (headers: Record<string, string>) =>
      (await app.run(ME, {}, headers)).me.projectId;
    expect(await projectOf(operatorOn('acme'))).toBe('acme');
    expect(await projectOf({ authorization: `Bearer ${ADMIN_KEY}` })).toBe('default');
  });

  test('is refused for a project that is not there, and to others for any but their own, alike', async () => {
    const refusals = await Promise.all(
      [
        operatorOn('initech'),
        { ...globex, 'x-tollgate-project': 'acme' },
        { ...globex, 'x-tollgate-project': 'initech' },
        { ...globex, 'x-tollgate-project': 'default' },
      ].map(async (headers) => {
        const { status, body } = await app.ask('{ me { role } }', {}, headers);
        return { status, message: body.errors?.[0]?.message, code: body.errors?.[0]?.extensions?.['code'] };
      }),
    );
    const refused = {
      status: 403,
      message: 'There is no such project, or this key may not act on it.',
      code: 'PROJECT_REFUSED',
    };
    expect(refusals).toEqual([refused, refused, refused, refused]);
    expect((await app.run(ME, {}, { ...globex, 'x-tollgate-project': 'globex' })).me.projectId).toBe(
      'globex',
    );
  });
});

describe('a project', () => {
  test('is in the list of the operator, and its keys make keys of it only', async () => {
    const listed = (await app.run(PROJECTS, {})).projects.edges.map(({ node }) => node.id);
    expect(listed).toEqual(expect.arrayContaining(['acme', 'default', 'globex']));
    const { createApiKey } = await app.run(
      CREATE_API_KEY,
      { input: { name: 'by globex', role: 'ADMIN' } },
      globex,
    );
    if (createApiKey.__typename !== 'CreateApiKeySuccess') throw new Error(createApiKey.message);
    const made = (await app.run(ME, {}, { authorization: `Bearer ${createApiKey.secret}` })).me;
    expect(made).toMatchObject({ projectId: 'globex', isOperator: false, role: 'ADMIN' });
  });

  test.each([['UPPER'], ['-minus'], ['a'.repeat(64)], ['acme']])('is not made with the id %s', async (id) => {
    const { body } = await app.ask(
      'mutation($input: CreateProjectInput!) { createProject(input: $input) { ... on Error { code message } } }',
      { input: { id, name: 'x' } },
    );
    expect(body).toMatchObject({ data: { createProject: { code: 'VALIDATION_FAILED' } } });
  });
});
