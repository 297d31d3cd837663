import Libsql from 'libsql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHAT } from '../support/call-documents.ts';
import { BUDGET, CREATE_BUDGET } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    MAX_RETRIES: '1',
    CIRCUIT_BREAKER: 'false',
    MODEL_ALIASES: '{"fast":"gpt-4o-mini","safe":["gpt-4o","gpt-4o-mini"]}',
  });
});
afterAll(() => app.close());

async function chat(content: string, more: Record<string, unknown> = {}) {
  return (await app.run(CHAT, { input: { messages: [{ role: 'USER', content }], ...more } })).chat;
}

async function budgetOn(model: string): Promise<string> {
  const { createBudget } = await app.run(CREATE_BUDGET, {
    input: { scope: { model }, amount: '100', period: { recurring: { every: 'DAY', timeZone: 'UTC' } } },
  });
  return expectType(createBudget, 'CreateBudgetSuccess').budget.id;
}

describe('a list of models', () => {
  const models = ['gpt-4o', 'gpt-4o-mini'];

  test('is asked from the front: the first that works answers', async () => {
    const { call } = expectType(await chat('Hello.', { models }), 'ChatSuccess');
    expect(call).toMatchObject({ model: 'gpt-4o', requestedModels: models });
    expect(call.attempts.map(({ model }) => model)).toEqual(['gpt-4o']);
  });

  test.each([
    ['server errors, after its retries', '503', 3],
    ['rate limits, after its retries', '429', 3],
    ['a request that is too long for it', 'context', 2],
    ['its content filter', 'blocked', 2],
    ['an account without money', 'quota', 2],
  ])('goes on after %s', async (_, fault, attempts) => {
    const { call } = expectType(
      await chat(`Hello ${fault}. #sandbox fail@gpt-4o=${fault}`, { models }),
      'ChatSuccess',
    );
    expect(call.model).toBe('gpt-4o-mini');
    expect(call.attempts).toHaveLength(attempts);
    expect(call.attempts.map(({ error }) => error === null)).toEqual([
      ...Array.from({ length: attempts - 1 }, () => false),
      true,
    ]);
  });

  test('is told in the event of the end: who answered, and why others did not', async () => {
    /** The attempts that the events of a call's end tell. */
    const toldOf = async (operationId: string) => {
      const { body } = await app.ask(
        `{ events(first: 100, filter: { operationIds: ["${operationId}"] }) { edges { node {
          ... on ModelCallCompleted { attempts { provider model errorCode } }
          ... on ModelCallFailed { attempts { provider model errorCode } } } } } }`,
      );
      const { events } = body.data as { events: { edges: { node: { attempts?: object[] } }[] } };
      return events.edges.flatMap(({ node }) => (node.attempts === undefined ? [] : [node.attempts]));
    };
    await chat('Hello. #sandbox fail@gpt-4o=blocked', { models, operationId: 'told-answered' });
    expect(await toldOf('told-answered')).toEqual([
      [
        { provider: 'openai', model: 'gpt-4o', errorCode: 'CONTENT_FILTERED' },
        { provider: 'openai', model: 'gpt-4o-mini', errorCode: null },
      ],
    ]);
    await chat('Hello. #sandbox fail=400', { operationId: 'told-failed' });
    expect(await toldOf('told-failed')).toEqual([
      [{ provider: 'openai', model: 'gpt-4o', errorCode: 'PROVIDER_REJECTED_REQUEST' }],
    ]);
    // as versions wrote it that told none
    const file = new Libsql(app.storePath);
    file
      .prepare(
        `UPDATE events SET payload = json_remove(payload, '$.attempts') WHERE operation_id = 'told-failed'`,
      )
      .run();
    file.close();
    expect(await toldOf('told-failed')).toEqual([[]]);
  });

  test('ends with the last error when none works, and says what each answered', async () => {
    const error = expectType(await chat('Hello. #sandbox fail=503', { models }), 'ProviderError');
    expect(error.category).toBe('SERVER');
    expect(error.call.attempts.map(({ model }) => model)).toEqual([
      'gpt-4o',
      'gpt-4o',
      'gpt-4o-mini',
      'gpt-4o-mini',
    ]);
  });

  test('does not go on when the request itself is wrong', async () => {
    const error = expectType(await chat('Hello. #sandbox fail=400', { models }), 'ProviderError');
    expect(error.call.attempts).toHaveLength(1);
  });

  test('holds what the dearest of them can cost, and charges what was used', async () => {
    const dear = expectType(await chat('Hello.', { model: 'gpt-4o' }), 'ChatSuccess');
    const { call } = expectType(
      await chat('Hello. #sandbox fail@gpt-4o-mini=503', { models: ['gpt-4o-mini', 'gpt-4o'] }),
      'ChatSuccess',
    );
    expect(Number(call.held)).toBeGreaterThanOrEqual(Number(dear.call.held));
    expect(call.model).toBe('gpt-4o');
    expect(Number(call.cost?.total)).toBeCloseTo(Number(call.attempts.at(-1)?.cost.total), 9);
  });

  test('leaves out for a fallback what it does not take, and rejects it for the first', async () => {
    const parameters = { temperature: 0.5 };
    const fallback = await chat('Hello. #sandbox fail@gpt-4o=503', {
      models: ['gpt-4o', 'o3-mini'],
      parameters,
    });
    expect(expectType(fallback, 'ChatSuccess').call.model).toBe('o3-mini');
    const first = await chat('Hello.', { models: ['o3-mini', 'gpt-4o'], parameters });
    expect(expectType(first, 'ValidationError').fields[0]?.path).toBe('parameters.temperature');
  });
});

test('a budget on a model pays for the attempts of that model only', async () => {
  const [first, second] = [await budgetOn('gpt-4.1'), await budgetOn('gpt-4.1-mini')];
  const { call } = expectType(
    await chat('Hello. #sandbox fail@gpt-4.1=503', { models: ['gpt-4.1', 'gpt-4.1-mini'] }),
    'ChatSuccess',
  );
  expect(call.model).toBe('gpt-4.1-mini');
  const spentBy = async (id: string) => (await app.run(BUDGET, { id })).budget;
  expect(await spentBy(first)).toMatchObject({ spent: '0', held: '0' });
  expect(await spentBy(second)).toMatchObject({ spent: call.cost?.total, held: '0' });
});

describe('an alias', () => {
  test('stands for its models', async () => {
    expect(expectType(await chat('Hello.', { model: 'fast' }), 'ChatSuccess').call.model).toBe('gpt-4o-mini');
    const { call } = expectType(
      await chat('Hello. #sandbox fail@gpt-4o=503', { model: 'safe' }),
      'ChatSuccess',
    );
    expect(call.model).toBe('gpt-4o-mini');
  });

  test('and its model are one in a list', async () => {
    const { call } = expectType(await chat('Hello.', { models: ['fast', 'safe'] }), 'ChatSuccess');
    expect(call.requestedModels).toEqual(['gpt-4o-mini', 'gpt-4o']);
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ['model and models', { model: 'gpt-4o', models: ['gpt-4o-mini'] }, 'models'],
  ['a model twice', { models: ['gpt-4o', 'gpt-4o'] }, 'models'],
  ['no model', { models: [] }, 'models'],
  ['a price for two', { models: ['a', 'b'], price: { input: '1', output: '1' } }, 'price'],
])('a choice that cannot be names the field: %s', async (_, input, path) => {
  const error = expectType(await chat('Hello.', input), 'ValidationError');
  expect(error.fields.map((field) => field.path)).toEqual([path]);
});

test('a list of models brings no more retries in than one model: calls that all fail use them up', async () => {
  const failing = await startTestApp({ MAX_RETRIES: '1', CIRCUIT_BREAKER: 'false', RETRY_BUDGET: '1' });
  const models = ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1'];
  const input = { messages: [{ role: 'USER' as const, content: 'Hello. #sandbox fail=503' }], models };
  let last = 0;
  // the first hundred retries are for nothing, and each call asks for three and brings one in
  for (let calls = 0; calls < 80; calls += 1) {
    const error = expectType((await failing.run(CHAT, { input })).chat, 'ProviderError');
    last = error.call.attempts.length;
  }
  expect(last).toBeLessThan(2 * models.length);
  await failing.close();
});
