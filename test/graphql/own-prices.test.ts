import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALL, COMPLETE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { chatAnswer, startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

let upstream: Upstream;
let app: TestApp;

beforeAll(async () => {
  upstream = await startUpstream(() => chatAnswer(1_000, 100));
  app = await startTestApp({
    OPENAI_BASE_URL: upstream.url,
    MODEL_PRICES: JSON.stringify({
      'configured-model': { input: '1', output: '2' },
      'gpt-4o-mini': { input: '0.10', output: '0.40', effectiveFrom: '2026-01-01T00:00:00Z' },
      'gpt-4.1': { input: '900', output: '900', effectiveFrom: '2199-01-01T00:00:00Z' },
    }),
  });
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

async function complete(input: Record<string, unknown>) {
  return (await app.run(COMPLETE, { input: { prompt: 'Hello', ...input } })).complete;
}

describe('a price of one’s own', () => {
  test('in the configuration makes an unlisted model callable, and goes before the price list', async () => {
    const unlisted = expectType(await complete({ model: 'configured-model' }), 'CompleteSuccess');
    expect(unlisted.cost).toMatchObject({ prompt: '0.001', completion: '0.0002', total: '0.0012' });
    expect(unlisted.cost.priceVersion).toMatch(/^config\/configured-model\//);
    const listed = expectType(await complete({ model: 'gpt-4o-mini' }), 'CompleteSuccess');
    expect(listed.cost.total).toBe('0.00014');
    const later = expectType(await complete({ model: 'gpt-4.1' }), 'CompleteSuccess');
    expect(later.cost.priceVersion).toMatch(/^genai-prices/);
  });

  test('in the call makes an unlisted model callable once', async () => {
    const price = { input: '4', output: '8', cacheRead: '1' };
    const input = { model: 'priced-by-the-call', operationId: 'own-price', price };
    const answer = expectType(await complete(input), 'CompleteSuccess');
    expect(answer.cost.total).toBe('0.0048');
    const { call } = await app.run(CALL, { operationId: 'own-price' });
    expect(call?.attempts[0]?.cost.priceVersion).toMatch(/^call\/priced-by-the-call\//);

    expectType(await complete({ model: 'priced-by-the-call' }), 'UnknownModelPriceError');
    expectType(await complete({ ...input, price: { ...price, output: '9' } }), 'OperationConflictError');
  });

  test('in the call is refused for a model whose price is known', async () => {
    const error = expectType(
      await complete({ model: 'gpt-4o', price: { input: '0.01', output: '0.01' } }),
      'ValidationError',
    );
    expect(error.fields).toEqual([
      { path: 'price', message: 'is for models without a known price; "gpt-4o" has one' },
    ]);
  });

  test('that is no price is refused by field', async () => {
    const error = expectType(
      await complete({ model: 'x', price: { input: '-1', output: 'free' } }),
      'ValidationError',
    );
    expect(error.fields.map((field) => field.path)).toEqual(['price.input', 'price.output']);
  });
});
