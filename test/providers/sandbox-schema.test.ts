import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instanceOf } from '../../src/providers/sandbox/schema/schema-instance.ts';
import { strictSchemaError } from '../../src/providers/sandbox/strict-schema.ts';

type Schema = Record<string, unknown>;

const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  formats: {
    'date-time': /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
    date: /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/,
    time: /^([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
    duration: /^P\d+D$/,
    email: /^\S+@\S+\.\S+$/,
    hostname: /^[a-z0-9.-]+$/,
    ipv4: /^(\d{1,3}\.){3}\d{1,3}$/,
    ipv6: /^[0-9a-f:]+$/,
    uri: (text: string) => URL.canParse(text),
    uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  },
});

function expectInstance(schema: Schema, seed: number): unknown {
  const made = instanceOf(schema, seed);
  if (!made.ok) throw new Error(`no instance of ${JSON.stringify(schema)}`);
  const validate = ajv.compile(schema);
  validate(made.value);
  expect({ value: made.value, errors: validate.errors }).toEqual({ value: made.value, errors: null });
  return made.value;
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7];

describe('an instance of a schema is valid by it', () => {
  const tree = {
    type: 'object',
    properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } },
    required: ['name', 'children'],
    additionalProperties: false,
  };
  const list = {
    $defs: {
      node: {
        type: 'object',
        properties: {
          value: { type: 'number' },
          next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
        },
        required: ['value', 'next'],
        additionalProperties: false,
      },
    },
    type: 'object',
    properties: { head: { $ref: '#/$defs/node' } },
    required: ['head'],
    additionalProperties: false,
  };
  test.each<[string, Schema]>([
    ['anything', {}],
    ['each type', { type: ['null', 'boolean'] }],
    ['a nullable text', { type: ['string', 'null'] }],
    ['a constant', { const: { a: [1, null] } }],
    ['an enum of a type', { type: 'string', enum: [1, 'a', null, 'b'] }],
    ['a bounded integer', { type: 'integer', minimum: 7, maximum: 8 }],
    ['an integer between exclusive bounds', { type: 'integer', exclusiveMinimum: 7, exclusiveMaximum: 9 }],
    ['a negative number', { type: 'number', maximum: -5 }],
    ['a number in a narrow gap', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 }],
    ['multiples of a tenth', { type: 'number', multipleOf: 0.1, minimum: 0.25 }],
    ['multiples of seven', { type: 'integer', multipleOf: 7, exclusiveMinimum: 14, maximum: 40 }],
    ['a long text', { type: 'string', minLength: 300, maxLength: 301 }],
    ['a short text', { type: 'string', maxLength: 3 }],
    ['an empty text', { type: 'string', maxLength: 0 }],
    ...['date-time', 'date', 'time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'].map(
      (format): [string, Schema] => [`the format ${format}`, { type: 'string', format }],
    ),
    ...[
      '^[A-Z]{3}-\\d{4}$',
      '^(red|green|blue)$',
      '^#?[0-9a-fA-F]{6}$',
      '^\\+[1-9]\\d{1,14}$',
      '^[^\\s@]+@[^\\s@]+\\.[a-z]{2,}$',
      '^(?:a|b)*c+$',
      '^v(?<major>0|[1-9]\\d*)\\.(\\d+)$',
      '[a-z]',
      '^[\\w.-]+/[\\w.-]+$',
    ].map((pattern): [string, Schema] => [`the pattern ${pattern}`, { type: 'string', pattern }]),
    ['a pattern with a length', { type: 'string', pattern: '^[a-z]*$', minLength: 12, maxLength: 12 }],
    [
      'a pattern with a group to repeat',
      { type: 'string', pattern: '^([a-z]+)?$', minLength: 5, maxLength: 6 },
    ],
    [
      'a pattern beyond it, with an example',
      { type: 'string', pattern: '^(?=a)\\p{L}+$', examples: ['abc'] },
    ],
    ['an array of bounded length', { type: 'array', items: { type: 'boolean' }, minItems: 5, maxItems: 6 }],
    ['an empty array', { type: 'array', items: { type: 'string' }, maxItems: 0 }],
    [
      'an array of different items',
      { type: 'array', items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 },
    ],
    ['an array that contains', { type: 'array', items: { type: 'integer' }, contains: { minimum: 500 } }],
    ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false }],
    ['a tree', tree],
    ['a list that holds itself', list],
    ['a map', { type: 'object', additionalProperties: { type: 'integer' } }],
    ['a map with names', { type: 'object', propertyNames: { pattern: '^k_[a-z]+$' }, minProperties: 2 }],
    [
      'patterned names',
      {
        type: 'object',
        patternProperties: { '^x-[a-z]+$': { type: 'integer' } },
        additionalProperties: false,
        minProperties: 1,
      },
    ],
    ['what is required and not named', { type: 'object', required: ['a', 'b'] }],
    [
      'few properties',
      { type: 'object', properties: { a: {}, b: {}, c: {} }, required: ['c'], maxProperties: 1 },
    ],
    [
      'dependent properties',
      { type: 'object', properties: { a: { type: 'string' } }, dependentRequired: { a: ['b'] } },
    ],
    ['a property that may not be', { type: 'object', properties: { a: false, b: { type: 'null' } } }],
    [
      'a name like that of a method',
      {
        type: 'object',
        properties: { __proto__x: { const: 1 }, toString: { const: 2 } },
        required: ['toString'],
      },
    ],
    [
      'one of two',
      {
        oneOf: [
          { type: 'object', properties: { kind: { const: 'a' } }, required: ['kind'] },
          {
            type: 'object',
            properties: { kind: { const: 'b' }, n: { type: 'integer' } },
            required: ['kind', 'n'],
          },
        ],
      },
    ],
    ['all of three', { allOf: [{ type: 'integer' }, { minimum: 5 }, { maximum: 6, multipleOf: 3 }] }],
    ['any of what its type allows', { type: 'integer', anyOf: [{ type: 'string' }, { minimum: 10 }] }],
    [
      'if and then',
      {
        type: 'object',
        properties: { a: { type: 'integer' } },
        if: { properties: { a: { minimum: 10 } } },
        then: { required: ['b'] },
        else: { required: ['c'] },
      },
    ],
    ['a reference beside keywords', { $defs: { n: { type: 'integer' } }, $ref: '#/$defs/n', minimum: 40 }],
    [
      'a reference with escapes',
      { $defs: { 'a/b c': { const: 3 } }, properties: { x: { $ref: '#/$defs/a~1b%20c' } } },
    ],
    [
      'an anchor',
      { $defs: { n: { $anchor: 'here', const: 4 } }, type: 'object', properties: { x: { $ref: '#here' } } },
    ],
  ])('%s', (_name, schema) => {
    for (const seed of SEEDS) expectInstance(schema, seed);
  });

  const leaf = fc.oneof(
    fc.record({
      type: fc.constant('integer'),
      minimum: fc.integer({ min: -9, max: 9 }),
      maximum: fc.integer({ min: 10, max: 20 }),
    }),
    fc.record({ type: fc.constant('number'), multipleOf: fc.constantFrom(0.01, 0.5, 3) }),
    fc.record({
      type: fc.constant('string'),
      minLength: fc.nat(20),
      maxLength: fc.integer({ min: 20, max: 40 }),
    }),
    fc.record({ enum: fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 3 }) }),
    fc.constantFrom<Schema>({ type: 'boolean' }, { type: 'null' }, { type: ['string', 'null'] }, {}),
  );
  const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.record({
        type: fc.constant('array'),
        items: tie('schema'),
        minItems: fc.nat(3),
        maxItems: fc.integer({ min: 3, max: 5 }),
      }),
      fc
        .dictionary(fc.string({ minLength: 1, maxLength: 8 }), tie('schema'), { maxKeys: 4 })
        .chain((properties) =>
          fc.subarray(Object.keys(properties)).map((required) => ({
            type: 'object',
            properties: { ...properties },
            required,
            additionalProperties: false,
          })),
        ),
      fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    ),
  }));

  test('any schema of these keywords', () => {
    fc.assert(
      fc.property(schema, fc.nat(), (made, seed) => void expectInstance(made, seed)),
      { numRuns: 500 },
    );
  });

  test('and the same for the same seed', () => {
    fc.assert(
      fc.property(schema, fc.nat(), (made, seed) => {
        expect(instanceOf(made, seed)).toEqual(instanceOf(made, seed));
      }),
    );
    expect(instanceOf({ type: 'string' }, 1)).not.toEqual(instanceOf({ type: 'string' }, 2));
  });
});

test.each<[string, unknown]>([
  ['false', false],
  ['an empty range', { type: 'integer', minimum: 3, maximum: 2 }],
  ['a reference to nothing', { $ref: '#/$defs/none' }],
  ['a reference to itself', { $ref: '#' }],
  [
    'an object that always holds itself',
    { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] },
  ],
  ['a required property that may not be', { type: 'object', properties: { a: false }, required: ['a'] }],
  ['types that exclude each other', { allOf: [{ type: 'string' }, { type: 'integer' }] }],
  ['a pattern beyond it', { type: 'string', pattern: '(?!a)b' }],
  ['a million items', { type: 'array', items: { type: 'string' }, minItems: 1_000_000 }],
  ['a tree of a million branches', { type: 'array', items: { $ref: '#' }, minItems: 10 }],
])('%s has no instance that the sandbox finds', (_name, schema) => {
  expect(instanceOf(schema, 1)).toEqual({ ok: false });
});

test.each<[string, unknown]>([
  ['not', { type: 'integer', not: { type: 'integer' } }],
  ['unevaluatedProperties', { properties: { a: { const: 1 } }, unevaluatedProperties: false }],
])('%s is not looked at, as the docs say', (_name, schema) => {
  expect(instanceOf(schema, 1).ok).toBe(true);
});

describe('strict mode', () => {
  const good = {
    type: 'object',
    properties: {
      a: {
        type: 'array',
        items: {
          type: 'object',
          properties: { b: { type: 'string' } },
          required: ['b'],
          additionalProperties: false,
        },
      },
    },
    required: ['a'],
    additionalProperties: false,
  };
  test('takes a schema in which each object lists all of its properties', () => {
    expect(strictSchemaError(good)).toBeNull();
  });
  test.each<[string, Schema, string]>([
    ['a list at the top', { type: 'array', items: good }, 'type: "object"'],
    ['an open object', { ...good, additionalProperties: true }, "In context=(), 'additionalProperties'"],
    ['an optional property', { ...good, required: [] }, "Missing 'a'"],
    [
      'allOf',
      { ...good, properties: { a: { allOf: [] } } },
      "In context=('properties', 'a'), 'allOf' is not permitted",
    ],
  ])('refuses %s, and says where', (_name, schema, problem) => {
    expect(strictSchemaError(schema)).toContain(problem);
  });
});
