import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectType } from '../support/expect-type.ts';
import { graphql } from '../support/gql/gql.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const REASON = graphql(`
  mutation Reason($input: ReasonInput!) {
    reason(input: $input) {
      __typename
      ... on ReasonSuccess {
        operationId
        reasoning
        model
        usage {
          totalTokens
        }
        call {
          capabilityType
          text
        }
      }
      ... on Error {
        code
      }
    }
  }
`);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function reason(input: Record<string, unknown> = {}) {
  return (await app.run(REASON, { input: { prompt: 'Is 51 prime?', ...input } })).reason;
}

test('gives what the model reasoned, and counts it as reasoning', async () => {
  const answer = expectType(await reason({ operationId: 'reason-1' }), 'ReasonSuccess');
  expect(answer).toMatchObject({ operationId: 'reason-1', model: 'gpt-4o', reasoning: answer.call.text });
  expect(answer.usage.totalTokens).toBeGreaterThan(0);
  expect(answer.call.capabilityType).toBe('reasoning');
});

test('is held back by a budget of the capability', async () => {
  const { body } = await app.ask(`mutation { createBudget(input: {
    scope: { capabilityType: "sums" }, amount: "0.000001", period: { recurring: { every: DAY, timeZone: "UTC" } }
  }) { __typename } }`);
  expect(body.errors).toBeUndefined();
  const refused = expectType(await reason({ capabilityType: 'sums' }), 'BudgetExceededError');
  expect(refused.code).toBe('BUDGET_EXCEEDED');
});
