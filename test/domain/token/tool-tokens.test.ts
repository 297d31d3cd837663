import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { countRequest } from '../../../src/domain/token/count-request.ts';
import { toolsText } from '../../../src/domain/token/tool-tokens.ts';
import { createSimpleTokenCounter } from '../../support/simple-token-counter.ts';
import { COOKBOOK_COUNTS, FUNCTION_COUNTS, TOOL_COUNTS } from './published-counts.ts';
import type { PublishedCount } from './published-counts.ts';

const counter = createSimpleTokenCounter();
afterAll(() => counter.close());

const count = async ({ request, encoding }: PublishedCount): Promise<number> =>
  (await countRequest(counter, request, { id: 'any', encoding })).tokens;

const textOf = (parameters: unknown): string => toolsText([{ name: 'act', parameters }]);

const objectOf = (properties: object, more: object = {}): object => ({
  type: 'object',
  properties,
  ...more,
});

describe('a request with tools', () => {
  test.each(COOKBOOK_COUNTS)("has the tokens that OpenAI's cookbook prints: $name", async (published) => {
    expect(await count(published)).toBe(published.tokens);
  });

  test.each([...TOOL_COUNTS, ...FUNCTION_COUNTS])(
    'has at most 5 % more tokens than the API counted, and none less: $name',
    async (published) => {
      const tokens = await count(published);
      expect(tokens).toBeGreaterThanOrEqual(published.tokens);
      expect(tokens).toBeLessThanOrEqual(published.tokens * 1.05);
    },
  );
});

describe("a tool's arguments", () => {
  test('are what the model reads: a TypeScript type', () => {
    const parameters = objectOf(
      {
        city: { type: 'string', description: 'Where' },
        days: { type: 'integer', default: 3, minimum: 1 },
        units: { type: ['string', 'null'], enum: ['C', 'F'] },
        at: objectOf({ lat: { type: 'number' } }, { required: ['lat'] }),
        tags: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'boolean' }] } },
      },
      { required: ['city'] },
    );
    expect(toolsText([{ name: 'forecast', description: 'The weather\nto come', parameters }])).toBe(
      `namespace functions {

// The weather
// to come
type forecast = (_: {
// Where
city: string,
days?: number, // default: 3, minimum: 1
units?: "C" | "F",
at?: {
  lat: number,
},
tags?: string | boolean[],
}) => any;

} // namespace functions`,
    );
  });

  test.each([
    ['absent', undefined],
    ['empty', {}],
    ['an object without properties', objectOf({})],
    ['no schema', 'string'],
  ])('that are %s count as none', (_, parameters) => {
    expect(textOf(parameters)).toContain('type act = () => any;');
  });

  test('that are referred to count where they are referred to', () => {
    const address = objectOf({ street: { type: 'string' } });
    const reference = { $ref: '#/$defs/address' };
    expect(textOf(objectOf({ from: reference, to: reference }, { $defs: { address } }))).toBe(
      textOf(objectOf({ from: address, to: address })),
    );
  });

  test('that contain themselves count once on each way down', () => {
    const node = objectOf({ value: { type: 'string' }, next: { $ref: '#/definitions/node' } });
    const text = textOf(objectOf({ head: { $ref: '#/definitions/node' } }, { definitions: { node } }));
    expect(text.match(/value\?/g)).toHaveLength(1);
    expect(text).toContain('next?: node,');
    expect(textOf(objectOf({ again: { $ref: '#' } }))).toContain('again?');
  });

  test('with constraints, constants and keywords that no renderer shows have them counted', () => {
    const text = textOf(
      objectOf({ id: { type: 'string', pattern: '^[a-z]+$', 'x-hint': 'short' }, kind: { const: 'order' } }),
    );
    expect(text).toContain('pattern: "^[a-z]+$", x-hint: "short"');
    expect(text).toContain('kind?: "order"');
  });
});

describe('arguments that were made to cost time', () => {
  test('have a text of bounded length when references multiply', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `d${index}`,
        objectOf(
          Object.fromEntries(
            Array.from({ length: 10 }, (__, name) => [`p${name}`, { $ref: `#/$defs/d${index + 1}` }]),
          ),
        ),
      ]),
    );
    const parameters = objectOf({ first: { $ref: '#/$defs/d0' } }, { $defs });
    const text = toolsText(Array.from({ length: 100 }, (_, index) => ({ name: `act_${index}`, parameters })));
    expect(text.length).toBeGreaterThan(10_000);
    expect(text.length).toBeLessThan(1_000_000);
    expect(text).toContain('type act_99 = (_: {');
  });

  test.each(['properties', 'items', 'anyOf', 'not', 'default'])(
    'are counted when they are nested 20,000 deep in %s',
    (keyword) => {
      let schema: unknown = { type: 'string', description: 'the innermost' };
      for (let depth = 0; depth < 20_000; depth += 1) {
        schema =
          keyword === 'properties'
            ? objectOf({ a: schema })
            : { type: 'array', [keyword]: keyword === 'anyOf' ? [schema] : schema };
      }
      expect(textOf(objectOf({ deep: schema }))).toContain('the innermost');
    },
  );

  test('of a hundred thousand values to choose from are counted', () => {
    const values = Array.from({ length: 100_000 }, (_, index) => index);
    expect(textOf(objectOf({ pick: { enum: values }, data: { default: values } }))).toContain('| 99999');
  });

  test('of any JSON have a text', () => {
    const keywords = fc.constantFrom(
      ...['type', 'properties', 'items', 'enum', 'anyOf', 'allOf', '$ref', '$defs', 'required', 'const'],
      ...['description', 'title', 'default', 'examples', 'additionalProperties', 'prefixItems', 'nullable'],
    );
    const { schema } = fc.letrec((tie) => ({
      schema: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.jsonValue(),
        fc.constantFrom('object', 'array', 'string', '#', '#/$defs/type', true),
        fc.array(tie('schema'), { maxLength: 4 }),
        fc.dictionary(keywords, tie('schema'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(schema, (parameters) => {
        expect(textOf(parameters)).toMatch(/^namespace functions \{[^]*type act = \([^]*\) => any;/);
      }),
      { numRuns: 500 },
    );
  });
});
