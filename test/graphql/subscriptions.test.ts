import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeCursor } from '../../src/lib/page.ts';
import {
  BUDGET_EVENTS,
  COMPLETE,
  CREATE_BUDGET,
  MODEL_CALL_EVENTS,
  UPDATE_BUDGET,
} from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

/** Before the first event of a store. */
const START = encodeCursor([0]);
/** gpt-4o with the prompt 'Hello' (8 tokens) and 100 tokens of answer, which `sandbox-fill` always uses up. */
const COST_USD = 0.00102;

let app: TestApp;
let url: string;

beforeAll(async () => {
  app = await startTestApp();
  ({ url } = await app.app.listen());
  url = `${url}/graphql`;
});
afterAll(() => app.close());

async function complete(agentId: string, more: object = {}) {
  const input = { prompt: 'Hello', agentId, model: 'sandbox-fill', parameters: { maxTokens: 100 }, ...more };
  return (await app.run(COMPLETE, { input })).complete;
}

async function createBudget(agentId: string, calls: number, more: object = {}): Promise<string> {
  const { createBudget: result } = await app.run(CREATE_BUDGET, {
    input: {
      scope: { agentId },
      amount: (COST_USD * calls).toFixed(5),
      period: { recurring: { every: 'WEEK', timeZone: 'America/New_York' } },
      ...more,
    },
  });
  return expectType(result, 'CreateBudgetSuccess').budget.id;
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  const agentOf = (name: string): string => `${name}-${transport}`;

  test('a warning at 0.8 comes once, then the budget is told to be used up, then a refusal', async () => {
    const agentId = agentOf('warned');
    const budgetId = await createBudget(agentId, 10);
    const events = subscribe(transport, url, ADMIN_KEY, BUDGET_EVENTS, {
      filter: { budgetIds: [budgetId] },
      after: START,
    });

    for (let call = 0; call < 10; call += 1) expectType(await complete(agentId), 'CompleteSuccess');
    expectType(await complete(agentId), 'BudgetExceededError');

    const [warning, usedUp, refusal] = (await events.take(3)).map(({ budgetEvents }) => budgetEvents);
    expect(warning).toMatchObject({
      __typename: 'BudgetWarning',
      topic: 'openai.budget.warning',
      agentId,
      budgetId,
      currentUsage: '0.00816',
      budgetAmount: '0.0102',
      percentageUsed: 80,
      threshold: 0.8,
    });
    expect(new Date(warning?.timestamp ?? '').getTime()).toBeLessThanOrEqual(Date.now());
    expect(usedUp).toMatchObject({
      __typename: 'BudgetExceeded',
      topic: 'openai.budget.exceeded',
      reason: 'USED_UP',
      percentageUsed: 100,
    });
    expect(refusal).toMatchObject({
      __typename: 'BudgetExceeded',
      reason: 'CALL_REFUSED',
      requested: '0.00102',
      agentId,
    });
    await events.close();
  });

  test('calls are told when they start, complete and fail, with model, usage, cost and error', async () => {
    const agentId = agentOf('told');
    const events = subscribe(transport, url, ADMIN_KEY, MODEL_CALL_EVENTS, {
      filter: { agentIds: [agentId] },
      after: START,
    });
    const answer = expectType(await complete(agentId), 'CompleteSuccess');
    expectType(await complete(agentId, { model: 'sandbox-401' }), 'ProviderError');

    const [started, completed, startedAgain, failed] = (await events.take(4)).map(
      ({ modelCallEvents }) => modelCallEvents,
    );
    expect(started).toMatchObject({
      __typename: 'ModelCallStarted',
      topic: 'openai.model.call_started',
      operationId: answer.call.operationId,
      model: 'sandbox-fill',
      sandbox: true,
      held: answer.call.held,
    });
    expect(completed).toMatchObject({
      __typename: 'ModelCallCompleted',
      topic: 'openai.model.call_completed',
      cost: { total: answer.cost.total },
      usage: { totalTokens: answer.usage.totalTokens },
    });
    expect(startedAgain?.__typename).toBe('ModelCallStarted');
    expect(failed).toMatchObject({
      __typename: 'ModelCallFailed',
      topic: 'openai.model.call_failed',
      errorCategory: 'AUTHENTICATION',
      cost: { total: '0' },
    });
    await events.close();
  });

  test('a subscriber that comes back with its cursor gets what it missed, in order, and goes on live', async () => {
    const agentId = agentOf('resumer');
    const variables = { filter: { agentIds: [agentId] } };
    const first = subscribe(transport, url, ADMIN_KEY, MODEL_CALL_EVENTS, { ...variables, after: START });
    await complete(agentId, { operationId: `${agentId}-1` });
    const seen = await first.take(2);
    await first.close();

    await complete(agentId, { operationId: `${agentId}-2` });
    const after = seen.at(-1)?.modelCallEvents.cursor ?? null;
    const second = subscribe(transport, url, ADMIN_KEY, MODEL_CALL_EVENTS, { ...variables, after });
    const missed = await second.take(2);
    await complete(agentId, { operationId: `${agentId}-3` });
    const live = await second.take(2);
    const told = [...missed, ...live].map(({ modelCallEvents: event }) => [
      event.operationId,
      event.__typename,
    ]);
    expect(told).toEqual([
      [`${agentId}-2`, 'ModelCallStarted'],
      [`${agentId}-2`, 'ModelCallCompleted'],
      [`${agentId}-3`, 'ModelCallStarted'],
      [`${agentId}-3`, 'ModelCallCompleted'],
    ]);
    await second.close();
  });

  test('a cursor that is none is refused', async () => {
    const events = subscribe(transport, url, ADMIN_KEY, MODEL_CALL_EVENTS, { after: 'nonsense' });
    await expect(events.ended).rejects.toThrow(/must be the cursor of an event/);
    await events.close();
  });

  test('a wrong key follows nothing', async () => {
    const events = subscribe(transport, url, 'not-the-key-at-all', MODEL_CALL_EVENTS, { after: START });
    await expect(events.ended).rejects.toThrow();
    await events.close();
  });
});

test('thresholds that an edit moves are told at once, and not a second time while still reached', async () => {
  const agentId = 'edited';
  const budgetId = await createBudget(agentId, 10, { warningThresholds: [0.5] });
  const events = subscribe('SSE', url, ADMIN_KEY, BUDGET_EVENTS, {
    filter: { budgetIds: [budgetId] },
    after: START,
  });
  for (let call = 0; call < 4; call += 1) await complete(agentId);

  const edit = async (amountOfCalls: number): Promise<void> => {
    const input = { id: budgetId, amount: (COST_USD * amountOfCalls).toFixed(5) };
    expectType((await app.run(UPDATE_BUDGET, { input })).updateBudget, 'UpdateBudgetSuccess');
  };
  await edit(8);
  await edit(7);
  await edit(20);
  for (let call = 0; call < 6; call += 1) await complete(agentId);

  const told = (await events.take(2)).map(({ budgetEvents: event }) => [
    event.__typename,
    event.currentUsage,
    event.budgetAmount,
  ]);
  expect(told).toEqual([
    ['BudgetWarning', '0.00408', '0.00816'],
    ['BudgetWarning', '0.0102', '0.0204'],
  ]);
  await events.close();
});

test('budget events can be chosen by the call that set them off, its model and its capability', async () => {
  const agentId = 'chosen';
  await createBudget(agentId, 10, { warningThresholds: [0.1, 0.2, 0.3] });
  for (const capabilityType of ['first', 'second', 'third'])
    expectType(
      await complete(agentId, { capabilityType, operationId: `by-${capabilityType}` }),
      'CompleteSuccess',
    );
  const thresholdBy = async (filter: object) => {
    const events = subscribe('SSE', url, ADMIN_KEY, BUDGET_EVENTS, {
      filter: { agentIds: [agentId], ...filter },
      after: START,
    });
    const [event] = await events.take(1);
    await events.close();
    return event?.budgetEvents.__typename === 'BudgetWarning' ? event.budgetEvents.threshold : null;
  };
  expect(await thresholdBy({ models: ['sandbox-fill'] })).toBe(0.1);
  expect(await thresholdBy({ capabilityTypes: ['second'] })).toBe(0.2);
  expect(await thresholdBy({ operationIds: ['by-third'] })).toBe(0.3);
});
