import { GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql';
import type { ExecutionArgs } from 'graphql';
import { expect, test } from 'vitest';
import { createSharedResults } from '../../src/http/shared-results.ts';

interface Item {
  seq: number | null;
  text: string;
}

/** A subscription to items, which counts how often the text of one was asked for. */
function open() {
  let asked = 0;
  const item = new GraphQLObjectType<Item>({
    name: 'Item',
    fields: {
      text: {
        type: GraphQLString,
        args: { suffix: { type: GraphQLString } },
        resolve({ text }, { suffix = '' }: { suffix?: string }) {
          asked += 1;
          if (text === 'broken') throw new Error('it is broken');
          return text + suffix;
        },
      },
    },
  });
  const items = (extensions: Record<string, unknown>) => ({
    type: item,
    args: { filter: { type: GraphQLString } },
    resolve: (source: Item) => source,
    extensions,
  });
  const schema = new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { none: { type: GraphQLString } } }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: { shared: items({ resultKey: ({ seq }: Item) => seq }), own: items({}) },
    }),
  });
  const results = createSharedResults();
  return {
    asked: () => asked,
    executorOf: (text: string, more: Partial<ExecutionArgs> = {}) =>
      results.executorOf({ schema, document: parse(text), ...more }),
    /** For many subscribers with the same text, whose document the server keeps. */
    executorsOf(text: string, variables: Record<string, unknown>[], operationNames: string[] = []) {
      const document = parse(text);
      return variables.map((variableValues, index) => {
        const args = { schema, document, variableValues, operationName: operationNames[index] };
        return results.executorOf(args) ?? expect.fail('it is not shared');
      });
    },
  };
}

const FIRST: Item = { seq: 1, text: 'first' };

test('what many select of an item is worked out once, whatever they filter by', () => {
  const kit = open();
  const executors = kit.executorsOf(
    'subscription ($filter: String) { shared(filter: $filter) { text } }',
    Array.from({ length: 10 }, (_, index) => ({ filter: `f${index}` })),
  );
  // each reads an item of its own out of the log
  for (const run of executors) expect(run({ ...FIRST })).toEqual({ data: { shared: { text: 'first' } } });
  expect(kit.asked()).toBe(1);
  for (const run of executors)
    expect(run({ seq: 2, text: 'second' })).toEqual({ data: { shared: { text: 'second' } } });
  expect(kit.asked()).toBe(2);
});

test('what differs by a variable is not shared, in a fragment neither', () => {
  const kit = open();
  for (const text of [
    'subscription ($s: String) { shared { text(suffix: $s) } }',
    'subscription ($s: String) { shared { ...F } } fragment F on Item { text(suffix: $s) }',
    'subscription ($s: String) { shared { text(suffix: "!") again: text(suffix: $s) } }',
  ]) {
    const [one, other] = kit.executorsOf(text, [{ s: '1' }, { s: '2' }]);
    expect(one?.(FIRST)).not.toEqual(other?.(FIRST));
  }
});

test('each operation of a document has results of its own', () => {
  const kit = open();
  const [one, other] = kit.executorsOf(
    'subscription A { shared { text } } subscription B { shared { other: text } }',
    [{}, {}],
    ['A', 'B'],
  );
  expect(one?.(FIRST)).toEqual({ data: { shared: { text: 'first' } } });
  expect(other?.(FIRST)).toEqual({ data: { shared: { other: 'first' } } });
});

test('an item that is for one subscriber, and one that fails, is worked out each time', () => {
  const kit = open();
  const [one, other] = kit.executorsOf('subscription { shared { text } }', [{}, {}]);
  for (const run of [one, other])
    expect(run?.({ seq: null, text: 'mine' })).toEqual({ data: { shared: { text: 'mine' } } });
  expect(kit.asked()).toBe(2);
  for (const run of [one, other])
    expect(run?.({ seq: 3, text: 'broken' })).toMatchObject({ errors: [{ message: 'it is broken' }] });
  expect(kit.asked()).toBe(4);
});

test('a subscription whose results depend on more than the item is left alone', () => {
  const kit = open();
  expect(kit.executorOf('subscription { own { text } }')).toBeNull();
  expect(kit.executorOf('subscription { shared { text } }')).not.toBeNull();
});
