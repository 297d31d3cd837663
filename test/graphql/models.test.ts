import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allFieldsOf } from '../support/all-fields.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { chatAnswer, startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

let upstream: Upstream;
let app: TestApp;
let sent: number;

beforeAll(async () => {
  upstream = await startUpstream(() => {
    sent += 1;
    return chatAnswer(1_000, 100);
  });
  app = await startTestApp({
    OPENAI_BASE_URL: upstream.url,
    MODEL_PRICES: JSON.stringify({
      'my-model': { input: '1', output: '2' },
      'openai/gpt-4o-mini': { input: '0.10', output: '0.40' },
      'claude-sonnet-4-5': { input: '3.3', output: '16.5' },
    }),
  });
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

interface Listed {
  name: string;
  provider: string;
  [field: string]: unknown;
}

async function list(filter: object, fields = 'name provider'): Promise<Listed[]> {
  const { body } = await app.ask(`query ($filter: ModelFilter) { models(filter: $filter) { ${fields} } }`, {
    filter,
  });
  expect(body.errors).toBeUndefined();
  return (body.data as { models: Listed[] }).models;
}

async function complete(model: string, fields: string): Promise<Record<string, unknown>> {
  sent = 0;
  const { body } = await app.ask(
    `mutation ($model: String!) { complete(input: { prompt: "Hello", model: $model }) { __typename ${fields} } }`,
    { model },
  );
  expect(body.errors).toBeUndefined();
  return (body.data as { complete: Record<string, unknown> }).complete;
}

describe('the list of models', () => {
  test('says everything about a model, with exact prices', async () => {
    const [model] = await list(
      { name: 'gpt-5-2025-08-07' },
      `name id provider family kind callable retired aliases snapshots encoding contextWindow maxOutputTokens parameters supports
       price { version effectiveFrom tiers { fromPromptTokens input cacheRead cacheWrite output }
               batchTiers { input } priorityTiers { output } }`,
    );
    expect(model).toEqual({
      name: 'gpt-5',
      id: 'gpt-5',
      provider: 'openai',
      family: 'gpt-5',
      kind: 'CHAT',
      callable: true,
      retired: false,
      aliases: [],
      snapshots: ['gpt-5-2025-08-07'],
      encoding: 'o200k_base',
      contextWindow: 400_000,
      maxOutputTokens: 128_000,
      parameters: ['seed', 'reasoningEffort'],
      supports: ['STREAMING', 'TOOLS', 'STRUCTURED_OUTPUT', 'VISION', 'REASONING'],
      price: {
        version: 'genai-prices@0.1.8/gpt-5',
        effectiveFrom: null,
        tiers: [{ fromPromptTokens: 0, input: '1.25', cacheRead: '0.125', cacheWrite: '1.25', output: '10' }],
        batchTiers: [{ input: '0.625' }],
        priorityTiers: [{ output: '20' }],
      },
    });
  });

  test('has every field of every model', async () => {
    const models = await list({}, allFieldsOf('Model').slice(1, -1));
    expect(models.length).toBeGreaterThan(150);
  });

  test('is filtered by each field, all together', async () => {
    const names = async (filter: object) => (await list(filter)).map(({ name }) => name);
    expect(await names({ family: 'gpt-4o' })).toEqual(['gpt-4o', 'gpt-4o-2024-05-13']);
    expect(await names({ name: 'TEXT-embedding-3' })).toEqual([
      'text-embedding-3-large',
      'text-embedding-3-small',
    ]);
    expect(await names({ provider: 'google', kind: 'EMBEDDING' })).toEqual([
      'gemini-embedding-001',
      'gemini-embedding-2',
    ]);
    expect(await names({ name: 'o3', supports: ['VISION', 'REASONING'], callable: true })).toEqual([
      'o3',
      'o3-pro',
    ]);
    expect(await names({ provider: 'nobody' })).toEqual([]);
    const notCallable = await list({ callable: false }, 'provider callable');
    expect(notCallable.filter(({ provider, callable }) => provider === 'openai' || callable)).toEqual([]);
    expect(await names({ callable: true })).toEqual([...(await names({ provider: 'openai' }))]);
  });

  test('has prices of one’s own in place of the listed ones, and the models that only have such', async () => {
    const fields =
      'name provider callable price { version effectiveFrom tiers { input output } batchTiers { input } }';
    const priceOf = async (name: string) =>
      (await list({ name }, fields)).filter((model) => model.name === name);
    expect(await priceOf('my-model')).toMatchObject([
      {
        provider: 'openai',
        callable: true,
        price: { effectiveFrom: null, tiers: [{ input: '1', output: '2' }] },
      },
    ]);
    expect(await priceOf('gpt-4o-mini')).toMatchObject([
      { price: { tiers: [{ input: '0.1', output: '0.4' }], batchTiers: null } },
    ]);
    expect(await priceOf('claude-sonnet-4-5')).toMatchObject([
      { provider: 'openai', callable: true, price: { tiers: [{ input: '3.3', output: '16.5' }] } },
    ]);
  });

  test('refuses a filter that cannot match', async () => {
    const { body } = await app.ask('{ models(filter: { name: "" }) { name } }');
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

describe('a call', () => {
  test('of a provider that is not configured is refused before anything is held or sent', async () => {
    for (const model of ['claude-opus-4-8', 'anthropic/claude-opus-4-8', 'claude-opus-4-8-20260101']) {
      const answer = await complete(
        model,
        '... on ProviderNotConfiguredError { code message retryable model provider configured }',
      );
      expect(answer).toMatchObject({
        __typename: 'ProviderNotConfiguredError',
        code: 'PROVIDER_NOT_CONFIGURED',
        retryable: false,
        provider: 'anthropic',
        configured: ['openai'],
      });
      expect(answer['message']).toContain('MODEL_PRICES');
    }
    expect(sent).toBe(0);
    const { body } = await app.ask('{ calls(filter: { model: "claude-opus-4-8" }) { edges { cursor } } }');
    expect(body.data).toEqual({ calls: { edges: [] } });
  });

  test('of a provider that is not configured has no preview either', async () => {
    const { body } = await app.ask(
      '{ previewCall(input: { prompt: "Hello", model: "gemini-2.5-pro" }) { ... on ProviderNotConfiguredError { provider } } }',
    );
    expect(body).toEqual({ data: { previewCall: { provider: 'google' } } });
  });

  test('of a hosted model names the host', async () => {
    expect(
      await complete('groq/openai/gpt-oss-20b', '... on ProviderNotConfiguredError { model provider }'),
    ).toEqual({
      __typename: 'ProviderNotConfiguredError',
      model: 'groq/openai/gpt-oss-20b',
      provider: 'groq',
    });
  });

  test('of a model that somebody has given a price goes to the configured server, whoever made the model', async () => {
    const answer = await complete(
      'claude-sonnet-4-5',
      '... on CompleteSuccess { cost { total } call { provider } }',
    );
    expect(answer).toMatchObject({ call: { provider: 'openai' }, cost: { total: '0.00495' } });
    expect(sent).toBe(1);
  });

  test('can name the provider, and is the same call', async () => {
    const answer = await complete(
      'openai/gpt-4o-mini',
      '... on CompleteSuccess { cost { total } call { model } }',
    );
    expect(answer).toMatchObject({ call: { model: 'gpt-4o-mini' }, cost: { total: '0.00014' } });
  });

  test('of a model for embeddings is refused by field', async () => {
    expect(
      await complete('text-embedding-3-small', '... on ValidationError { fields { path message } }'),
    ).toEqual({
      __typename: 'ValidationError',
      fields: [{ path: 'model', message: 'must be a chat model; "text-embedding-3-small" makes embeddings' }],
    });
  });

  test('of an unknown model says which there are, callable ones first, and how to give it a price', async () => {
    const unknown = '... on UnknownModelPriceError { suggestions message }';
    const mistyped = await complete('gpt-4o-mni', unknown);
    expect(mistyped['suggestions']).toContain('gpt-4o-mini');
    expect(mistyped['message']).toMatch(/Did you mean gpt-4o.*setModelPrice.*MODEL_PRICES/);
    expect((await complete('llama-3.3-70b-versatle', unknown))['suggestions']).toEqual([
      'groq/llama-3.3-70b-versatile',
    ]);
  });
});
