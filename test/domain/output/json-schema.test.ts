import { describe, expect, test } from 'vitest';
import { ValidationError } from '../../../src/domain/errors.ts';
import { checkSchema, SCHEMA_LIMITS } from '../../../src/domain/output/json-schema.ts';

function problemOf(schema: unknown): string {
  try {
    checkSchema(schema);
  } catch (error) {
    if (error instanceof ValidationError) return error.message;
    throw error;
  }
  return 'none';
}

function nested(levels: number): unknown {
  let schema: unknown = { type: 'string' };
  for (let level = 0; level < levels; level++) schema = { items: schema };
  return schema;
}

function properties(count: number, schema: unknown): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema]));
}

/** Definitions of which each names the next one twice. */
function doubling(levels: number): unknown {
  const $defs: Record<string, unknown> = { [`d${levels}`]: { type: 'string' } };
  for (let level = 0; level < levels; level++) {
    const next = { $ref: `#/$defs/d${level + 1}` };
    $defs[`d${level}`] = { allOf: [next, next] };
  }
  return { $defs, $ref: '#/$defs/d0' };
}

describe('a schema that is refused says where and why', () => {
  test.each([
    ['a number', 7, 'schema: must be a JSON Schema'],
    ['null', null, 'schema: must be a JSON Schema'],
    ['a list', [], 'schema: must be a JSON Schema'],
    ['a property that is none', { properties: { a: 7 } }, 'schema.properties.a: must be a JSON Schema'],
    ['properties in a list', { properties: [] }, 'schema.properties: must be an object'],
    ['an empty anyOf', { anyOf: [] }, 'schema.anyOf: must be a list'],
    [
      'another draft',
      { $schema: 'http://json-schema.org/draft-04/schema#' },
      'schema.$schema: must be JSON Schema draft',
    ],
    [
      'a reference to the web',
      { $ref: 'https://example.com/a.json' },
      'schema.$ref: must point to a schema inside',
    ],
    ['a reference to a file', { $ref: 'file:///etc/passwd' }, 'schema.$ref: must point to a schema inside'],
    ['a reference to nothing', { $ref: '#/$defs/none' }, 'schema.$ref: must point to a schema inside'],
    [
      'a reference to what is no schema',
      { enum: [{}], $ref: '#/enum/0' },
      'schema.$ref: must point to a schema inside',
    ],
    ['a reference that is none', { $ref: 7 }, 'schema.$ref: must point to a schema inside'],
    ['a run-time reference', { $dynamicRef: '#a' }, 'schema.$dynamicRef: is not supported'],
    [
      'an id inside',
      { properties: { a: { $id: 'b' } } },
      'schema.properties.a.$id: is only accepted at the top',
    ],
    ['a loop', { $ref: '#' }, 'schema.$ref: refers to itself'],
    [
      'a longer loop',
      { $defs: { a: { anyOf: [{ $ref: '#/$defs/b' }] }, b: { not: { $ref: '#/$defs/a' } } } },
      'refers to itself',
    ],
    ['references that double 14 times', doubling(14), 'multiplies by its references'],
    ['references that double 30 times', doubling(30), 'multiplies by its references'],
    [
      'a property named __proto__',
      { properties: JSON.parse('{"__proto__":{}}') as unknown },
      'schema.properties.__proto__: is not accepted',
    ],
    ['a long pattern', { pattern: 'a'.repeat(1001) }, 'schema.pattern: must be at most 1000 characters'],
    [
      'a long pattern of names',
      { patternProperties: { ['a'.repeat(1001)]: {} } },
      'must be at most 1000 characters',
    ],
    [
      'a tuple of the old kind in the new draft',
      { $schema: 'https://json-schema.org/draft/2020-12/schema', items: [{}] },
      'schema.items: must be one schema',
    ],
  ])('%s', (_, schema, problem) => {
    expect(problemOf(schema)).toContain(problem);
  });

  test.each([
    ['bytes', { description: 'a'.repeat(SCHEMA_LIMITS.maxBytes) }],
    ['bytes of UTF-8', { description: 'é'.repeat(SCHEMA_LIMITS.maxBytes / 2) }],
    ['levels of schemas', nested(SCHEMA_LIMITS.maxDepth + 1)],
    ['schemas', { properties: properties(SCHEMA_LIMITS.maxNodes, true) }],
    ['alternatives', { oneOf: Array.from({ length: SCHEMA_LIMITS.maxAlternatives + 1 }, () => true) }],
  ])('too many %s', (_, schema) => {
    expect(problemOf(schema)).toMatch(/must (be|have) at most|nested deeper/);
  });

  test('JSON nested too deep to be walked', () => {
    const text = '['.repeat(50_000) + ']'.repeat(50_000);
    expect(problemOf({ const: JSON.parse(text) as unknown })).toContain('nested deeper than 128 levels');
  });
});

describe('a schema that is accepted', () => {
  test.each([
    ['at the limit of depth', nested(SCHEMA_LIMITS.maxDepth)],
    ['at the limit of schemas', { properties: properties(SCHEMA_LIMITS.maxNodes - 1, true) }],
    ['a tree', { properties: { children: { items: { $ref: '#' } } } }],
    [
      'definitions that contain each other',
      { $defs: { a: { items: { $ref: '#/$defs/b' } }, b: { items: { $ref: '#/$defs/a' } } } },
    ],
    ['a reference with escapes', { $defs: { 'a/b~c d': true }, $ref: '#/$defs/a~1b~0c%20d' }],
    ['references that double a few times', doubling(10)],
    [
      'a property with the name of a keyword',
      { properties: { $ref: { type: 'string' }, $id: { type: 'string' } } },
    ],
    ['true', true],
  ])('%s', (_, schema) => {
    expect(problemOf(schema)).toBe('none');
  });

  test('keeps what it has to say, and drops what ajv would take as an order', () => {
    const { root } = checkSchema({
      $id: 'https://example.com/a',
      $async: true,
      $comment: 'x',
      default: { a: 1 },
      examples: [1],
      nullable: true,
      type: 'object',
      description: 'A place',
      properties: { a: { type: 'string', format: 'uuid' } },
    });
    expect(root).toEqual({
      type: 'object',
      description: 'A place',
      properties: { a: { type: 'string', format: 'uuid' } },
    });
  });

  test('is of draft 07 when only that draft has its keywords', () => {
    expect(checkSchema({ items: [{ type: 'string' }] }).draft).toBe('07');
    expect(checkSchema({ dependencies: { a: ['b'] } }).draft).toBe('07');
    expect(checkSchema({ $schema: 'http://json-schema.org/draft-07/schema#' }).draft).toBe('07');
    expect(checkSchema({ definitions: { a: true } }).draft).toBe('2020-12');
  });

  test('has the same hash again, and another in another draft', () => {
    const schema = { type: 'string' };
    expect(checkSchema(schema).hash).toBe(checkSchema({ ...schema, $comment: 'other' }).hash);
    expect(checkSchema(schema).hash).not.toBe(
      checkSchema({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema }).hash,
    );
  });
});
