import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { encodeCursor } from '../../src/lib/page.ts';
import { TRANSPORTS } from '../support/asker.ts';
import type { Asker, Outcome } from '../support/asker.ts';
import { COMPLETE, REVOKE_API_KEY } from '../support/documents.ts';
import { createTestProject, issueKey, operatorOn } from '../support/issued-keys.ts';
import { rootFieldsOf } from '../support/root-fields.ts';
import type { RootField, Rule } from '../support/root-fields.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

// Every root field, for every kind of caller, over every transport, of two tenants: who may use it, and who may not.

const CALLERS = ['nobody', 'stranger', 'revoked', 'viewer', 'agent', 'admin', 'operator'] as const;
type CallerKind = (typeof CALLERS)[number];
const PROJECTS = ['acme', 'globex'] as const;
const MIGHT: readonly Rule[] = ['viewer', 'agent', 'admin', 'operator'];
const transports = Object.keys(TRANSPORTS);
const fields = rootFieldsOf(createSchema());

let app: TestApp;
let url: string;
const headersOf = new Map<string, Record<string, string>>();
const askers = new Map<string, Asker>();

beforeAll(async () => {
  // the callers without a key are many, and all have one address
  app = await startTestApp({ AUTH_FAILURES_PER_MINUTE: '1000000' });
  url = `${(await app.app.listen()).url}/graphql`;
  for (const project of PROJECTS) {
    await createTestProject(app, project);
    const revoked = await issueKey(app, { role: 'ADMIN' }, project);
    await app.run(REVOKE_API_KEY, { input: { id: revoked.id } }, operatorOn(project));
    headersOf.set(`${project} nobody`, {});
    headersOf.set(`${project} stranger`, { authorization: `Bearer tg_${'a'.repeat(43)}` });
    headersOf.set(`${project} revoked`, revoked.headers);
    for (const role of ['VIEWER', 'AGENT', 'ADMIN'] as const)
      headersOf.set(`${project} ${role.toLowerCase()}`, (await issueKey(app, { role }, project)).headers);
    headersOf.set(`${project} operator`, operatorOn(project));
    await app.run(COMPLETE, { input: { prompt: 'Hello' } }, operatorOn(project));
  }
}, 120_000);
afterAll(async () => {
  for (const asker of askers.values()) asker.close();
  await app.close();
});

/** Those with a key keep their connection, the others are refused each time. */
async function ask(
  transport: string,
  project: string,
  caller: CallerKind,
  { kind, name, withIds }: RootField,
): Promise<Outcome> {
  const request = {
    query: withIds.document(scalarSelection(name)),
    variables: { ...withIds.variables(`none-${name}-${project}-${caller}-${transport.length}`) },
  };
  if (kind === 'subscription') Object.assign(request, fromTheStart(request));
  const place = `${transport} ${project} ${caller}`;
  const headers = headersOf.get(`${project} ${caller}`) ?? {};
  const open = TRANSPORTS[transport]!;
  const known = askers.get(place);
  const asker = known ?? (await open(url, headers));
  if (known === undefined && isKnown(caller)) askers.set(place, asker);
  const outcome = await asker.ask(request);
  if (!isKnown(caller)) asker.close();
  return outcome;
}

/** A subscription tells first what was before, so that it has something to tell. */
function fromTheStart({ query, variables }: { query: string; variables: Record<string, unknown> }) {
  if (!/\bsubscription\b/.test(query) || !subscribesAfter.has(/\{ (\w+)/.exec(query)?.[1] ?? '')) return {};
  const [, declared = '', name = '', given = '', rest = ''] =
    /^subscription(?:\((.*?)\))? \{ (\w+)(?:\((.*?)\))? (.*)$/s.exec(query) ?? [];
  const join = (...parts: string[]) => parts.filter((part) => part !== '').join(', ');
  return {
    query: `subscription(${join(declared, '$after: String')}) { ${name}(${join(given, 'after: $after')}) ${rest}`,
    variables: { ...variables, after: encodeCursor([0]) },
  };
}

const subscribesAfter = new Set(
  Object.values(createSchema().getSubscriptionType()?.getFields() ?? {})
    .filter(({ args }) => args.some(({ name }) => name === 'after'))
    .map(({ name }) => name),
);

/** The least that can be selected: the type's name; nothing of what has no fields. */
function scalarSelection(name: string): string {
  return composites.has(name) ? '{ __typename }' : '';
}

const composites = new Set(
  fields
    .filter(
      ({ typeName }) =>
        'getFields' in (createSchema().getType(typeName) ?? {}) ||
        'getTypes' in (createSchema().getType(typeName) ?? {}),
    )
    .map(({ name }) => name),
);

function isKnown(caller: CallerKind): caller is Rule {
  return (MIGHT as readonly string[]).includes(caller);
}

const isSocket = (transport: string) => transport.startsWith('WebSocket');

/** What must come of it. */
function expected(transport: string, caller: CallerKind, { kind, rule }: RootField): string {
  if (!isKnown(caller)) return isSocket(transport) ? 'closed with 4401' : 'status 401';
  if (transport === 'GET' && kind !== 'query') return 'status 405';
  return MIGHT.indexOf(caller) >= MIGHT.indexOf(rule) ? 'let through' : 'forbidden';
}

function found(transport: string, { status, text }: Outcome): string {
  if (isSocket(transport) && status !== null) return `closed with ${status}`;
  if (status === 401 || status === 405) return `status ${status}`;
  if (/"(UNAUTHENTICATED|INTERNAL_SERVER_ERROR|GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT)"/.test(text))
    return text;
  if (/"FORBIDDEN"/.test(text))
    return /"data":\{"\w+":\{/.test(text) ? `forbidden, and answered: ${text}` : 'forbidden';
  return status === null || status === 200 ? 'let through' : `status ${status}: ${text}`;
}

describe.each(fields)('$kind $name, for $rule and above', (field) => {
  test.each(transports)('over %s', { timeout: 120_000 }, async (transport) => {
    const cases = PROJECTS.flatMap((project) => CALLERS.map((caller) => ({ project, caller })));
    const outcomes = await Promise.all(
      cases.map(async ({ project, caller }) => [
        `${project} ${caller}`,
        found(transport, await ask(transport, project, caller, field)),
      ]),
    );
    expect(Object.fromEntries(outcomes)).toEqual(
      Object.fromEntries(
        cases.map(({ project, caller }) => [`${project} ${caller}`, expected(transport, caller, field)]),
      ),
    );
  });
});

test('the matrix has every root field, and a field that changes something is no viewer’s', () => {
  expect(fields.length).toBeGreaterThan(20);
  expect(fields.filter(({ kind, rule }) => kind === 'mutation' && rule === 'viewer')).toEqual([]);
});
