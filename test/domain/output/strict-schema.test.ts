import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { toStrictSchema } from '../../../src/domain/output/strict-schema.ts';
import { createSchemaValidator } from '../../../src/json-schema/schema-validator.ts';

const validator = createSchemaValidator();
afterAll(() => validator.close());

function strict(schema: unknown) {
  const result = toStrictSchema(schema);
  if (result.kind === 'not_strict') throw new Error(result.note);
  return result;
}

function noteOf(schema: unknown): string {
  const result = toStrictSchema(schema);
  return result.kind === 'not_strict' ? result.note : JSON.stringify(result.schema);
}

async function isValid(schema: unknown, value: unknown): Promise<boolean> {
  return (await (await validator.compile(schema)).validate(value)).kind === 'valid';
}

describe('a schema for strict mode', () => {
  test('closes objects, requires everything, and lets null stand for what may be missing', () => {
    const { schema, restore } = strict({
      type: 'object',
      properties: {
        name: { type: 'string', description: 'Full name', minLength: 1 },
        age: { type: 'integer', minimum: 0 },
        role: { enum: ['cook', 'guest'] },
        note: { type: ['string', 'null'] },
      },
      required: ['name'],
    });
    expect(schema).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', description: 'Full name' },
        age: { type: ['integer', 'null'], minimum: 0 },
        role: { type: ['string', 'null'], enum: ['cook', 'guest', null] },
        note: { type: ['string', 'null'] },
      },
      required: ['name', 'age', 'role', 'note'],
      additionalProperties: false,
    });
    expect(restore({ name: 'Al', age: null, role: null, note: null })).toEqual({ name: 'Al', note: null });
  });

  test('puts what is no object into one', () => {
    const { schema, restore } = strict({ type: 'array', items: { type: 'string' } });
    expect(schema).toEqual({
      type: 'object',
      properties: { value: { type: 'array', items: { type: 'string' } } },
      required: ['value'],
      additionalProperties: false,
    });
    expect(restore({ value: ['a'] })).toEqual(['a']);
  });

  test('keeps trees', () => {
    const { schema, restore } = strict({
      type: 'object',
      properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } },
      required: ['name'],
    });
    expect(schema['properties']).toEqual({
      name: { type: 'string' },
      children: { type: ['array', 'null'], items: { $ref: '#' } },
    });
    expect(restore({ name: 'a', children: [{ name: 'b', children: null }] })).toEqual({
      name: 'a',
      children: [{ name: 'b' }],
    });
  });

  test('moves what is referred to where strict mode looks for it', () => {
    const { schema } = strict({
      $ref: '#/definitions/Person',
      definitions: {
        Person: { type: 'object', properties: { home: { $ref: '#/definitions/Place' } }, required: [] },
        Place: {
          allOf: [{ type: 'object', properties: { street: { type: 'string' } }, required: ['street'] }],
        },
      },
    });
    expect(schema).toEqual({
      type: 'object',
      properties: { home: { anyOf: [{ $ref: '#/$defs/d0' }, { type: 'null' }] } },
      required: ['home'],
      additionalProperties: false,
      $defs: {
        d0: {
          type: 'object',
          properties: { street: { type: 'string' } },
          required: ['street'],
          additionalProperties: false,
        },
      },
    });
  });

  test('knows by a constant which alternative a null is of', () => {
    const { restore } = strict({
      anyOf: [
        { type: 'object', properties: { kind: { const: 'a' }, x: { type: 'string' } }, required: ['kind'] },
        {
          type: 'object',
          properties: { kind: { const: 'b' }, x: { type: ['string', 'null'] } },
          required: ['kind', 'x'],
        },
      ],
    });
    expect(restore({ value: { kind: 'a', x: null } })).toEqual({ kind: 'a' });
    expect(restore({ value: { kind: 'b', x: null } })).toEqual({ kind: 'b', x: null });
  });
});

describe('a schema that strict mode has no words for', () => {
  test.each([
    ['anything', true, 'the schema accepts any value'],
    ['no type', { properties: { a: { description: 'a' } } }, 'the property "a" has no type'],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }, 'names are not known'],
    ['an open object', { type: 'object' }, 'an object of any properties'],
    ['a tuple', { prefixItems: [{ type: 'string' }] }, 'is a tuple'],
    ['a list of anything', { type: 'array' }, 'a list of any values'],
    ['several schemas at once', { allOf: [{ type: 'string' }, { minLength: 1 }] }, 'has allOf'],
    [
      'properties beside alternatives',
      { type: 'object', properties: { a: { type: 'string' } }, anyOf: [{ required: ['a'] }] },
      'anyOf and properties together',
    ],
    ['an object as a constant', { const: { a: 1 } }, 'has an object or a list as one of its values'],
    [
      'an unknown required property',
      { type: 'object', properties: { a: { type: 'string' } }, required: ['b'] },
      'requires "b"',
    ],
  ])('%s', (_, schema, note) => {
    expect(noteOf(schema)).toContain(note);
  });

  test('more levels than OpenAI takes', () => {
    let schema: unknown = { type: 'string' };
    for (let level = 0; level < 11; level++) schema = { type: 'object', properties: { a: schema } };
    expect(noteOf(schema)).toContain('deeper than 10 levels');
  });

  test('more enum values than OpenAI takes', () => {
    expect(noteOf({ enum: Array.from({ length: 1001 }, (_, index) => index) })).toContain(
      'more than 1000 enum values',
    );
    expect(
      noteOf({ enum: Array.from({ length: 300 }, (_, index) => `${'a'.repeat(60)}${index}`) }),
    ).toContain('more than 15000 characters');
  });
});

/** An object schema, a value that fits it, and the same value as strict mode would have it. */
const leaves = fc.constantFrom(
  { schema: { type: 'string' }, value: 'a' },
  { schema: { type: 'integer', minimum: 1 }, value: 3 },
  { schema: { enum: ['x', 'y'] }, value: 'y' },
  { schema: { type: ['boolean', 'null'] }, value: null },
  { schema: { const: 7 }, value: 7 },
);
interface Sample {
  schema: object;
  value: unknown;
  strictValue?: unknown;
}
const { sample } = fc.letrec<{ sample: Sample; any: Sample }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    tie('sample'),
    tie('sample').map(({ schema, value, strictValue }) => ({
      schema: { type: 'array', items: schema },
      value: [value],
      strictValue: [strictValue === undefined ? value : strictValue],
    })),
  ),
  sample: fc
    .dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
      fc.tuple(tie('any'), fc.constantFrom('required', 'given', 'missing')),
      { minKeys: 1, maxKeys: 4 },
    )
    .map((properties) => {
      const entries = Object.entries(properties);
      const given = entries.filter(([, [, presence]]) => presence !== 'missing');
      return {
        schema: {
          type: 'object',
          properties: Object.fromEntries(entries.map(([name, [{ schema }]]) => [name, schema])),
          required: entries.filter(([, [, presence]]) => presence === 'required').map(([name]) => name),
        },
        value: Object.fromEntries(given.map(([name, [{ value }]]) => [name, value])),
        strictValue: Object.fromEntries(
          entries.map(([name, [{ value, strictValue }, presence]]) => [
            name,
            presence === 'missing' ? null : strictValue === undefined ? value : strictValue,
          ]),
        ),
      };
    }),
}));

test('an answer to the strict schema comes back as one to the schema', async () => {
  await fc.assert(
    fc.asyncProperty(sample, async ({ schema, value, strictValue }) => {
      const result = toStrictSchema(schema);
      if (result.kind === 'not_strict') return;
      expect(await isValid(result.schema, strictValue)).toBe(true);
      const restored = result.restore(strictValue);
      expect(await isValid(schema, restored)).toBe(true);
      expect(withoutNulls(restored)).toEqual(withoutNulls(value));
    }),
    { numRuns: 50 },
  );
});

/** A property that may be null or missing says the same in both ways. */
function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, held: unknown) => (held === null ? undefined : held)));
}
