import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMBED } from '../support/call-documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ MAX_PROMPT_BYTES: '4000000' });
});
afterAll(() => app.close());

async function embed(input: Record<string, unknown>) {
  return (await app.run(EMBED, { input: { texts: ['Hello.'], ...input } })).embed;
}

function similarity(a: readonly number[] = [], b: readonly number[] = []): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

describe('embeddings', () => {
  test('are one vector for each text, in their order, of the default model', async () => {
    const texts = ['The cat sat on the mat.', 'Interest rates rose again.', 'The cat sat on a mat.'];
    const answer = expectType(await embed({ texts }), 'EmbedSuccess');
    expect(answer.dimensions).toBe(1536);
    expect(answer.vectors.map((vector) => vector.length)).toEqual([1536, 1536, 1536]);
    const [cat, rates, otherCat] = answer.vectors;
    expect(similarity(cat, otherCat)).toBeGreaterThan(similarity(cat, rates));
    expect(answer.call).toMatchObject({
      kind: 'EMBED',
      model: 'text-embedding-ada-002',
      status: 'COMPLETED',
    });
    expect(answer.usage.completionTokens).toBe(0);
    // text-embedding-ada-002: 0.10 USD per million tokens
    expect(Number(answer.cost.total) * 1e9).toBeCloseTo(answer.usage.promptTokens * 100, 3);
  });

  test('can be shorter', async () => {
    const answer = expectType(
      await embed({ model: 'text-embedding-3-small', dimensions: 256 }),
      'EmbedSuccess',
    );
    expect(answer.vectors[0]).toHaveLength(256);
  });

  test('of a repeat are the stored ones, to the last bit', async () => {
    const input = { texts: ['One.', 'Two.'], operationId: 'embed-twice' };
    const first = expectType(await embed(input), 'EmbedSuccess');
    expect(await embed(input)).toEqual(first);
  });

  test('of many texts are asked for in requests within the limits of the provider', async () => {
    // 40 texts of some 8,000 tokens: more than the 300,000 of one request
    const texts = Array.from({ length: 40 }, (_, index) => `${index} ${'word '.repeat(7_990)}`);
    const answer = expectType(
      await embed({ texts, model: 'text-embedding-3-small', dimensions: 8 }),
      'EmbedSuccess',
    );
    expect(answer.vectors).toHaveLength(40);
    // more of them where there is no time to count exactly
    expect(answer.call.attempts.length).toBeGreaterThanOrEqual(2);
    expect(answer.call.overHold).toBe(false);
  }, 120_000);

  test('of more texts than one request takes are asked for in several', async () => {
    const texts = Array.from({ length: 2_050 }, (_, index) => `text ${index}`);
    const answer = expectType(
      await embed({ texts, model: 'text-embedding-3-small', dimensions: 8 }),
      'EmbedSuccess',
    );
    expect(answer.vectors).toHaveLength(2_050);
    expect(answer.call.attempts).toHaveLength(2);
  }, 60_000);
});

describe('what cannot be embedded', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['no text', { texts: [] }, 'texts'],
    ['an empty text', { texts: ['Hello.', ''] }, 'texts.1'],
    ['a text beyond the model', { texts: ['Hello.', 'word '.repeat(9_000)] }, 'texts.1'],
    ['more vectors than an answer holds', { texts: Array.from({ length: 700 }, () => 'a') }, 'texts'],
    ['a model for chats', { model: 'gpt-4o' }, 'model'],
    ['no dimensions', { dimensions: 0 }, 'dimensions'],
  ])('names the field: %s', async (_, input, path) => {
    const error = expectType(await embed(input), 'ValidationError');
    expect(error.fields.map((field) => field.path)).toEqual([path]);
  });

  test('is held for, and refused by a budget without room', async () => {
    const { body } = await app.ask(`mutation { createBudget(input: {
      scope: { agentId: "embedder" }, amount: "0.0000001", period: { recurring: { every: DAY, timeZone: "UTC" } }
    }) { __typename } }`);
    expect(body.errors).toBeUndefined();
    const error = expectType(await embed({ agentId: 'embedder' }), 'BudgetExceededError');
    expect(error.code).toBe('BUDGET_EXCEEDED');
  });
});
