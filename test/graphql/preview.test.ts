import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUDGET, CALLS, COMPLETE, CREATE_BUDGET } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { graphql } from '../support/gql/gql.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const PREVIEW = graphql(`
  query Preview($input: PreviewCallInput!) {
    previewCall(input: $input) {
      __typename
      ... on PreviewCallSuccess {
        model
        messages {
          role
          content
        }
        promptTokens
        exact
        maxTokens
        contextWindow
        fitsContextWindow
        minCost
        maxCost
        allowed
        budgets {
          allowed
          budget {
            id
          }
          refusal {
            remaining
            requested
            retryable
          }
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

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function preview(input: Record<string, unknown>) {
  return (await app.run(PREVIEW, { input })).previewCall;
}

describe('previewCall', () => {
  test('says what would be sent, and what the call then holds and uses', async () => {
    const input = { prompt: 'Why is the sky blue?', system: 'Be brief.', parameters: { maxTokens: 50 } };
    const previewed = expectType(await preview(input), 'PreviewCallSuccess');
    expect(previewed).toMatchObject({
      model: 'gpt-4o',
      messages: [
        { role: 'SYSTEM', content: 'Be brief.' },
        { role: 'USER', content: 'Why is the sky blue?' },
      ],
      exact: true,
      maxTokens: 50,
      contextWindow: 128_000,
      fitsContextWindow: true,
      allowed: true,
      budgets: [],
    });
    const { complete } = await app.run(COMPLETE, { input });
    const answer = expectType(complete, 'CompleteSuccess');
    expect(answer.usage.promptTokens).toBe(previewed.promptTokens);
    expect(answer.call.held).toBe(previewed.maxCost);
    expect(Number(answer.cost.total)).toBeGreaterThanOrEqual(Number(previewed.minCost));
  });

  test('asks every budget and touches none', async () => {
    const createBudget = async (amount: string, scope: object): Promise<string> => {
      const input = { scope, amount, period: { recurring: { every: 'DAY' } } } as never;
      const { createBudget: result } = await app.run(CREATE_BUDGET, { input });
      return expectType(result, 'CreateBudgetSuccess').budget.id;
    };
    const narrow = await createBudget('0.0001', { agentId: 'previewer' });
    const wide = await createBudget('10', { model: 'gpt-4o' });
    await createBudget('0.0001', { agentId: 'somebody-else' });
    const before = (await app.run(CALLS, {})).calls.edges.length;

    const previewed = expectType(
      await preview({ prompt: 'Hello', agentId: 'previewer' }),
      'PreviewCallSuccess',
    );
    expect(previewed.allowed).toBe(false);
    expect(previewed.budgets).toEqual([
      {
        allowed: false,
        budget: { id: narrow },
        refusal: { remaining: '0.0001', requested: previewed.maxCost, retryable: false },
      },
      { allowed: true, budget: { id: wide }, refusal: null },
    ]);
    expect((await app.run(BUDGET, { id: narrow })).budget).toMatchObject({ spent: '0', held: '0' });
    expect((await app.run(CALLS, {})).calls.edges).toHaveLength(before);
  });

  test('a prompt that is too long is told, not refused', async () => {
    const previewed = expectType(await preview({ prompt: 'word '.repeat(150_000) }), 'PreviewCallSuccess');
    expect(previewed).toMatchObject({ fitsContextWindow: false, allowed: false, exact: true });
    expect(previewed.promptTokens).toBeGreaterThan(128_000);
  });

  test('takes a chat in place of a prompt, and not both', async () => {
    const messages = [{ role: 'USER', content: 'Hello' }];
    expect(expectType(await preview({ messages }), 'PreviewCallSuccess').promptTokens).toBe(8);
    const both = expectType(await preview({ messages, prompt: 'Hello' }), 'ValidationError');
    expect(both.fields.map((field) => field.path)).toEqual(['prompt']);
    expectType(await preview({}), 'ValidationError');
    expectType(await preview({ prompt: 'x', model: 'no-such-model' }), 'UnknownModelPriceError');
  });
});
