import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { TRANSPORTS } from '../support/asker.ts';
import { issueKey } from '../support/issued-keys.ts';
import type { IssuedTestKey } from '../support/issued-keys.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

interface Answered {
  data: { complete: Record<string, unknown> & { __typename: string } };
  extensions?: { rateLimits?: { left: Record<string, unknown>[]; retryAfterMs: number | null } };
}

const QUERY = `mutation($input: CompleteInput!) {
  complete(input: $input) {
    __typename
    ... on CompleteSuccess { call { operationId agentId } usage { totalTokens } }
    ... on RateLimitedError { limit limitValue model retryAfterMs }
    ... on Error { code message retryable }
  }
}`;

async function complete(app: TestApp, key: IssuedTestKey, input: object = {}) {
  const response = await app.app.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...key.headers },
      body: JSON.stringify({ query: QUERY, variables: { input: { prompt: 'Hello', ...input } } }),
    }),
  );
  const body = (await response.json()) as Answered;
  return { headers: response.headers, body, result: body.data.complete };
}

await describeOnEachStore('a key with limits', (kind) => {
  let one: TestApp;
  let two: TestApp;
  beforeAll(async () => {
    const store = kind.open();
    one = await startTestApp({ STORE_URL: store.storeUrl });
    two = await startTestApp({ STORE_URL: store.storeUrl });
    return async () => {
      await one.close();
      await two.close();
      await store.remove();
    };
  }, 120_000);

  test('makes so many calls a minute, over all instances, and is told what is left and when to come again', async () => {
    const key = await issueKey(one, { limits: { requestsPerMinute: 6 } });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => complete(index % 2 === 0 ? one : two, key)),
    );
    expect(answers.filter(({ result }) => result.__typename === 'CompleteSuccess')).toHaveLength(6);
    const { headers, body, result } = await complete(one, key);
    expect(result).toEqual({
      __typename: 'RateLimitedError',
      limit: 'REQUESTS',
      limitValue: 6,
      model: null,
      retryAfterMs: expect.any(Number) as number,
      code: 'KEY_RATE_LIMITED',
      message: expect.stringMatching(/^This key may have 6 calls a minute\. Try again in \d+ s\.$/) as string,
      retryable: true,
    });
    const retryAfterMs = result['retryAfterMs'] as number;
    expect(retryAfterMs).toBeLessThanOrEqual(10_000);
    expect(body.extensions?.rateLimits).toEqual({
      left: [{ kind: 'REQUESTS', limit: 6, remaining: 0 }],
      retryAfterMs,
    });
    expect(headers.get('retry-after')).toBe(String(Math.ceil(retryAfterMs / 1000)));
    expect(headers.get('x-ratelimit-remaining-requests')).toBe('0');
    expect(headers.get('x-ratelimit-limit-requests')).toBe('6');
  });

  test('uses so many tokens a minute: what a call did not use is given back', async () => {
    const key = await issueKey(one, { limits: { tokensPerMinute: 1_000 } });
    const parameters = { maxTokens: 900 };
    const first = await complete(one, key, { parameters });
    const used = (first.result['usage'] as { totalTokens: number }).totalTokens;
    expect(used).toBeLessThan(100);
    expect((await complete(two, key, { parameters })).result.__typename).toBe('CompleteSuccess');
    expect((await complete(one, key, { parameters: { maxTokens: 1_000 } })).result).toMatchObject({
      __typename: 'RateLimitedError',
      limit: 'TOKENS',
      retryAfterMs: null,
      retryable: false,
    });
    const { body } = await complete(two, key, { model: 'sandbox-fill', parameters: { maxTokens: 500 } });
    expect(body.extensions?.rateLimits?.left).toEqual([
      { kind: 'TOKENS', limit: 1_000, remaining: expect.any(Number) as number },
    ]);
    expect((await complete(one, key, { parameters })).result).toMatchObject({ limit: 'TOKENS' });
  });

  test('has limits of its own for a model, over all instances and the snapshots of a family, and is told which', async () => {
    const key = await issueKey(one, {
      limits: { perModel: [{ model: 'gpt-4.1', requestsPerMinute: 2, tokensPerMinute: 1_000 }] },
    });
    const models = ['gpt-4.1', 'gpt-4.1-2025-04-14'];
    const ask = (app: TestApp, model: string, input: object = {}) =>
      complete(app, key, { model, parameters: { maxTokens: 100 }, ...input });
    expect((await ask(one, models[0]!, { parameters: { maxTokens: 2_000 } })).result).toMatchObject({
      limit: 'TOKENS',
      limitValue: 1_000,
      model: 'gpt-4.1',
      retryAfterMs: null,
    });
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => ask(index % 2 === 0 ? one : two, models[index % 2]!)),
    );
    expect(answers.filter(({ result }) => result.__typename === 'CompleteSuccess')).toHaveLength(2);
    const { headers, body, result } = await ask(two, models[1]!);
    expect(result).toMatchObject({
      limit: 'REQUESTS',
      limitValue: 2,
      model: 'gpt-4.1',
      message: expect.stringMatching(
        /^This key may have 2 calls a minute of gpt-4\.1\. Try again in \d+ s\.$/,
      ) as string,
    });
    expect(body.extensions?.rateLimits?.left).toEqual([
      { kind: 'REQUESTS', limit: 2, remaining: 0, model: 'gpt-4.1' },
      { kind: 'TOKENS', limit: 1_000, remaining: expect.any(Number) as number, model: 'gpt-4.1' },
    ]);
    expect(headers.get('retry-after')).toBe(String(Math.ceil((result['retryAfterMs'] as number) / 1000)));
    expect(headers.get('x-ratelimit-remaining-requests')).toBe('0');
    const other = await ask(two, 'gpt-4.1-mini');
    expect(other.result.__typename).toBe('CompleteSuccess');
    expect(other.body.extensions).toBeUndefined();
  });

  test('is let in to a model that may be its fallback only where that has room, and keeps it when it was not asked', async () => {
    const key = await issueKey(one, {
      limits: { perModel: [{ model: 'gpt-4.1', requestsPerMinute: 1, tokensPerMinute: 10_000 }] },
    });
    const models = ['gpt-4.1-mini', 'gpt-4.1'];
    for (const app of [one, two, one]) {
      const { result, body } = await complete(app, key, { models, parameters: { maxTokens: 100 } });
      expect(result.__typename).toBe('CompleteSuccess');
      expect(body.extensions?.rateLimits?.left).toMatchObject([
        { kind: 'REQUESTS', remaining: 0, model: 'gpt-4.1' },
        { kind: 'TOKENS', model: 'gpt-4.1' },
      ]);
    }
    const failing = { models: ['sandbox-500', 'gpt-4.1'], parameters: { maxTokens: 100 } };
    expect((await complete(one, key, failing)).result.__typename).toBe('CompleteSuccess');
    expect((await complete(two, key, { models })).result).toMatchObject({ model: 'gpt-4.1' });
  });

  test('has so many calls under way at once, and a place again when one has ended', async () => {
    const key = await issueKey(one, { limits: { concurrentCalls: 2 } });
    const operationIds = ['a', 'b'].map((name) => `${kind.name}-${name}`.replaceAll(/[^\w-]/g, '-'));
    const hanging = operationIds.map((operationId) =>
      complete(one, key, { model: 'sandbox-hang', operationId }),
    );
    const statusOf = async (id: string) =>
      (
        (await two.ask('query($id: ID!) { call(operationId: $id) { status } }', { id })).body.data as {
          call: { status: string } | null;
        }
      ).call?.status;
    for (const id of operationIds) await expect.poll(() => statusOf(id), { timeout: 10_000 }).toBe('RUNNING');
    expect((await complete(two, key)).result).toMatchObject({
      limit: 'CONCURRENT_CALLS',
      retryAfterMs: 1_000,
    });
    await one.ask('mutation($id: ID!) { cancelCall(operationId: $id) { __typename } }', {
      id: operationIds[0],
    });
    await hanging[0];
    expect((await complete(two, key)).result.__typename).toBe('CompleteSuccess');
    await one.ask('mutation($id: ID!) { cancelCall(operationId: $id) { __typename } }', {
      id: operationIds[1],
    });
    await Promise.all(hanging);
  });
});

describe('a key', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  test.each(['graphql-ws', 'SSE'] as const)(
    'is told the same beside the first event of a stream over %s',
    async (transport) => {
      const own = await startTestApp();
      onTestFinished(() => own.close());
      const url = `${(await own.app.listen()).url}/graphql`;
      const key = await issueKey(own, { limits: { requestsPerMinute: 1 } });
      const client =
        transport === 'SSE'
          ? createSseClient({ url, headers: key.headers, retryAttempts: 0 })
          : createWsClient({
              url: url.replace('http', 'ws'),
              webSocketImpl: WebSocket,
              connectionParams: key.headers,
              retryAttempts: 0,
            });
      const query = `subscription { streamCompletion(input: { prompt: "Hello" }) { __typename } }`;
      const streamed = async (): Promise<unknown[]> => {
        const told: unknown[] = [];
        for await (const { extensions } of client.iterate({ query }))
          told.push((extensions as Answered['extensions'])?.rateLimits);
        return told;
      };
      const [first, ...others] = await streamed();
      const left = [{ kind: 'REQUESTS', limit: 1, remaining: 0 }];
      expect(first).toEqual({ left, retryAfterMs: null });
      expect(others.length).toBeGreaterThan(0);
      expect(new Set(others)).toEqual(new Set([undefined]));
      expect(await streamed()).toEqual([{ left, retryAfterMs: expect.any(Number) as number }]);
      await client.dispose();
    },
  );

  test.each(Object.keys(TRANSPORTS).filter((transport) => transport !== 'GET'))(
    'is told what is left, and when to come again, over %s',
    async (transport) => {
      const own = await startTestApp();
      onTestFinished(() => own.close());
      const url = `${(await own.app.listen()).url}/graphql`;
      const key = await issueKey(own, { limits: { requestsPerMinute: 2, concurrentCalls: 5 } });
      const asker = await TRANSPORTS[transport]!(url, key.headers);
      onTestFinished(() => asker.close());
      const toldAfter = async () => {
        const { text } = await asker.ask({ query: QUERY, variables: { input: { prompt: 'Hello' } } });
        return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as Answered;
      };
      const left = (requests: number, calls: number) => [
        { kind: 'REQUESTS', limit: 2, remaining: requests },
        { kind: 'CONCURRENT_CALLS', limit: 5, remaining: calls },
      ];
      expect((await toldAfter()).extensions?.rateLimits).toEqual({ left: left(1, 4), retryAfterMs: null });
      expect((await toldAfter()).extensions?.rateLimits).toEqual({ left: left(0, 4), retryAfterMs: null });
      const { data, extensions } = await toldAfter();
      expect(data.complete).toMatchObject({ limit: 'REQUESTS', limitValue: 2 });
      expect(extensions?.rateLimits).toEqual({
        left: left(0, 5),
        retryAfterMs: data.complete['retryAfterMs'],
      });
    },
  );

  test('is told of them by headers that pages of other origins can read', async () => {
    const origin = 'https://app.example.com';
    const own = await startTestApp({ CORS_ORIGINS: origin });
    onTestFinished(() => own.close());
    const key = await issueKey(own, {
      limits: { requestsPerMinute: 2, tokensPerMinute: 100_000, concurrentCalls: 2 },
    });
    const { headers } = await complete(own, { ...key, headers: { ...key.headers, origin } as never });
    const exposed = (headers.get('access-control-expose-headers') ?? '').split(/, */);
    const told = [...headers.keys()].filter((name) => name.startsWith('x-ratelimit'));
    expect(told).toHaveLength(6);
    expect(exposed).toEqual(expect.arrayContaining([...told, 'retry-after', 'x-request-id']));
  });

  test('without limits, and the operator, are told nothing of limits', async () => {
    const { headers, body } = await complete(app, await issueKey(app));
    expect(body.extensions).toBeUndefined();
    expect([...headers.keys()].filter((name) => /ratelimit|retry-after/.test(name))).toEqual([]);
  });

  test('is told of its limits when it has made a call, and not for looking at things', async () => {
    const { headers } = await issueKey(app, { limits: { requestsPerMinute: 5 } });
    const { body } = await app.ask('{ me { role } }', {}, headers);
    expect(body).not.toHaveProperty('extensions');
  });

  test('bound to one agent makes calls for it, whether they say so or not', async () => {
    const key = await issueKey(app, { agentIds: ['researcher'] });
    for (const input of [{}, { agentId: 'researcher' }]) {
      expect((await complete(app, key, input)).result).toMatchObject({ call: { agentId: 'researcher' } });
    }
    expect((await complete(app, key, { agentId: 'writer' })).result).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: 'agentId: must be one of those that this key is bound to: researcher',
    });
  });

  test('bound to several agents has to say which', async () => {
    const key = await issueKey(app, { agentIds: ['researcher', 'writer'] });
    expect((await complete(app, key, { agentId: 'writer' })).result).toMatchObject({
      call: { agentId: 'writer' },
    });
    expect((await complete(app, key)).result).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  test('bound to models calls these, by name or family, and no other, by fallback or preview either', async () => {
    const key = await issueKey(app, { models: ['gpt-4o', 'o3-mini'] });
    const typeOf = async (input: object) => (await complete(app, key, input)).result.__typename;
    expect(await typeOf({ model: 'gpt-4o' })).toBe('CompleteSuccess');
    expect(await typeOf({ model: 'gpt-4o-2024-08-06' })).toBe('CompleteSuccess');
    expect(await typeOf({ models: ['gpt-4o', 'o3-mini'] })).toBe('CompleteSuccess');
    expect((await complete(app, key, { model: 'gpt-4o-mini' })).result).toMatchObject({
      message: 'model: must be among those that this key may call, and "gpt-4o-mini" is not: gpt-4o, o3-mini',
    });
    expect((await complete(app, key, { models: ['gpt-4o', 'gpt-4.1'] })).result).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    const { body } = await app.ask(
      '{ previewCall(input: { prompt: "Hello", model: "gpt-4.1" }) { __typename } }',
      {},
      key.headers,
    );
    expect(body.data).toEqual({ previewCall: { __typename: 'ValidationError' } });
  });

  test('whose refused calls leave nothing behind', async () => {
    const own = await startTestApp();
    onTestFinished(() => own.close());
    const key = await issueKey(own, { limits: { requestsPerMinute: 1 } });
    await complete(own, key);
    await complete(own, key, { operationId: 'refused' });
    const { body } = await own.ask('{ call(operationId: "refused") { status } }');
    expect(body.data).toEqual({ call: null });
  });
});
