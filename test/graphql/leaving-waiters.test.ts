import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STREAM_COMPLETION } from '../support/call-documents.ts';
import { CALL, COMPLETE } from '../support/documents.ts';
import type { CompleteInput } from '../support/gql/graphql.ts';
import { issueKey } from '../support/issued-keys.ts';
import { budgetOf, complete, createBudget, fullAnswer } from '../support/known-cost.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

/** Much longer than what is waited for here. */
const WAIT_MS = 60_000;

let upstream: Upstream;
let app: TestApp;
let url: string;
beforeAll(async () => {
  upstream = await startUpstream(() => fullAnswer());
  app = await startTestApp({
    OPENAI_BASE_URL: upstream.url,
    OPENAI_API_KEY: 'sk-test',
    UPSTREAM_CONCURRENCY: '1',
  });
  url = `${(await app.app.listen()).url}/graphql`;
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

describe.each(TRANSPORTS)('a reader over %s that leaves while its call waits', (transport) => {
  const inputOf = (operationId: string, agentId: string): CompleteInput => ({
    prompt: 'Hello',
    model: 'gpt-4o',
    parameters: { maxTokens: 100 },
    operationId: `${operationId}-${transport}`,
    agentId,
    deadlineMs: WAIT_MS,
    budgetPolicy: { whenShort: 'WAIT', waitMs: WAIT_MS },
  });

  /** A call of the agent that has reached the provider, and stays there until `release`. */
  async function holdUp(agentId: string): Promise<() => Promise<unknown>> {
    const arrivals = upstream.requests.length;
    upstream.hold();
    const first = complete(app, { agentId });
    await upstream.arrived(arrivals + 1);
    return () => {
      upstream.release();
      return first;
    };
  }

  test('for a budget gives its place back at once, and nothing is held for it', async () => {
    const agentId = `short-${transport}`;
    const budgetId = await createBudget(app, agentId, 2);
    // one of the two is spent, so that the other can be waited for
    await complete(app, { agentId });
    const release = await holdUp(agentId);
    const key = await issueKey(app, { limits: { concurrentCalls: 2 } });
    const broke = `broke-${transport}`;
    await createBudget(app, broke, 1);
    const tooDear = { prompt: 'Hello', model: 'gpt-4o', agentId: broke, parameters: { maxTokens: 1_000 } };
    /** What a call finds that is refused at once. */
    const placesLeft = async () => {
      const { body } = await app.ask(print(COMPLETE), { input: tooDear }, key.headers);
      return (body as { extensions?: { rateLimits: { left: { remaining: number }[] } } }).extensions
        ?.rateLimits.left[0]?.remaining;
    };
    const input = inputOf('waits-for-money', agentId);
    const stream = subscribe(transport, url, key.secret, STREAM_COMPLETION, { input });
    await expect.poll(placesLeft).toBe(0);
    await stream.close();
    await expect.poll(placesLeft).toBe(1);
    await release();
    expect((await app.run(CALL, { operationId: input.operationId ?? '' })).call).toBe(null);
    expect(await budgetOf(app, budgetId)).toMatchObject({ held: '0' });
  });

  test('for its turn at the provider ends the call at once, and nothing stays held', async () => {
    const agentId = `queued-${transport}`;
    const budgetId = await createBudget(app, agentId, 2);
    const release = await holdUp(`other-${transport}`);
    const input = inputOf('waits-for-a-turn', agentId);
    const stream = subscribe(transport, url, ADMIN_KEY, STREAM_COMPLETION, { input });
    const statusOf = async () => (await app.run(CALL, { operationId: input.operationId ?? '' })).call?.status;
    await expect.poll(statusOf).toBe('RUNNING');
    await stream.close();
    await expect.poll(statusOf).toBe('CANCELLED');
    expect(await budgetOf(app, budgetId)).toMatchObject({ held: '0', spent: '0' });
    await release();
  });
});
