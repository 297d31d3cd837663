import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { connect, KEY, startHttpServer } from '../support/http-server.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const { limits } = loadConfig({});

/** What a refusal says: the setting and its value. */
interface Refusal {
  errors: { message: string; extensions: { code: string; limit?: string; max?: number } }[];
}

const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

describe('a document', () => {
  const small = {
    ...limits,
    document: {
      maxCharacters: 400,
      maxTokens: 60,
      maxDepth: 3,
      maxAliases: 2,
      maxRootFields: 4,
      maxDirectives: 2,
      maxFragments: 2,
      maxCost: 50,
    },
    json: { maxDepth: 4, maxValues: 20 },
  };
  /** [setting, a document at the limit, one above it] */
  const cases: [limit: keyof typeof maxima, taken: string, refused: string][] = [
    [
      'MAX_DOCUMENT_CHARACTERS',
      `{ role #${'x'.repeat(392)}`.slice(0, 398) + '\n}',
      `{ role ${' '.repeat(400)}}`,
    ],
    ['MAX_DOCUMENT_TOKENS', `{ ${many(4, () => 'role')} }`, `{ ${many(59, () => 'role')} }`],
    ['MAX_DEPTH', '{ __schema { queryType { name } } }', '{ __schema { types { ofType { name } } } }'],
    ['MAX_ALIASES', '{ a: role b: role }', '{ a: role b: role c: role }'],
    [
      'MAX_ROOT_FIELDS',
      '{ ...F role } fragment F on Query { a: role b: role requestId }',
      '{ ...F role __typename } fragment F on Query { a: role b: role requestId }',
    ],
    [
      'MAX_DIRECTIVES',
      '{ role @skip(if: false) requestId @include(if: true) }',
      '{ role @skip(if: false) @include(if: true) requestId @include(if: true) }',
    ],
    [
      'MAX_FRAGMENTS',
      '{ ...A ...B } fragment A on Query { role } fragment B on Query { role }',
      '{ ...A ...A ...A } fragment A on Query { role }',
    ],
    [
      'MAX_COST',
      '{ __schema { types { name kind } } }',
      '{ __schema { types { name kind description specifiedByURL isOneOf } } }',
    ],
  ];
  const maxima = {
    MAX_DOCUMENT_CHARACTERS: 400,
    MAX_DOCUMENT_TOKENS: 60,
    MAX_DEPTH: 3,
    MAX_ALIASES: 2,
    MAX_ROOT_FIELDS: 4,
    MAX_DIRECTIVES: 2,
    MAX_FRAGMENTS: 2,
    MAX_COST: 50,
  };

  test.each(cases)(
    'up to %s is taken, and above it is refused with the limit',
    async (limit, taken, refused) => {
      const server = await startHttpServer({ limits: small });
      expect(await (await server.post({ query: taken })).json()).toHaveProperty('data');
      for (let time = 0; time < 2; time += 1) {
        const answer = await server.post({ query: refused });
        expect(answer.status).toBe(400);
        const { errors } = (await answer.json()) as Refusal;
        expect(errors).toHaveLength(1);
        expect(errors[0]!.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit, max: maxima[limit] });
        expect(errors[0]!.message).toContain(String(maxima[limit]));
      }
    },
  );

  test.each(cases)('above %s is refused over a WebSocket too', async (limit, _, query) => {
    const server = await startHttpServer({ limits: small });
    const answer = connect(server)
      .iterate({ query })
      .next()
      // of errors before the execution the client makes an exception
      .then(
        ({ value }) => (value as Refusal).errors,
        (errors: unknown) => errors,
      );
    expect(await answer).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit } }]);
  });

  test('in brackets deeper than fields and values may be is refused before it is parsed', async () => {
    const server = await startHttpServer({ limits: small });
    const { errors } = (await (await server.post({ query: '[[[[[[[[' })).json()) as Refusal;
    expect(errors[0]!.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'MAX_DEPTH' });
  });

  test.each([
    ['levels', { a: [[[[1]]]] }, 'MAX_JSON_DEPTH', 4],
    ['values', { a: Array.from({ length: 20 }, () => 1) }, 'MAX_JSON_VALUES', 20],
  ])('with variables of too many %s is refused', async (_, variables, limit, max) => {
    const server = await startHttpServer({ limits: small });
    const answer = await server.post({ query: '{ role }', variables });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as Refusal).errors[0]!.extensions).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit,
      max,
    });
    const inUrl = new URLSearchParams({ query: '{ role }', variables: JSON.stringify(variables) });
    const get = await fetch(`${server.url}?${inUrl.toString()}`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    expect(get.status).toBe(400);
  });
});

describe('with the defaults, everything honest is taken', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  test('the introspection of GraphiQL, with everything', async () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    expect((await app.ask(query)).body).not.toHaveProperty('errors');
  });

  test('a dashboard of twenty agents: calls with attempts, usage by two dimensions, budgets', async () => {
    const call =
      'operationId status model agentId startedAt cost { total } usage { promptTokens completionTokens }';
    const query = `query Dashboard($first: Int!) {
      ${many(20, (n) => `agent${n}: usage(input: { filter: { agentIds: ["agent-${n}"] }, groupBy: [AGENT, MODEL] }) { totals { calls totalCost } groups { agentId model metrics { calls totalCost } } }`)}
      calls(first: $first) { edges { cursor node { ${call} } } pageInfo { hasNextPage endCursor } }
      budgets(first: $first) { edges { node { id amount spent held remaining } } }
      models { name provider price { tiers { input output } } }
    }`;
    const { body } = await app.ask(query, { first: 100 });
    expect(body.errors?.filter(({ extensions }) => extensions?.['code'] === 'LIMIT_EXCEEDED') ?? []).toEqual(
      [],
    );
  });

  test('a document of long texts, as a person writes one', async () => {
    const prompt = 'Say something about tollgates. '.repeat(5_000);
    const { body } = await app.ask(
      `mutation { complete(input: { prompt: ${JSON.stringify(prompt)} }) { __typename } }`,
    );
    expect(body).toEqual({ data: { complete: { __typename: 'CompleteSuccess' } } });
  });
});
