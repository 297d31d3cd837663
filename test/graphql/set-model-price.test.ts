import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatUsd, parseUsd } from '../../src/lib/money.ts';
import { COMPLETE, SET_MODEL_PRICE, USAGE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { chatAnswer, startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

let upstream: Upstream;
let app: TestApp;

beforeAll(async () => {
  upstream = await startUpstream(() => chatAnswer(1_000, 100));
  app = await startTestApp({ OPENAI_BASE_URL: upstream.url });
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

async function complete(input: Record<string, unknown>) {
  const answer = (await app.run(COMPLETE, { input: { prompt: 'Hello', ...input } })).complete;
  return expectType(answer, 'CompleteSuccess').cost;
}

async function setPrice(input: { model: string; input: string; output: string; effectiveFrom?: string }) {
  return expectType((await app.run(SET_MODEL_PRICE, { input })).setModelPrice, 'SetModelPriceSuccess');
}

describe('setModelPrice', () => {
  test('prices the calls after it and leaves those before it, and the sums stay exact', async () => {
    const before = await complete({ agentId: 'shopper' });
    const set = await setPrice({ model: 'gpt-4o', input: '1', output: '1.000000001' });
    expect(set.tiers).toEqual([{ fromPromptTokens: 0, input: '1', cacheRead: '1', output: '1.000000001' }]);
    const after = await complete({ agentId: 'shopper' });

    expect(before).toMatchObject({ total: '0.0035', priceVersion: 'genai-prices@0.1.8/gpt-4o' });
    // finer than a nano-dollar: rounded up once
    expect(after).toMatchObject({ prompt: '0.001', completion: '0.000100001', total: '0.001100001' });
    expect(after.priceVersion).toBe(set.version);
    const { usage } = await app.run(USAGE, { input: { filter: { agentId: 'shopper' } } });
    expect(usage.totals.totalCost).toBe(formatUsd(parseUsd(before.total) + parseUsd(after.total)));
  });

  test('makes a model callable that no price list knows', async () => {
    await setPrice({ model: 'house-model', input: '2', output: '4' });
    expect((await complete({ model: 'house-model' })).total).toBe('0.0024');
  });

  test('reaches the dated snapshots of the model that have no price of their own', async () => {
    const { version } = await setPrice({ model: 'gpt-4.1', input: '3', output: '3' });
    expect((await complete({ model: 'gpt-4.1-2025-04-14' })).priceVersion).toBe(version);
  });

  test('takes effect when it says', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await setPrice({ model: 'gpt-4o-mini', input: '900', output: '900', effectiveFrom: tomorrow });
    expect((await complete({ model: 'gpt-4o-mini' })).priceVersion).toMatch(/^genai-prices/);
  });

  test('refuses what is no price, by field', async () => {
    const input = { model: '', input: '-1', output: '12345678' };
    const { setModelPrice } = await app.run(SET_MODEL_PRICE, { input });
    expect(expectType(setModelPrice, 'ValidationError').fields.map(({ path }) => path)).toEqual([
      'model',
      'input',
      'output',
    ]);
  });
});
