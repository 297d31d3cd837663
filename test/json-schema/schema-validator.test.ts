import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { formatProblems, MAX_SCHEMA_PROBLEMS } from '../../src/domain/output/schema-validator.ts';
import { createSchemaValidator } from '../../src/json-schema/schema-validator.ts';

const workerErrors: unknown[] = [];
const onWorkerError = (error: unknown) => workerErrors.push(error);
const validator = createSchemaValidator({
  onWorkerError,
  compileDeadlineMs: 20_000,
  validateDeadlineMs: 10_000,
});

afterAll(async () => {
  await validator.close();
  expect(workerErrors).toEqual([]);
});

async function verdict(schema: unknown, value: unknown) {
  const compiled = await validator.compile(schema);
  return compiled.validate(value);
}

async function problems(schema: unknown, value: unknown): Promise<string[]> {
  const result = await verdict(schema, value);
  if (result.kind !== 'invalid') throw new Error(`the value is ${result.kind}`);
  return result.problems.map(({ path, message }) => `${path} ${message}`);
}

async function isValid(schema: unknown, value: unknown): Promise<boolean> {
  return (await verdict(schema, value)).kind === 'valid';
}

describe('problems are told in words that a model can act on', () => {
  const schema = {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 2 },
      age: { type: ['integer', 'null'] },
      role: { enum: ['cook', 'guest'] },
      tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    },
    required: ['name', 'age'],
    additionalProperties: false,
  };

  test.each([
    ['a missing property', { name: 'Al' }, ' lacks the required property "age"'],
    ['a wrong type', { name: 'Al', age: '7' }, '/age must be an integer or null, and is a string'],
    [
      'a number that is not whole',
      { name: 'Al', age: 7.5 },
      '/age must be an integer or null, and is the number 7.5',
    ],
    [
      'one property too many',
      { name: 'Al', age: 7, 'a/b': 1 },
      ' has the property "a/b", which is not allowed; allowed are "name", "age", "role" and "tags"',
    ],
    [
      'a value that is not in the list',
      { name: 'Al', age: 7, role: 'king' },
      '/role must be one of "cook", "guest"',
    ],
    [
      'the same item twice',
      { name: 'Al', age: 7, tags: ['a', 'a'] },
      '/tags must not contain the same item twice',
    ],
    ['a short text', { name: 'A', age: 7 }, '/name must NOT have fewer than 2 characters'],
  ])('%s', async (_, value, problem) => {
    expect(await problems(schema, value)).toEqual([problem]);
  });

  test('all of them at once, but no more than 20', async () => {
    expect(await problems(schema, { role: 1, tags: [1, 2] })).toHaveLength(5);
    const many = await problems(
      { items: { type: 'string' } },
      Array.from({ length: 1000 }, (_, index) => index),
    );
    expect(many).toHaveLength(MAX_SCHEMA_PROBLEMS);
  });

  test('alternatives come with what is wrong in each', async () => {
    const either = { anyOf: [{ type: 'string' }, { type: 'object', required: ['a'] }] };
    expect(await problems(either, {})).toEqual([
      ' fits none of the schemas that are allowed here (anyOf)',
      ' must be a string, and is an object',
      ' lacks the required property "a"',
    ]);
  });

  test('long names and lists are cut', async () => {
    const [problem] = await problems({ additionalProperties: false }, { ['😀'.repeat(5000)]: 1 });
    expect(problem!.length).toBeLessThan(320);
    expect(() => encodeURIComponent(problem!)).not.toThrow();
  });

  test('as a text for the next turn', () => {
    expect(
      formatProblems([
        { path: '', message: 'must be a list' },
        { path: '/a', message: 'is wrong' },
      ]),
    ).toBe('- the whole value: must be a list\n- /a: is wrong');
  });
});

describe('a schema whose keywords are wrong is refused', () => {
  test.each([
    [{ type: 'text' }, 'schema.type: must be one of "array"'],
    [{ properties: { a: { minLength: -1 } } }, 'schema.properties.a.minLength: must be >= 0'],
    [{ required: 'a' }, 'schema.required: must be an array, and is a string'],
    [
      { properties: { a: { pattern: '(?=a)' } } },
      "schema.properties.a.pattern: can't be matched in linear time",
    ],
    [
      { patternProperties: { '(a)\\1': {} } },
      "schema.patternProperties.(a)\\1: can't be matched in linear time",
    ],
    [{ pattern: '(' }, 'schema.pattern: is no regular expression'],
  ])('%j', async (schema, problem) => {
    await expect(validator.compile(schema)).rejects.toThrow(problem);
  });
});

describe('what ajv would get wrong', () => {
  test.each([
    [
      'names that every object inherits are missing all the same',
      { required: ['toString', 'constructor'] },
      {},
      false,
    ],
    [
      'a property named constructor is checked',
      { properties: { constructor: { type: 'string' } } },
      {},
      true,
    ],
    ['$async makes no promise of a verdict', { $async: true, type: 'string' }, 7, false],
    ['a value with valueOf can be compared', { const: { valueOf: 1 } }, { valueOf: 1 }, true],
    [
      'objects are the same in any order',
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      false,
    ],
    ['one is not "1"', { uniqueItems: true }, [1, '1', true], true],
    ['19.99 is a multiple of 0.01', { multipleOf: 0.01 }, 19.99, true],
    [
      'two patterns are two patterns',
      { properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } } },
      { a: 'a', b: 'a' },
      false,
    ],
    ['unknown formats and keywords say nothing', { format: 'moon', wings: 2 }, 'x', true],
    [
      'a tree can contain itself',
      { type: 'object', properties: { child: { $ref: '#' } }, required: ['child'] },
      { child: {} },
      false,
    ],
    [
      'siblings of a reference count',
      { $defs: { a: { type: 'string' } }, $ref: '#/$defs/a', minLength: 2 },
      'a',
      false,
    ],
    ['false fits nothing', false, 1, false],
  ])('%s', async (_, schema, value, valid) => {
    expect(await isValid(schema, value)).toBe(valid);
  });

  test('a tuple in each draft', async () => {
    expect(await isValid({ prefixItems: [{ type: 'string' }], items: false }, ['a', 1])).toBe(false);
    expect(await isValid({ items: [{ type: 'string' }], additionalItems: false }, ['a'])).toBe(true);
    expect(await isValid({ items: [{ type: 'string' }], additionalItems: false }, ['a', 1])).toBe(false);
  });
});

describe('a hostile schema', () => {
  // code that would run in the thread that compiles it, had ajv put the text into its code unescaped
  const code = `"];throw new Error("ran");["\\u2028\`\${process.exit(7)}\`*/'); }); process.exit(7); //`;

  test.each([
    ['name', { properties: { [code]: { type: 'string' } }, required: [code] }],
    [
      'pattern of names',
      {
        patternProperties: {
          [`^x${'"]});process.exit(7);//'.replace(/[\])}(]/g, '\\$&')}`]: { type: 'string' },
        },
      },
    ],
    [
      'definition',
      {
        $defs: { [code]: { type: 'object' } },
        $ref: `#/$defs/${encodeURIComponent(code.replaceAll('/', '~1'))}`,
      },
    ],
    [
      'constant',
      {
        anyOf: [
          { const: code },
          { enum: [code, 1] },
          { title: code, description: code, format: code, type: 'object' },
        ],
      },
    ],
    [
      'dependency',
      { dependentRequired: { [code]: [code] }, dependentSchemas: { [code]: { required: [code] } } },
    ],
    ['unknown keyword', { [code]: { [code]: code }, type: 'object' }],
  ])('its %s is never code', async (_, schema) => {
    expect((await verdict(schema, {})).kind).toMatch(/^(in)?valid$/);
  });

  test('names of any characters are only names', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
        fc.string(),
        async (name, text) => {
          fc.pre(name !== '__proto__');
          const schema = {
            properties: { [name]: { const: text } },
            required: [name],
            additionalProperties: false,
          };
          expect(await isValid(schema, { [name]: text })).toBe(true);
          expect(await isValid(schema, { [name]: `${text}.` })).toBe(false);
          expect(await isValid(schema, {})).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each([
    ['nested quantifiers', { pattern: '^(a+)+$' }, `${'a'.repeat(50_000)}!`],
    [
      'unique objects',
      { uniqueItems: true, items: false },
      Array.from({ length: 50_000 }, (_, index) => ({ index })),
    ],
    [
      'a problem for each of many items',
      { items: { type: 'string', not: {} } },
      Array.from({ length: 100_000 }, () => 1),
    ],
  ])('%s are decided in linear time', async (_, schema, value) => {
    expect((await verdict(schema, value)).kind).toBe('invalid');
  });

  test('the server goes on while it is compiled, and others do not wait for it', async () => {
    const large = {
      properties: Object.fromEntries(
        Array.from({ length: 1900 }, (_, index) => [`p${index}`, { type: 'string', minLength: 1 }]),
      ),
    };
    let done = false;
    const compiling = validator.compile(large).finally(() => {
      done = true;
    });
    await turn();
    expect(await isValid({ type: 'string', title: 'small' }, 'a')).toBe(true);
    expect(done).toBe(false);
    await compiling;
  });
});

describe('at the deadline', () => {
  /** Each level is checked twice as often as the one around it. */
  const twice = { properties: { a: { $ref: '#' } } };
  const exponential = { allOf: [{ type: 'object' }, twice, structuredClone(twice)] };
  const deep = JSON.parse(`${'{"a":'.repeat(60)}{}${'}'.repeat(60)}`) as unknown;

  test('a value that takes for ever is undecided, never valid, and the next one is decided', async () => {
    const hurried = createSchemaValidator({ onWorkerError, validateDeadlineMs: 1_000 });
    const compiled = await hurried.compile(exponential);
    expect((await compiled.validate(deep)).kind).toBe('undecided');
    expect((await compiled.validate({ a: {} })).kind).toBe('valid');
    await hurried.close();
  });

  test('an invalid value is invalid though looking for more problems takes for ever', async () => {
    const hurried = createSchemaValidator({ onWorkerError, compileDeadlineMs: 2000 });
    const compiled = await hurried.compile({
      properties: { first: { type: 'string' }, rest: { $ref: '#/$defs/x' } },
      $defs: {
        x: {
          allOf: [
            { type: 'object' },
            { properties: { a: { $ref: '#/$defs/x' } } },
            { properties: { a: { $ref: '#/$defs/x' } } },
          ],
        },
      },
    });
    const result = await compiled.validate({ first: 1, rest: deep });
    expect(result).toEqual({
      kind: 'invalid',
      problems: [{ path: '/first', message: 'must be a string, and is the number 1' }],
    });
    await hurried.close();
  });

  test('a schema that takes too long is refused, and at once when it comes again', async () => {
    const hurried = createSchemaValidator({ onWorkerError, compileDeadlineMs: 1 });
    const large = {
      properties: Object.fromEntries(
        Array.from({ length: 1000 }, (_, index) => [`p${index}`, { type: 'string' }]),
      ),
    };
    await expect(hurried.compile(large)).rejects.toThrow('schema: takes too long to compile');
    await expect(hurried.compile(large)).rejects.toThrow('schema: takes too long to compile');
    await hurried.close();
  });

  test('a value too large to be checked is undecided', async () => {
    expect((await verdict({}, 'a'.repeat(2_000_001))).kind).toBe('undecided');
  });

  test('after the end nothing is valid', async () => {
    const closed = createSchemaValidator({ onWorkerError });
    const compiled = await closed.compile({ type: 'string', title: 'closed' });
    await closed.close();
    expect((await compiled.validate('a')).kind).toBe('undecided');
    await expect(closed.compile({ type: 'number' })).rejects.toThrow('the server is stopping');
  });
});
