import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALL_RECORD, CANCEL_CALL, STREAM_CHAT, STREAM_COMPLETION } from '../support/call-documents.ts';
import { expectType } from '../support/expect-type.ts';
import type { StreamEventFragment } from '../support/gql/graphql.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import type { Transport } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

let upstream: SandboxClient;
let app: TestApp;
let url: string;

beforeAll(async () => {
  upstream = await startSandbox();
  app = await startTestApp({
    OPENAI_BASE_URL: upstream.sandbox.url,
    OPENAI_API_KEY: 'sk-test',
    CIRCUIT_BREAKER: 'false',
  });
  url = `${(await app.app.listen()).url}/graphql`;
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

function start(transport: Transport, prompt: string, more: Record<string, unknown> = {}) {
  return subscribe(transport, url, ADMIN_KEY, STREAM_COMPLETION, { input: { prompt, ...more } });
}

/** All events up to the last, which is the result or an error. */
async function whole(transport: Transport, prompt: string, more: Record<string, unknown> = {}) {
  const stream = start(transport, prompt, more);
  const events: StreamEventFragment[] = [];
  do events.push(...(await stream.take(1)).map(({ streamCompletion }) => streamCompletion));
  while (events.at(-1)?.__typename.endsWith('Delta'));
  await stream.ended;
  await stream.close();
  return events;
}

function textOf(events: readonly StreamEventFragment[]): string {
  return events.map((event) => (event.__typename === 'TextDelta' ? event.text : '')).join('');
}

function lastOf<Name extends StreamEventFragment['__typename']>(
  events: readonly StreamEventFragment[],
  name: Name,
) {
  const last = events.at(-1);
  if (last === undefined) throw new Error('there is no event');
  return expectType<StreamEventFragment, Name>(last, name);
}

async function callOf(operationId: string) {
  return (await app.run(CALL_RECORD, { operationId })).call;
}

describe.each(TRANSPORTS)('a streamed completion over %s', (transport) => {
  test('comes in pieces, then whole with usage and cost as a plain one has', async () => {
    const events = await whole(transport, 'Tell a story.', { parameters: { seed: 1 } });
    const { answer, call } = lastOf(events, 'CompleteSuccess');
    expect(events.length).toBeGreaterThan(5);
    expect(textOf(events)).toBe(answer);
    expect(call).toMatchObject({
      status: 'COMPLETED',
      usage: { estimated: false },
      cost: { basis: 'MEASURED' },
    });
    expect(call.timeToFirstTokenMs).toBeTypeOf('number');
    const { body } = await app.ask(
      'mutation { complete(input: { prompt: "Tell a story.", parameters: { seed: 1 } }) { ... on CompleteSuccess { text cost { total } } } }',
    );
    expect(body.data).toEqual({ complete: { text: answer, cost: { total: call.cost?.total } } });
  });

  test('repeated by its operationId gives the stored text', async () => {
    const operationId = `story-${transport}`;
    const first = await whole(transport, 'Tell a story.', { operationId });
    const again = await whole(transport, 'Tell a story.', { operationId });
    expect(textOf(again)).toBe(textOf(first));
    expect(again.at(-1)).toEqual(first.at(-1));
    const conflict = await whole(transport, 'Another story.', { operationId });
    expect(lastOf(conflict, 'OperationConflictError').code).toBe('OPERATION_CONFLICT');
  });

  test('that breaks off keeps and bills what was produced, and is not tried again', async () => {
    const events = await whole(transport, 'Tell a story. #sandbox fail=cut-8 marker=cut');
    const { code, call } = lastOf(events, 'ProviderError');
    expect(code).toBe('PROVIDER_STREAM_CUT');
    expect(call.attempts).toHaveLength(1);
    expect(call.text).toBe(textOf(events));
    expect(call.cost).toMatchObject({ basis: 'ESTIMATED' });
    expect(call.usage?.completionTokens).toBe(await upstream.countOf(textOf(events)));
  });

  test('that fails before its first piece is tried again', async () => {
    const events = await whole(transport, `Tell a story. #sandbox fail=503*2,plain marker=late-${transport}`);
    const { call } = lastOf(events, 'CompleteSuccess');
    expect(call.attempts.map(({ error }) => error?.code ?? null)).toEqual([
      'PROVIDER_ERROR',
      'PROVIDER_ERROR',
      null,
    ]);
  });

  test('goes to the next model only before its first piece', async () => {
    const models = ['gpt-4o', 'gpt-4o-mini'];
    const early = await whole(transport, 'Tell a story. #sandbox fail@gpt-4o=blocked', { models });
    expect(lastOf(early, 'CompleteSuccess').call.model).toBe('gpt-4o-mini');
    const late = await whole(transport, 'Tell a story. #sandbox fail@gpt-4o=cut-5', { models });
    expect(lastOf(late, 'ProviderError').call.attempts).toHaveLength(1);
  });

  test('without usage from the provider is counted', async () => {
    const events = await whole(transport, 'Tell a story. #sandbox fail=no-usage');
    const { answer, call } = lastOf(events, 'CompleteSuccess');
    expect(call.usage).toMatchObject({
      estimated: true,
      completionTokens: await upstream.countOf(answer),
    });
  });

  test('refused by a budget or a wrong input says so as its only event', async () => {
    const events = await whole(transport, 'Hello.', { model: 'no-such-model' });
    expect(events.map(({ __typename }) => __typename)).toEqual(['UnknownModelPriceError']);
  });

  test('with a wrong input never begins', async () => {
    const stream = start(transport, 'Hello.', { model: 'gpt-4o', models: ['gpt-4o'] });
    await expect(stream.ended).rejects.toThrow('VALIDATION_FAILED');
    await stream.close();
  });

  test('whose reader leaves is aborted upstream, billed for what it produced, and cancelled', async () => {
    const operationId = `left-${transport}`;
    const stream = start(transport, `Tell a story. #sandbox pace=20 tokens=2000 marker=${operationId}`, {
      operationId,
      parameters: { maxTokens: 3000 },
    });
    await stream.take(3);
    await stream.close();
    await expect.poll(async () => (await callOf(operationId))?.status, { timeout: 10_000 }).toBe('CANCELLED');

    const call = await callOf(operationId);
    const [request] = upstream.sandbox.requests(operationId);
    expect(request).toMatchObject({ state: 'aborted' });
    expect(call).toMatchObject({ error: { code: 'CALL_CANCELLED' }, cost: { basis: 'ESTIMATED' } });
    expect(call?.usage?.completionTokens).toBe(await upstream.countOf(call?.text ?? ''));
    expect(call?.usage?.completionTokens).toBeLessThanOrEqual(request?.sentTokens ?? 0);
  });

  test('can be cancelled from elsewhere', async () => {
    const operationId = `cancelled-${transport}`;
    const stream = start(transport, `Tell a story. #sandbox pace=20 tokens=2000 marker=${operationId}`, {
      operationId,
      parameters: { maxTokens: 3000 },
    });
    await stream.take(3);
    const { cancelCall } = await app.run(CANCEL_CALL, { operationId });
    expect(expectType(cancelCall, 'CancelCallSuccess').call.status).toBe('CANCELLED');
    await stream.ended;
    await stream.close();
    expect(upstream.sandbox.requests(operationId)[0]).toMatchObject({ state: 'aborted' });
  });
});

test('a stream that is silent before its first piece is tried again, also where its call has time left', async () => {
  const patient = await startTestApp({
    OPENAI_BASE_URL: upstream.sandbox.url,
    OPENAI_API_KEY: 'sk-test',
    OPENAI_TIMEOUT_MS: '300',
    RETRY_INITIAL_BACKOFF_MS: '10',
  });
  const address = `${(await patient.app.listen()).url}/graphql`;
  const prompt = `Tell a story. #sandbox fail=hang,plain marker=silent`;
  const input = { prompt, deadlineMs: 5_000 };
  const stream = subscribe('graphql-ws', address, ADMIN_KEY, STREAM_COMPLETION, { input });
  expect((await stream.take(1)).map(({ streamCompletion }) => streamCompletion.__typename)).toEqual([
    'TextDelta',
  ]);
  await stream.close();
  await patient.close();
});

describe('a streamed chat', () => {
  test('brings the pieces of tool calls, the results of registered tools, and the answer', async () => {
    const stream = subscribe('graphql-ws', url, ADMIN_KEY, STREAM_CHAT, {
      input: {
        messages: [{ role: 'USER', content: 'call current_time with {"timeZone":"UTC"}' }],
        serverTools: ['current_time'],
      },
    });
    const events: StreamEventFragment[] = [];
    do events.push(...(await stream.take(1)).map(({ streamChat }) => streamChat));
    while (events.at(-1)?.__typename !== 'ChatSuccess');
    await stream.close();

    const kinds = [...new Set(events.map(({ __typename }) => __typename))];
    expect(kinds).toEqual(['ToolCallDelta', 'ToolResult', 'TextDelta', 'ChatSuccess']);
    const args = events.map((event) => (event.__typename === 'ToolCallDelta' ? event.arguments : ''));
    expect(args.join('')).toBe('{"timeZone":"UTC"}');
    expect(lastOf(events, 'ChatSuccess').newMessages.map(({ role }) => role)).toEqual([
      'ASSISTANT',
      'TOOL',
      'ASSISTANT',
    ]);
  });
});

describe('cancelling', () => {
  test('a call that has ended leaves it as it is', async () => {
    const operationId = 'ended';
    await app.ask(
      `mutation { complete(input: { prompt: "Hello.", operationId: "${operationId}" }) { __typename } }`,
    );
    const { cancelCall } = await app.run(CANCEL_CALL, { operationId });
    expect(expectType(cancelCall, 'CancelCallSuccess').call.status).toBe('COMPLETED');
  });

  test('a plain call aborts its upstream request', async () => {
    const operationId = 'plain-cancelled';
    const running = app.ask(
      `mutation { complete(input: { prompt: "Hello. #sandbox delay=60000 marker=${operationId}", operationId: "${operationId}" }) { __typename ... on Error { code } } }`,
    );
    await expect.poll(() => upstream.sandbox.requests(operationId).length).toBe(1);
    await app.run(CANCEL_CALL, { operationId });
    expect((await running).body.data).toEqual({
      complete: { __typename: 'ProviderError', code: 'CALL_CANCELLED' },
    });
    await expect.poll(() => upstream.sandbox.requests(operationId)[0]?.state).toBe('aborted');
  });

  test('a call that there is not is an error', async () => {
    const { cancelCall } = await app.run(CANCEL_CALL, { operationId: 'never' });
    expect(expectType(cancelCall, 'NotFoundError').code).toBe('NOT_FOUND');
  });
});
