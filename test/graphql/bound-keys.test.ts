import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALL, COMPLETE, CREATE_TEMPLATE } from '../support/documents.ts';
import { CANCEL_CALL } from '../support/call-documents.ts';
import { expectType } from '../support/expect-type.ts';
import { issueKey } from '../support/issued-keys.ts';
import type { IssuedTestKey } from '../support/issued-keys.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

// What a key is bound to holds on every way to a call, however the model or the agent is come by.

let app: TestApp;
let miniOnly: IssuedTestKey;
let researcher: IssuedTestKey;
let writer: IssuedTestKey;

beforeAll(async () => {
  app = await startTestApp({
    MODEL_ALIASES: '{"fast": ["gpt-4o-mini", "gpt-4.1"], "cheap": ["gpt-4o-mini"]}',
  });
  miniOnly = await issueKey(app, { models: ['gpt-4o-mini', 'text-embedding-3-small'] });
  researcher = await issueKey(app, { agentIds: ['researcher'] });
  writer = await issueKey(app, { agentIds: ['writer'] });
  for (const [id, model] of [
    ['dear', 'gpt-4o'],
    ['plain', null],
  ] as const) {
    const { createTemplate } = await app.run(CREATE_TEMPLATE, {
      input: { id, name: id, template: 'Hello.', ...(model && { model }) },
    });
    expectType(createTemplate, 'CreateTemplateSuccess');
  }
});
afterAll(() => app.close());

const callsOf = async ({ headers }: IssuedTestKey): Promise<number> => {
  const { body } = await app.ask('{ me { apiKeyId } }', {}, headers);
  const { apiKeyId } = (body.data as { me: { apiKeyId: string } }).me;
  const query = 'query($id: ID!) { calls(filter: { apiKeyId: $id }) { edges { cursor } } }';
  const { body: listed } = await app.ask(query, { id: apiKeyId });
  return (listed.data as { calls: { edges: unknown[] } }).calls.edges.length;
};

/** The first answer to the operation, over SSE for a subscription, as text. */
async function answerTo(operation: string, { headers }: IssuedTestKey): Promise<string> {
  const isStream = operation.startsWith('subscription');
  const response = await app.app.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: isStream ? 'text/event-stream' : 'application/json',
        ...headers,
      },
      body: JSON.stringify({ query: operation }),
    }),
  );
  return response.text();
}

const ERROR = '{ __typename ... on Error { code message } }';
const HISTORY = `[${Array.from({ length: 40 }, () => `{ role: USER, content: "${'word '.repeat(40)}" }`).join(', ')}]`;

describe('a key that is bound to models', () => {
  test.each([
    ['a model', 'mutation { complete(input: { prompt: "x", model: "gpt-4o" })'],
    ['no model, which is the default one', 'mutation { complete(input: { prompt: "x" })'],
    ['a fallback', 'mutation { complete(input: { prompt: "x", models: ["gpt-4o-mini", "gpt-4.1"] })'],
    ['an alias', 'mutation { complete(input: { prompt: "x", model: "fast" })'],
    ['a name with its provider', 'mutation { complete(input: { prompt: "x", model: "openai/gpt-4o" })'],
    ['a template with a model', 'mutation { complete(input: { template: { id: "dear" } })'],
    ['a template without one', 'mutation { complete(input: { template: { id: "plain" } })'],
    ['a chat', 'mutation { chat(input: { messages: [{ role: USER, content: "x" }], model: "gpt-4o" })'],
    [
      'a history that is summarised',
      `mutation { chat(input: { context: { history: ${HISTORY}, historyStrategy: SUMMARISE, input: "x", tokenLimit: 600 } })`,
    ],
    [
      'an object',
      'mutation { generateObject(input: { prompt: "x", model: "gpt-4o", schema: { type: "object" } })',
    ],
    ['a capability', 'mutation { reason(input: { prompt: "x", model: "o3-mini" })'],
    ['an embedding', 'mutation { embed(input: { texts: ["x"] })'],
    ['a preview', 'query { previewCall(input: { prompt: "x", model: "gpt-4o" })'],
    ['a streamed completion', 'subscription { streamCompletion(input: { prompt: "x", model: "gpt-4o" })'],
    [
      'a streamed chat',
      'subscription { streamChat(input: { messages: [{ role: USER, content: "x" }], model: "fast" })',
    ],
  ])('reaches no other by %s', async (_, operation) => {
    const before = await callsOf(miniOnly);
    const text = await answerTo(`${operation} ${ERROR} }`, miniOnly);
    expect(text).toContain('must be among those that this key may call');
    expect(text).toContain('VALIDATION_FAILED');
    expect(await callsOf(miniOnly)).toBe(before);
  });

  test.each([
    ['the name', 'complete(input: { prompt: "x", model: "gpt-4o-mini" })', 'CompleteSuccess'],
    [
      'the name with its provider',
      'complete(input: { prompt: "x", model: "openai/gpt-4o-mini" })',
      'CompleteSuccess',
    ],
    [
      'a dated version',
      'complete(input: { prompt: "x", model: "gpt-4o-mini-2024-07-18" })',
      'CompleteSuccess',
    ],
    ['an alias of it', 'complete(input: { prompt: "x", model: "cheap" })', 'CompleteSuccess'],
    ['an embedding model', 'embed(input: { texts: ["x"], model: "text-embedding-3-small" })', 'EmbedSuccess'],
  ])('reaches its own by %s', async (_, field, expected) => {
    expect(await answerTo(`mutation { ${field} ${ERROR} }`, miniOnly)).toContain(`"${expected}"`);
  });
});

describe('a key that is bound to an agent', () => {
  const complete = async (key: IssuedTestKey, input: object) =>
    (await app.run(COMPLETE, { input: { ...input } as never }, key.headers)).complete;

  test.each([
    ['a prompt', { prompt: 'Hello' }],
    ['a template', { template: { id: 'plain' } }],
  ])(
    'does not get what another agent was answered under the same operationId, by %s',
    async (kind, input) => {
      const operationId = `answered-${kind.replace(' ', '-')}`;
      expectType(await complete(researcher, { ...input, operationId }), 'CompleteSuccess');
      expect(
        expectType(await complete(writer, { ...input, operationId }), 'OperationConflictError').code,
      ).toBe('OPERATION_CONFLICT');
      // the agent's own repeat is one, whether it says who it is or not
      expectType(await complete(researcher, { ...input, operationId }), 'CompleteSuccess');
      expectType(
        await complete(researcher, { ...input, operationId, agentId: 'researcher' }),
        'CompleteSuccess',
      );
    },
  );

  test('ends no call of another, and its own', async () => {
    const running = complete(researcher, { prompt: 'Hello', model: 'sandbox-hang', operationId: 'hanging' });
    const statusOf = async () => (await app.run(CALL, { operationId: 'hanging' })).call?.status;
    await expect.poll(statusOf).toBe('RUNNING');
    const cancel = async (key: IssuedTestKey) =>
      (await app.run(CANCEL_CALL, { operationId: 'hanging' }, key.headers)).cancelCall;
    expect(expectType(await cancel(writer), 'NotFoundError').code).toBe('NOT_FOUND');
    expect(await statusOf()).toBe('RUNNING');
    expectType(await cancel(researcher), 'CancelCallSuccess');
    await running;
  });

  test('judges no call of another, and its own', async () => {
    expectType(await complete(researcher, { prompt: 'Hello', operationId: 'judged' }), 'CompleteSuccess');
    const judge = (key: IssuedTestKey) =>
      answerTo(`mutation { giveFeedback(input: { operationId: "judged", score: 0 }) ${ERROR} }`, key);
    expect(await judge(writer)).toContain('"NOT_FOUND"');
    expect(await judge(researcher)).toContain('"GiveFeedbackSuccess"');
  });

  test('makes no call for another by any way', async () => {
    const fields = [
      'complete(input: { prompt: "x", agentId: "writer" })',
      'chat(input: { messages: [{ role: USER, content: "x" }], agentId: "writer" })',
      'embed(input: { texts: ["x"], agentId: "writer" })',
      'reason(input: { prompt: "x", agentId: "writer" })',
      'generateObject(input: { prompt: "x", schema: { type: "object" }, agentId: "writer" })',
    ].map((field) => `mutation { ${field} ${ERROR} }`);
    const others = [
      `query { previewCall(input: { prompt: "x", agentId: "writer" }) ${ERROR} }`,
      `subscription { streamCompletion(input: { prompt: "x", agentId: "writer" }) ${ERROR} }`,
    ];
    for (const operation of [...fields, ...others])
      expect(await answerTo(operation, researcher), operation).toContain(
        'must be one of those that this key is bound to',
      );
  });
});
