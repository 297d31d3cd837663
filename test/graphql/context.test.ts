import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUDGET, CALLS, CREATE_BUDGET, CREATE_TEMPLATE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { graphql } from '../support/gql/gql.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { chatAnswer, startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

const CHAT = graphql(`
  mutation ChatWithContext($input: ChatInput!) {
    chat(input: $input) {
      __typename
      ... on ChatSuccess {
        call {
          operationId
          cost {
            total
          }
          template {
            id
          }
          context {
            tokenLimit
            tokens
            cut {
              part
              index
              count
              tokens
              action
              reason
            }
          }
        }
      }
      ... on Error {
        message
      }
    }
  }
`);
const PREVIEW = graphql(`
  query PreviewContext($input: PreviewCallInput!) {
    previewCall(input: $input) {
      __typename
      ... on PreviewCallSuccess {
        promptTokens
        messages {
          content
        }
        context {
          tokenLimit
          tokens
          cut {
            part
            action
          }
        }
      }
    }
  }
`);

let upstream: Upstream;
let app: TestApp;
beforeAll(async () => {
  upstream = await startUpstream(() => chatAnswer(10, 5, 'They agreed on red.'));
  app = await startTestApp({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' });
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

const sentMessages = (request = upstream.requests.at(-1)) =>
  (request?.body as { messages: object[] }).messages;
const chat = async (input: Record<string, unknown>) => (await app.run(CHAT, { input })).chat;
const history = Array.from({ length: 20 }, (_, index) => ({
  role: index % 2 === 0 ? 'USER' : 'ASSISTANT',
  content: `Message ${index}: ${'some words of talk '.repeat(10)}`,
}));

test('a context is fitted into its limit; call and preview say what was cut and why', async () => {
  const { createTemplate } = await app.run(CREATE_TEMPLATE, {
    input: { name: 'Instructions', messages: [{ role: 'SYSTEM', content: 'You help {team}.' }] },
  });
  const { id } = expectType(createTemplate, 'CreateTemplateSuccess').template;
  const context = {
    template: { id, variables: { team: 'Blue' } },
    documents: [{ text: 'Red is the colour.' }],
    history,
    input: 'Which colour?',
    tokenLimit: 300,
  };
  const { call } = expectType(await chat({ context }), 'ChatSuccess');
  expect(call.template).toEqual({ id });
  expect(call.context?.tokenLimit).toBe(300);
  expect(call.context?.tokens).toBeLessThanOrEqual(300);
  expect(call.context?.cut).toMatchObject([
    { part: 'DOCUMENTS', index: 0, count: 1, action: 'DROPPED', reason: 'TOKEN_LIMIT' },
    { part: 'HISTORY', index: 0, action: 'DROPPED', reason: 'TOKEN_LIMIT' },
  ]);
  const messages = sentMessages();
  expect(messages[0]).toEqual({ role: 'system', content: 'You help Blue.' });
  expect(messages.at(-1)).toEqual({ role: 'user', content: 'Which colour?' });
  expect(messages).toHaveLength(2 + history.length - (call.context?.cut[1]?.count ?? 0));

  const { previewCall } = await app.run(PREVIEW, { input: { context } as never });
  const previewed = expectType(previewCall, 'PreviewCallSuccess');
  expect(previewed.promptTokens).toBe(call.context?.tokens);
  expect(previewed.context?.cut).toHaveLength(2);
});

test('without a limit a context has what the window leaves beside the answer', async () => {
  const documents = Array.from({ length: 40 }, (_, index) => ({ text: `${index} ${'word '.repeat(4_000)}` }));
  const { call } = expectType(
    await chat({ context: { documents, input: 'Hi' }, parameters: { maxTokens: 8_000 } }),
    'ChatSuccess',
  );
  expect(call.context?.tokenLimit).toBe(120_000);
  expect(call.context?.tokens).toBeLessThanOrEqual(120_000);
  expect(call.context?.cut).toMatchObject([{ part: 'DOCUMENTS', count: 11 }]);
});

test('a history is summarised by a call on the same budgets, once, also when the call is repeated', async () => {
  const { createBudget } = await app.run(CREATE_BUDGET, {
    input: { scope: { agentId: 'summariser' }, amount: '10', period: { recurring: { every: 'DAY' } } },
  });
  const { id } = expectType(createBudget, 'CreateBudgetSuccess').budget;
  const before = upstream.requests.length;
  const input = {
    agentId: 'summariser',
    operationId: 'summarised',
    context: { history, historyStrategy: 'SUMMARISE', input: 'Which colour?', tokenLimit: 600 },
  };
  const { call } = expectType(await chat(input), 'ChatSuccess');
  expect(call.context?.cut).toMatchObject([{ part: 'HISTORY', index: 0, action: 'SUMMARISED' }]);
  expect(sentMessages()[0]).toEqual({
    role: 'system',
    content: 'What was said before, in short:\nThey agreed on red.',
  });
  expect(sentMessages(upstream.requests[before])[1]).toMatchObject({
    content: expect.stringContaining('user: Message 0') as string,
  });
  expectType(await chat(input), 'ChatSuccess');
  expect(upstream.requests).toHaveLength(before + 2);

  const { calls } = await app.run(CALLS, { filter: { agentId: 'summariser' } });
  expect(calls.edges.map(({ node }) => node.operationId).sort()).toEqual([
    'summarised',
    expect.stringMatching(/^summarised\/summary\/[0-9a-f]{16}$/),
  ]);
  const { budget } = await app.run(BUDGET, { id });
  expect(Number(budget?.spent)).toBe(2 * Number(call.cost?.total));
});

const summarised = (agentId: string, messages: object[], more: Record<string, unknown> = {}) => ({
  agentId,
  context: { history: messages, historyStrategy: 'SUMMARISE', input: 'Which colour?', tokenLimit: 600 },
  ...more,
});
const withBudget = (agentId: string, amount: string) =>
  app.run(CREATE_BUDGET, {
    input: { scope: { agentId }, amount, period: { recurring: { every: 'DAY' } } },
  });

test('a history is summarised by the model that its template names', async () => {
  const { createTemplate } = await app.run(CREATE_TEMPLATE, {
    input: {
      name: 'Small',
      messages: [{ role: 'SYSTEM', content: 'You help.' }],
      model: 'gpt-4o-mini',
    },
  });
  const { id } = expectType(createTemplate, 'CreateTemplateSuccess').template;
  const before = upstream.requests.length;
  const { context } = summarised('small', history);
  expectType(await chat({ context: { ...context, template: { id } } }), 'ChatSuccess');
  const models = upstream.requests.slice(before).map(({ body }) => (body as { model: string }).model);
  expect(models).toEqual(['gpt-4o-mini', 'gpt-4o-mini']);
});

test('a call whose budget has no room for a summary of its history does without, and says so', async () => {
  await withBudget('frugal', '0.004');
  const long = Array.from({ length: 6 }, () => history).flat();
  const input = summarised('frugal', long, { parameters: { maxTokens: 10 } });
  const { call } = expectType(await chat(input), 'ChatSuccess');
  expect(call.context?.cut).toMatchObject([{ part: 'HISTORY', action: 'DROPPED', reason: 'SUMMARY_FAILED' }]);
});

test('a refused call can be asked again with another history', async () => {
  await withBudget('again', '0.01');
  const operationId = 'asked-again';
  const refused = await chat(summarised('again', history, { operationId, parameters: { maxTokens: 4_000 } }));
  expect(refused.__typename).toBe('BudgetExceededError');
  const shorter = summarised('again', history.slice(1), { operationId, parameters: { maxTokens: 10 } });
  const { call } = expectType(await chat(shorter), 'ChatSuccess');
  expect(call.context?.cut).toMatchObject([{ part: 'HISTORY', action: 'SUMMARISED' }]);
});

test('what is never cut, or given twice, is refused', async () => {
  const long = expectType(
    await chat({ context: { input: 'word '.repeat(50), tokenLimit: 20 } }),
    'ValidationError',
  );
  expect(long.message).toContain('context.input: has');
  const twice = expectType(
    await chat({ context: { input: 'x' }, messages: [{ role: 'USER', content: 'x' }] }),
    'ValidationError',
  );
  expect(twice.message).toContain('messages: must be given, or one of template, context');
});
