import { getIntrospectionQuery, getOperationAST, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { costOf } from '../../src/http/query-cost.ts';
import { codeBlocksOf, readPage } from '../support/markdown.ts';

const schema = createSchema();

function cost(query: string, variables: Record<string, unknown> = {}): { fields: number; varies: boolean } {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return costOf(schema, document, getOperationAST(document)!, variables);
}

const calls = (page: string): string => `{ calls${page} { edges { node { operationId } } } }`;
const withVariable = (declared: string): string => `query (${declared}) ${calls('(first: $n)')}`;
/** Of `calls` with so many entries: the connection, its edges, and a node and an id for each. */
const costOfPage = (entries: number): number => 2 + 2 * entries;

describe('the cost of a query', () => {
  test.each<[query: string, variables: Record<string, unknown>, entries: number]>([
    [calls('(first: 5)'), {}, 5],
    [calls('(last: 7)'), {}, 7],
    [calls(''), {}, 20],
    [calls('(first: null)'), {}, 20],
    // more is an error of its own, which says what is accepted
    [calls('(first: 1000000)'), {}, 100],
    [withVariable('$n: Int'), { n: 50 }, 50],
    [withVariable('$n: Int = 30'), {}, 30],
    [withVariable('$n: Int = 30'), { n: 40 }, 40],
    [withVariable('$n: Int'), {}, 20],
    [withVariable('$n: Int'), { n: 'x' }, 20],
  ])('%s with %j counts each entry of its page', (query, variables, entries) => {
    expect(cost(query, variables).fields).toBe(costOfPage(entries));
  });

  test('depends on variables only where they say how long a page is', () => {
    expect(cost(calls('(first: 5)')).varies).toBe(false);
    expect(cost(withVariable('$n: Int'), { n: 5 }).varies).toBe(true);
    expect(cost('query ($id: ID!) { call(operationId: $id) { operationId } }', { id: 'x' }).varies).toBe(
      false,
    );
  });

  test('counts a fragment as often as it is used', () => {
    const fragment = 'fragment F on CallConnection { edges { node { operationId } } }';
    expect(cost(`{ a: calls(first: 5) { ...F } b: calls(first: 10) { ...F } } ${fragment}`).fields).toBe(
      costOfPage(5) + costOfPage(10),
    );
  });

  test('counts lists in lists', () => {
    expect(cost('{ models { price { tiers { input } } } }').fields).toBe(1 + 1_000 * (1 + 1 + 3));
  });

  test('of what is summed up anew is higher', () => {
    expect(cost('{ usage(input: {}) { end } }').fields).toBe(100 + 1);
    expect(cost('{ usage(input: {}) { groups { agentId } } }').fields).toBe(100 + 1 + 150);
    const forecasts =
      '{ budgets(first: 50) { edges { node { forecast { projectedSpend rates { perDay } } } } } }';
    expect(cost(forecasts).fields).toBe(2 + 50 * (1 + 10 + 1 + 1 + 3));
  });

  test('of the introspection of GraphiQL is below the limit, and twice is not', () => {
    const { fields } = cost(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }));
    const { maxCost } = loadConfig({}).limits.document;
    expect(fields).toBeLessThan(maxCost);
    expect(2 * fields).toBeGreaterThan(maxCost);
  });

  test('of the example of the documentation is what the page says', () => {
    const page = readPage('docs/limits.md');
    const example = codeBlocksOf(page).find(({ language }) => language === 'graphql')!;
    expect(page).toContain(`This costs ${cost(example.code).fields}:`);
  });
});
