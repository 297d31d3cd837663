import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { newId } from '../../src/lib/ids.ts';
import { encodeCursor } from '../../src/lib/page.ts';
import { allFieldsOf } from '../support/all-fields.ts';
import { TRANSPORTS } from '../support/asker.ts';
import type { Asker, Outcome } from '../support/asker.ts';
import { COMPLETE, CREATE_BUDGET } from '../support/documents.ts';
import { createTestProject, issueKey, operatorOn } from '../support/issued-keys.ts';
import { withoutChance } from '../support/markdown.ts';
import { rootFieldsOf } from '../support/root-fields.ts';
import type { Rule } from '../support/root-fields.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

// Every root field over every transport, by every role of one tenant, with ids of another: answered as for an id that is nobody's.

/** Stands in everything of acme that has a text. */
const CANARY = 'canary-of-acme';
/** Before the first event of a store. */
const START = encodeCursor([0]);
const ROLES = ['viewer', 'agent', 'admin'] as const satisfies readonly Rule[];
const transports = Object.keys(TRANSPORTS);
/** Who asks over what: each has calls of its own to ask about in each question. */
const PLACES = ROLES.length * transports.length;

/** What of acme there is, by what the ids name. */
interface Ids {
  operation: string[];
  budget: string;
  template: string;
  apiKey: string;
  webhook: string;
  agent: string;
}

interface Question {
  name: string;
  kind: 'query' | 'mutation' | 'subscription';
  rule: Rule;
  query: string;
  variables: (id: string) => Record<string, unknown>;
  /** Which ids it is asked with. */
  about: (keyof Ids)[];
}

let app: TestApp;
let url: string;
let acme: Ids;
const askers = new Map<string, Asker>();

const KINDS: Readonly<Record<string, (keyof Ids)[]>> = {
  operation: ['operation'],
  call: ['operation', 'agent', 'apiKey', 'template'],
  budget: ['budget', 'agent'],
  template: ['template'],
  apiKey: ['apiKey'],
  webhook: ['webhook'],
  delivery: ['webhook'],
};

/** What the field could find by an id: what its name says, or anything. */
function about(name: string): (keyof Ids)[] {
  const kinds = Object.entries(KINDS).filter(([word]) => name.toLowerCase().includes(word.toLowerCase()));
  return kinds.length > 0
    ? [...new Set(kinds.flatMap(([, ids]) => ids))]
    : ['operation', 'budget', 'template', 'agent'];
}

const SINCE_THE_START = new Set(['budgetEvents', 'modelCallEvents', 'templateEvents']);
const STREAMS = ['streamCompletion', 'streamChat'];
const MESSAGES = 'messages: [{ role: USER, content: "Hello" }]';

const questions: Question[] = [
  ...rootFieldsOf(createSchema())
    .filter(({ rule, withIds }) => rule !== 'operator' && JSON.stringify(withIds.variables('x')) !== '{}')
    .map(({ name, kind, rule, typeName, withIds }): Question => {
      const selection = kind === 'subscription' ? '{ __typename }' : allFieldsOf(typeName);
      const query = withIds.document(selection);
      return {
        name,
        kind,
        rule,
        query: SINCE_THE_START.has(name)
          ? query
              .replace(/^subscription\(/, 'subscription($after: String, ')
              .replace(`${name}(`, `${name}(after: $after, `)
          : query,
        variables: (id) => ({ ...withIds.variables(id), ...(SINCE_THE_START.has(name) && { after: START }) }),
        about: about(name),
      };
    }),
  // an id that is another's is free for a call of one's own, and tells nothing of the other's
  ...['complete', 'chat', ...STREAMS].map((name): Question => ({
    name: `${name}, a call of its own`,
    kind: STREAMS.includes(name) ? 'subscription' : 'mutation',
    rule: 'agent',
    query: `${STREAMS.includes(name) ? 'subscription' : 'mutation'}($id: ID!) { ${name}(input: { operationId: $id, ${/chat/i.test(name) ? MESSAGES : 'prompt: "Hello"'} }) { __typename } }`,
    variables: (id) => ({ id }),
    about: ['operation'],
  })),
  ...['streamCompletion', 'streamChat', 'complete', 'previewCall'].map((name): Question => ({
    name: `${name}, of a template`,
    kind: STREAMS.includes(name) ? 'subscription' : name === 'previewCall' ? 'query' : 'mutation',
    rule: 'agent',
    query: `${STREAMS.includes(name) ? 'subscription' : name === 'previewCall' ? 'query' : 'mutation'}($id: ID!) { ${name}(input: { template: { id: $id } }) { __typename ... on Error { code message } } }`,
    variables: (id) => ({ id }),
    about: ['template'],
  })),
];

beforeAll(async () => {
  app = await startTestApp({ AUTH_FAILURES_PER_MINUTE: '1000000', MAX_SUBSCRIPTIONS_PER_KEY: '1000' });
  url = `${(await app.app.listen()).url}/graphql`;
  for (const project of ['acme', 'globex', 'initech']) await createTestProject(app, project);
  acme = await fill();
  for (const role of ROLES) {
    const { headers } = await issueKey(app, { role: role.toUpperCase() as 'VIEWER' }, 'globex');
    for (const transport of transports)
      askers.set(`${transport} ${role}`, await TRANSPORTS[transport]!(url, headers));
  }
}, 60_000);
afterAll(async () => {
  for (const asker of askers.values()) asker.close();
  await app.close();
});

/** Makes something of each kind in acme. */
async function fill(): Promise<Ids> {
  const headers = operatorOn('acme');
  const made = async (mutation: string): Promise<string> => {
    const { body } = await app.ask(`mutation { made: ${mutation} }`, {}, headers);
    const [entity] = Object.values((body.data as { made: object }).made) as { id: string }[];
    if (entity === undefined) throw new Error(JSON.stringify(body));
    return entity.id;
  };
  const template = `${CANARY}-template`;
  await made(
    `createTemplate(input: { id: "${template}", name: "${CANARY}", template: "${CANARY}" }) { ... on CreateTemplateSuccess { template { id } } }`,
  );
  const apiKey = await issueKey(app, { name: CANARY, agentIds: [CANARY] }, 'acme');
  const { createBudget } = await app.run(
    CREATE_BUDGET,
    {
      input: {
        name: CANARY,
        scope: { agentId: CANARY },
        amount: '5',
        period: { recurring: { every: 'DAY' } },
      },
    },
    headers,
  );
  if (createBudget.__typename !== 'CreateBudgetSuccess') throw new Error(createBudget.message);
  const webhook = await made(
    'createWebhook(input: { url: "https://hooks.example.com/acme" }) { ... on CreateWebhookSuccess { webhook { id } } }',
  );
  const length = questions.filter((question) => isAboutCalls(question)).length * PLACES;
  const operation = Array.from({ length }, (_, index) => `${CANARY}-${index}`);
  await Promise.all(
    operation.map((operationId) =>
      app.run(COMPLETE, { input: { prompt: CANARY, operationId, agentId: CANARY } }, headers),
    ),
  );
  return { operation, budget: createBudget.budget.id, template, apiKey: apiKey.id, webhook, agent: CANARY };
}

const isAboutCalls = ({ about: kinds }: Question) => kinds.includes('operation');

/** A call that nobody was asked about before: whose asks by its id may make one of that id. */
function operationFor(question: Question, transport: string, role: Rule): string {
  const before = questions.filter((other) => isAboutCalls(other)).indexOf(question) * PLACES;
  const place = transports.indexOf(transport) * ROLES.length + ROLES.indexOf(role as 'admin');
  return acme.operation[before + place]!;
}

/** The id of nothing that is asked for wherever this one is, so that what has come of asking is the same. */
const twins = new Map<string, string>();
function twinOf(id: string): string {
  const twin = twins.get(id) ?? newId();
  twins.set(id, twin);
  return twin;
}

const mayAsk = (role: Rule, rule: Rule) => ROLES.indexOf(role as 'admin') >= ROLES.indexOf(rule as 'admin');

async function ask(
  transport: string,
  role: Rule,
  { query, variables }: Question,
  id: string,
): Promise<Outcome> {
  return askers.get(`${transport} ${role}`)!.ask({ query, variables: variables(id) });
}

/** What is said, without the id that was asked for and what two equal questions are told differently. */
function said({ status, text }: Outcome, id: string): unknown {
  const json = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  const shape = (part: unknown): unknown =>
    JSON.parse(JSON.stringify(withoutChance(part)), (name, value: unknown) =>
      /(latencyMs|requestId|cursor|Cursor|secret|prefix|version|text|content)$/.test(name)
        ? `<${name}>`
        : value,
    );
  try {
    return [status, shape(JSON.parse(json.replaceAll(id, '<the id>')))];
  } catch {
    return [status, text];
  }
}

describe.each(questions)('$kind $name', (question) => {
  test.each(transports.filter((transport) => question.kind === 'query' || transport !== 'GET'))(
    'over %s is answered for what another tenant has as for what is not there',
    { timeout: 60_000 },
    async (transport) => {
      const cases = ROLES.filter((role) => mayAsk(role, question.rule)).flatMap((role) =>
        question.about.map((kind) => ({
          role,
          id: kind === 'operation' ? operationFor(question, transport, role) : acme[kind],
        })),
      );
      await Promise.all(
        cases.map(async ({ role, id }) => {
          const unknown = twinOf(id);
          const [theirs, nobodys] = await Promise.all([
            ask(transport, role, question, id),
            ask(transport, role, question, unknown),
          ]);
          expect(said(theirs, id), `${role} about ${id}`).toEqual(said(nobodys, unknown));
          expect(theirs.text.replaceAll(id, '')).not.toContain(CANARY);
          expect(theirs.text).not.toMatch(/"(FORBIDDEN|INTERNAL_SERVER_ERROR|GRAPHQL_VALIDATION_FAILED)"/);
        }),
      );
    },
  );
});

describe('an export', () => {
  test.each(['/export/calls.csv', '/export/calls.ndjson'])('by %s alike', async (path) => {
    const { headers } = await issueKey(app, { role: 'ADMIN' }, 'initech');
    const read = async (filter: string, id: string) => {
      const response = await fetch(`${new URL(path, url).href}?${filter}=${id}`, { headers });
      return [response.status, (await response.text()).replaceAll(id, '<the id>')];
    };
    for (const [filter, id] of Object.entries({
      agentId: acme.agent,
      apiKeyId: acme.apiKey,
      templateId: acme.template,
      text: CANARY,
    })) {
      const unknown = newId();
      const theirs = await read(filter, id);
      expect(theirs, filter).toEqual(await read(filter, unknown));
      expect(String(theirs)).not.toContain(CANARY);
    }
  });
});

describe('the parameter x-tollgate-project of a WebSocket', () => {
  const open = (headers: Record<string, string>) => TRANSPORTS['WebSocket, parameters']!(url, headers);
  const projectOf = async (headers: Record<string, string>) => {
    const asker = await open(headers);
    const { status, text } = await asker.ask({ query: '{ me { projectId } }', variables: {} });
    asker.close();
    return [status, text];
  };

  test('is refused to others than the operator, for a project that is there as for one that is not', async () => {
    const { headers } = await issueKey(app, { role: 'ADMIN' }, 'globex');
    const refused = [4403, 'There is no such project, or this key may not act on it.'];
    for (const project of ['acme', 'default', 'umbrella'])
      expect(await projectOf({ ...headers, 'x-tollgate-project': project })).toEqual(refused);
    expect(await projectOf(operatorOn('umbrella'))).toEqual(refused);
    expect(await projectOf(operatorOn('acme'))).toEqual([null, '{"data":{"me":{"projectId":"acme"}}}']);
    expect(await projectOf({ ...headers, 'x-tollgate-project': 'globex' })).toEqual([
      null,
      '{"data":{"me":{"projectId":"globex"}}}',
    ]);
  });
});

test('acme finds by the same ids what it has, so that it is no empty question', async () => {
  const { body } = await app.ask(
    'query($b: ID!, $t: ID!, $o: ID!) { budget(id: $b) { id } template(id: $t) { id } call(operationId: $o) { model } webhooks { edges { node { id } } } }',
    { b: acme.budget, t: acme.template, o: acme.operation[0] },
    operatorOn('acme'),
  );
  expect(body.data).toMatchObject({
    budget: { id: acme.budget },
    template: { id: acme.template },
    call: { model: expect.any(String) as string },
    webhooks: { edges: [{ node: { id: acme.webhook } }] },
  });
});
