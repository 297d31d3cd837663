import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUDGET, CALLS, COMPLETE, CREATE_BUDGET } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { chatAnswer, startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

let upstream: Upstream;
let app: TestApp;
let budgetId: string;

beforeAll(async () => {
  upstream = await startUpstream(() => chatAnswer(1, 1));
  app = await startTestApp({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' });
  const { createBudget } = await app.run(CREATE_BUDGET, {
    input: { scope: { everything: true }, amount: '100', period: { recurring: { every: 'DAY' } } },
  });
  budgetId = expectType(createBudget, 'CreateBudgetSuccess').budget.id;
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

/** Whatever was wrong, it must not have left a trace. */
async function expectNoTrace(): Promise<void> {
  expect(upstream.requests).toHaveLength(0);
  const { calls } = await app.run(CALLS, {});
  expect(calls.edges).toEqual([]);
  const { budget } = await app.run(BUDGET, { id: budgetId });
  expect(budget).toMatchObject({ spent: '0', held: '0' });
}

describe('a wrong call is refused with the field and what is accepted, and leaves no trace', () => {
  const cases: [name: string, input: Record<string, unknown>, path: string, message: RegExp][] = [
    ['no prompt', { prompt: null }, 'prompt', /must be given, or one of template, context/],
    ['temperature 3', { parameters: { temperature: 3 } }, 'parameters.temperature', /from 0 to 2/],
    ['topP -1', { parameters: { topP: -1 } }, 'parameters.topP', /from 0 to 1/],
    [
      'frequencyPenalty 2.5',
      { parameters: { frequencyPenalty: 2.5 } },
      'parameters.frequencyPenalty',
      /from -2 to 2/,
    ],
    [
      'presencePenalty -3',
      { parameters: { presencePenalty: -3 } },
      'parameters.presencePenalty',
      /from -2 to 2/,
    ],
    ['maxTokens 0', { parameters: { maxTokens: 0 } }, 'parameters.maxTokens', /whole number from 1/],
    [
      'maxTokens above the limit of the model',
      { parameters: { maxTokens: 20_000 } },
      'parameters.maxTokens',
      /from 1 to 16384/,
    ],
    [
      'five stop sequences',
      { parameters: { stopSequences: ['a', 'b', 'c', 'd', 'e'] } },
      'parameters.stopSequences',
      /at most 4/,
    ],
    [
      'an empty stop sequence',
      { parameters: { stopSequences: [''] } },
      'parameters.stopSequences.0',
      /1 to 200/,
    ],
    [
      'temperature for a reasoning model',
      { model: 'o3', parameters: { temperature: 0.5 } },
      'parameters.temperature',
      /not taken by the model "o3"/,
    ],
    ['an empty prompt', { prompt: '' }, 'prompt', /must not be empty/],
    ['an operationId with a space', { operationId: 'a b' }, 'operationId', /1 to 200 of the characters/],
    ['an agentId with a line break', { agentId: 'a\nb' }, 'agentId', /without control characters/],
    [
      'a tag that comes twice',
      {
        tags: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
      'tags',
      /each key once/,
    ],
    ['a deadline of 0', { deadlineMs: 0 }, 'deadlineMs', /whole number from 1/],
    [
      'waitMs without WAIT',
      { budgetPolicy: { whenShort: 'REFUSE', waitMs: 5 } },
      'budgetPolicy.waitMs',
      /for whenShort: WAIT only/,
    ],
    [
      'a prompt of 10 MB',
      { prompt: 'word '.repeat(2_000_000) },
      'prompt',
      /at most 1048576 bytes .*MAX_PROMPT_BYTES/,
    ],
    [
      'a prompt beyond the context window',
      { prompt: 'word '.repeat(150_000) },
      'prompt',
      /context window of "gpt-4o" is 128000/,
    ],
  ];

  test.each(cases)('%s', async (_, input, path, message) => {
    const { complete } = await app.run(COMPLETE, { input: { prompt: 'Hello', ...input } });
    const error = expectType(complete, 'ValidationError');
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', retryable: false });
    expect(error.fields.map((field) => field.path)).toEqual([path]);
    expect(error.fields[0]?.message).toMatch(message);
    await expectNoTrace();
  });

  test('every wrong field is named at once', async () => {
    const { complete } = await app.run(COMPLETE, {
      input: { prompt: '', agentId: '', parameters: { temperature: 9, maxTokens: -1 } },
    });
    const paths = expectType(complete, 'ValidationError').fields.map((field) => field.path);
    expect(paths.sort()).toEqual(['agentId', 'parameters.maxTokens', 'parameters.temperature', 'prompt']);
    await expectNoTrace();
  });

  const invalidDocuments: [name: string, literal: string, message: RegExp][] = [
    ['NaN', 'prompt: "x", parameters: { temperature: NaN }', /Float cannot represent non numeric value/],
    [
      'an unknown enum value',
      'prompt: "x", parameters: { taskType: POETRY }',
      /does not exist in the "TaskType" enum/,
    ],
    ['an unknown field', 'prompt: "x", temprature: 1', /"temprature" is not defined by type "CompleteInput"/],
  ];

  test.each(invalidDocuments)('%s', async (_, literal, message) => {
    const { status, body } = await app.ask(`mutation { complete(input: { ${literal} }) { __typename } }`);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toMatch(message);
    expect(body.errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    await expectNoTrace();
  });

  test('without a key nothing is done', async () => {
    const { status, body } = await app.ask(
      'mutation { complete(input: { prompt: "x" }) { __typename } }',
      {},
      {},
    );
    expect(status).toBe(401);
    expect(body.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    const wrong = await app.ask(
      '{ usage(input: {}) { end } }',
      {},
      { authorization: `Bearer ${ADMIN_KEY}x` },
    );
    expect(wrong.status).toBe(401);
    await expectNoTrace();
  });
});

describe('a wrong budget is refused and not made', () => {
  const valid = {
    scope: { agentId: 'alice' },
    amount: '1',
    period: { recurring: { every: 'DAY' } },
  } as const;
  const cases: [name: string, input: Record<string, unknown>, path: string][] = [
    ['a negative amount', { amount: '-1' }, 'amount'],
    ['an amount of zero', { amount: '0' }, 'amount'],
    ['an amount finer than a nano-dollar', { amount: '0.0000000001' }, 'amount'],
    ['an amount that is no number', { amount: 'ten' }, 'amount'],
    ['an amount that no store can keep', { amount: '1000000000' }, 'amount'],
    ['a threshold above 1', { warningThresholds: [1.5] }, 'warningThresholds.0'],
    ['a threshold of 0', { warningThresholds: [0] }, 'warningThresholds.0'],
    [
      'an unknown time zone',
      { period: { recurring: { every: 'DAY', timeZone: 'Mars/Olympus' } } },
      'period.recurring.timeZone',
    ],
    [
      'a period that ends before it starts',
      { period: { fixed: { start: '2026-02-01T00:00:00Z', end: '2026-01-01T00:00:00Z' } } },
      'period.fixed.end',
    ],
    ['an empty agent', { scope: { agentId: '' } }, 'scope.agentId'],
  ];

  test.each(cases)('%s', async (_, input, path) => {
    const { createBudget } = await app.run(CREATE_BUDGET, { input: { ...valid, ...input } });
    expect(expectType(createBudget, 'ValidationError').fields.map((field) => field.path)).toEqual([path]);
  });

  test('a scope of two kinds', async () => {
    const { body } = await app.ask(
      'mutation { createBudget(input: { scope: { agentId: "a", model: "b" }, amount: "1", period: { recurring: { every: DAY } } }) { __typename } }',
    );
    expect(body.errors?.[0]?.message).toMatch(/exactly one/i);
  });
});
