import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GENERATE_OBJECT } from '../support/call-documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const PERSON = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 }, email: { type: 'string' } },
  required: ['name', 'age'],
  additionalProperties: false,
};
/** One model for each way to ask for data: strict structured output, a tool that has to be called, JSON mode, an instruction. */
const MODELS = ['gpt-4o', 'gpt-3.5-turbo', 'chatgpt-4o-latest', 'gpt-4-32k'];

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ CIRCUIT_BREAKER: 'false' });
});
afterAll(() => app.close());

async function generate(prompt: string, more: Record<string, unknown> = {}) {
  return (await app.run(GENERATE_OBJECT, { input: { prompt, schema: PERSON, ...more } })).generateObject;
}

describe.each(MODELS)('data from %s', (model) => {
  test('are valid against the schema', async () => {
    const { object, call } = expectType(await generate('Who?', { model }), 'GenerateObjectSuccess');
    expect(object).toMatchObject({ name: expect.any(String) as string, age: expect.any(Number) as number });
    expect(call).toMatchObject({ kind: 'OBJECT', status: 'COMPLETED', overHold: false });
  });

  test('can be of any JSON type', async () => {
    const schema = { type: 'array', items: { type: 'integer' }, minItems: 2 };
    const { object } = expectType(await generate('Which?', { model, schema }), 'GenerateObjectSuccess');
    expect(object).toSatisfy((value) => Array.isArray(value) && value.every(Number.isInteger));
  });

  test('are the stored ones for a repeat', async () => {
    const operationId = `object-of-${model}`;
    const first = expectType(await generate('Who?', { model, operationId }), 'GenerateObjectSuccess');
    expect(await generate('Who?', { model, operationId })).toEqual(first);
    const other = await generate('Who?', { model, operationId, maxRepairs: 1 });
    expect(expectType(other, 'OperationConflictError').code).toBe('OPERATION_CONFLICT');
  });
});

describe('an answer that is not valid', () => {
  test.each(['json=invalid*2', 'json=broken*2'])(
    '%s: is repaired within one call and its hold',
    async (fault) => {
      const { repairs, call } = expectType(await generate(`Who? #sandbox ${fault}`), 'GenerateObjectSuccess');
      expect(repairs).toBe(2);
      expect(call.attempts).toHaveLength(3);
      expect(Number(call.cost?.total)).toBeLessThanOrEqual(Number(call.held));
      expect(call.overHold).toBe(false);
    },
  );

  test('after all repairs is an error with what the model wrote, paid for', async () => {
    const error = expectType(await generate('Who? #sandbox json=invalid', { maxRepairs: 1 }), 'OutputError');
    expect(error.code).toBe('INVALID_OUTPUT');
    expect(error.message).toContain('name');
    expect(JSON.parse(error.text)).toBeTypeOf('object');
    expect(error.call.attempts).toHaveLength(2);
    expect(error.call).toMatchObject({ status: 'FAILED', error: { code: 'INVALID_OUTPUT' } });
    expect(Number(error.call.cost?.total)).toBeGreaterThan(0);
  });

  test('that was not JSON is told apart', async () => {
    const error = expectType(await generate('Who? #sandbox json=broken', { maxRepairs: 0 }), 'OutputError');
    expect(error.call.attempts).toHaveLength(1);
    expect(() => JSON.parse(error.text) as unknown).toThrow();
  });
});

test.each([
  ['refusal', 'OUTPUT_REFUSED'],
  ['length', 'OUTPUT_TRUNCATED'],
])('an answer with %s is not repaired, and says so: %s', async (fault, code) => {
  const error = expectType(await generate(`Who? #sandbox fail=${fault}`), 'OutputError');
  expect(error.code).toBe(code);
  expect(error.call.attempts).toHaveLength(1);
  expect(error.refusal === null).toBe(fault !== 'refusal');
});

test('an answer that the content filter cut says so', async () => {
  expectType(await generate('Who? #sandbox fail=filter'), 'ContentFilteredError');
});

describe('a schema that cannot be', () => {
  const deep = (depth: number): object =>
    depth === 0 ? { type: 'string' } : { type: 'array', items: deep(depth - 1) };
  test.each<[string, unknown, string]>([
    ['no schema', { type: 'nope' }, 'schema.type'],
    ['another document', { $ref: 'https://example.com/schema.json' }, 'schema.$ref'],
    ['too deep', deep(40), 'schema.'],
    ['too large', { enum: Array.from({ length: 30_000 }, (_, index) => `value ${index}`) }, 'schema'],
    ['a pattern of exponential time', { type: 'string', pattern: '(a+)+\\1$' }, 'schema.pattern'],
    ['not an object', 'string', 'schema'],
  ])('names the field: %s', async (_, schema, path) => {
    const error = expectType(await generate('Who?', { schema }), 'ValidationError');
    expect(error.fields[0]?.path.startsWith(path)).toBe(true);
  });
});
