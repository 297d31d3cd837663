import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALL, COMPLETE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { graphql } from '../support/gql/gql.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function complete(input: Record<string, unknown>) {
  return (await app.run(COMPLETE, { input: { prompt: 'Say hello.', ...input } })).complete;
}

describe('complete', () => {
  test('answers with text, usage and exact cost, and says that the sandbox did', async () => {
    const answer = expectType(
      await complete({ system: 'Be brief.', parameters: { maxTokens: 20 } }),
      'CompleteSuccess',
    );

    expect(answer.text).toContain('[sandbox]');
    expect(answer.call).toMatchObject({ status: 'COMPLETED', sandbox: true, model: 'gpt-4o', maxTokens: 20 });
    expect(answer.usage.totalTokens).toBe(answer.usage.promptTokens + answer.usage.completionTokens);
    expect(answer.usage.estimated).toBe(false);
    // gpt-4o: 2.50 USD per million prompt tokens, 10 USD per million of the answer
    const { promptTokens, completionTokens } = answer.usage;
    expect(Number(answer.cost.prompt) * 1e9).toBeCloseTo(promptTokens * 2500, 3);
    expect(Number(answer.cost.completion) * 1e9).toBeCloseTo(completionTokens * 10_000, 3);
    expect(answer.cost.currency).toBe('USD');
    expect(answer.cost.basis).toBe('MEASURED');
  });

  test('keeps the call with its attempt', async () => {
    const answer = expectType(
      await complete({
        agentId: 'alice',
        capabilityType: 'greeting',
        tags: [{ key: 'team', value: 'a' }],
        operationId: 'kept-1',
      }),
      'CompleteSuccess',
    );
    const { call } = await app.run(CALL, { operationId: 'kept-1' });
    expect(call).toMatchObject({
      operationId: 'kept-1',
      status: 'COMPLETED',
      provider: 'openai',
      agentId: 'alice',
      capabilityType: 'greeting',
      tags: [{ key: 'team', value: 'a' }],
      text: answer.text,
      cost: { total: answer.cost.total },
      attempts: [{ number: 1, model: 'gpt-4o', cost: { total: answer.cost.total }, error: null }],
    });
  });

  test('gives the same answer for the same input and seed', async () => {
    const first = expectType(await complete({ parameters: { seed: 7 } }), 'CompleteSuccess');
    const second = expectType(await complete({ parameters: { seed: 7 } }), 'CompleteSuccess');
    expect(second.text).toBe(first.text);
    expect(second.call.operationId).not.toBe(first.call.operationId);
  });

  test('a repeated operationId gives the stored answer and makes no second call', async () => {
    const input = { operationId: 'repeat-1', parameters: { seed: 1 } };
    const first = expectType(await complete(input), 'CompleteSuccess');
    const second = expectType(await complete(input), 'CompleteSuccess');
    expect(second).toEqual(first);
    const { call } = await app.run(CALL, { operationId: 'repeat-1' });
    expect(call?.attempts).toHaveLength(1);
  });

  test('many at once with one operationId make one call', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => complete({ operationId: 'together', model: 'sandbox-slow' })),
    );
    const texts = new Set(answers.map((answer) => expectType(answer, 'CompleteSuccess').text));
    expect(texts.size).toBe(1);
    const { call } = await app.run(CALL, { operationId: 'together' });
    expect(call?.attempts).toHaveLength(1);
  });

  test('an operationId that was used for another request is a conflict', async () => {
    await complete({ operationId: 'taken' });
    const answer = expectType(
      await complete({ operationId: 'taken', prompt: 'Something else.' }),
      'OperationConflictError',
    );
    expect(answer).toMatchObject({ code: 'OPERATION_CONFLICT', retryable: false });
  });

  test('a task type sets the recommended parameters, and stays within the cap that was paid for', async () => {
    const answer = expectType(
      await complete({ parameters: { taskType: 'CODE', maxTokens: 5 } }),
      'CompleteSuccess',
    );
    expect(answer.finishReason).toBe('LENGTH');
    expect(answer.usage.completionTokens).toBe(5);
  });

  test('a failing provider is retried, then told with its category, attempts and cost', async () => {
    const error = expectType(await complete({ model: 'sandbox-500' }), 'ProviderError');
    expect(error).toMatchObject({
      category: 'SERVER',
      retryable: true,
      call: { status: 'FAILED', cost: { total: '0' } },
    });
    expect(error.call.attempts).toHaveLength(4);
  });

  test('what a retry cannot cure is not retried', async () => {
    const error = expectType(await complete({ model: 'sandbox-401' }), 'ProviderError');
    expect(error).toMatchObject({ category: 'AUTHENTICATION', retryable: false });
    expect(error.call.attempts).toHaveLength(1);
  });

  test('a provider that never answers ends at the deadline and is charged at the hold', async () => {
    const error = expectType(await complete({ model: 'sandbox-hang', deadlineMs: 2_000 }), 'ProviderError');
    expect(error.category).toBe('TIMEOUT');
    expect(error.call.cost?.basis).toBe('PRESUMED');
    expect(Number(error.call.cost?.total)).toBeGreaterThan(0);
  });

  test('usage that the provider leaves out is counted and marked', async () => {
    const answer = expectType(await complete({ model: 'sandbox-no-usage' }), 'CompleteSuccess');
    expect(answer.usage.estimated).toBe(true);
    expect(answer.usage.completionTokens).toBeGreaterThan(0);
    expect(answer.cost.basis).toBe('ESTIMATED');
  });

  test('usage of zero is zero', async () => {
    const answer = expectType(await complete({ model: 'sandbox-zero-usage' }), 'CompleteSuccess');
    expect(answer.usage).toMatchObject({ totalTokens: 0, estimated: false });
    expect(answer.cost.total).toBe('0');
  });

  test('a model without a price is refused by name, with models that look like it', async () => {
    const error = expectType(await complete({ model: 'gpt-4oo' }), 'UnknownModelPriceError');
    expect(error.model).toBe('gpt-4oo');
    expect(error.suggestions).toContain('gpt-4o');
  });
});

const CHAT = graphql(`
  mutation Chat($input: ChatInput!) {
    chat(input: $input) {
      __typename
      ... on ChatSuccess {
        reply {
          role
          content
        }
        usage {
          totalTokens
        }
        call {
          operationId
          status
        }
      }
      ... on ValidationError {
        fields {
          path
          message
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

describe('chat', () => {
  test('continues a conversation', async () => {
    const { chat } = await app.run(CHAT, {
      input: {
        messages: [
          { role: 'SYSTEM', content: 'You are brief.' },
          { role: 'USER', content: 'Hi', name: 'ann' },
          { role: 'ASSISTANT', content: 'Hello.' },
          { role: 'USER', content: 'How are you?' },
        ],
      },
    });
    const answer = expectType(chat, 'ChatSuccess');
    expect(answer.reply.role).toBe('ASSISTANT');
    expect(answer.reply.content).toContain('[sandbox]');
    expect(answer.call.status).toBe('COMPLETED');
  });

  test('refuses a chat without messages', async () => {
    const { chat } = await app.run(CHAT, { input: { messages: [] } });
    expect(expectType(chat, 'ValidationError').fields).toEqual([
      { path: 'messages', message: 'must have 1 to 1000 entries' },
    ]);
  });
});
