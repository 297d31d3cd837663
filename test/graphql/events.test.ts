import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { encodeCursor } from '../../src/lib/page.ts';
import { COMPLETE, EVENTS, QUIET_CALL_EVENTS } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

let app: TestApp;
let url: string;

beforeAll(async () => {
  app = await startTestApp();
  url = `${(await app.app.listen()).url}/graphql`;
  for (const [number, agentId] of ['a', 'b', 'a', 'c'].entries()) await complete(agentId, `call-${number}`);
});
afterAll(() => app.close());

async function complete(agentId: string, operationId: string): Promise<void> {
  const input = { prompt: 'Hello', agentId, operationId, model: 'sandbox-fill' };
  expectType((await app.run(COMPLETE, { input })).complete, 'CompleteSuccess');
}

test('history is read page by page, and every page says where it stands', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (let more = true; more;) {
    const { events }: Awaited<ReturnType<typeof page>> = await page({ first: 3, after });
    seen.push(...events.edges.map(({ cursor }) => cursor));
    expect(events.pageInfo.hasPreviousPage).toBe(after !== null);
    ({ hasNextPage: more, endCursor: after } = events.pageInfo);
  }
  expect(seen).toEqual(Array.from({ length: 8 }, (_, index) => encodeCursor([index + 1])));
});

function page(variables: { first: number; after: string | null }) {
  return app.run(EVENTS, variables);
}

test('the newest events of an agent come with last', async () => {
  const { events } = await app.run(EVENTS, { filter: { agentIds: ['a'] }, last: 2 });
  expect(events.edges.map(({ node }) => node)).toMatchObject([
    { __typename: 'ModelCallStarted', agentId: 'a', operationId: 'call-2' },
    { __typename: 'ModelCallCompleted', agentId: 'a', operationId: 'call-2' },
  ]);
  expect(events.pageInfo.hasPreviousPage).toBe(true);
});

test('a cursor of the history goes on as a subscription', async () => {
  const { events } = await app.run(EVENTS, { first: 6 });
  const subscription = subscribe('SSE', url, ADMIN_KEY, QUIET_CALL_EVENTS, {
    after: events.pageInfo.endCursor,
  });
  const rest = await subscription.take(2);
  expect(rest.map(({ modelCallEvents }) => modelCallEvents.cursor)).toEqual([
    encodeCursor([7]),
    encodeCursor([8]),
  ]);
  await subscription.close();
});

test('topics, calls and times choose', async () => {
  const topics = ['openai.model.call_started'];
  const { events } = await app.run(EVENTS, { filter: { topics, operationIds: ['call-3', 'call-1'] } });
  expect(events.edges.map(({ node }) => 'operationId' in node && node.operationId)).toEqual([
    'call-1',
    'call-3',
  ]);
  const to = events.edges[0]?.node.timestamp ?? '';
  const before = await app.run(EVENTS, { filter: { agentIds: ['c'], to } });
  expect(before.events.edges).toEqual([]);
});

test('what is no cursor and what is no page is refused', async () => {
  await expect(app.run(EVENTS, { after: 'nonsense' })).rejects.toThrow(/must be a cursor of this list/);
  await expect(app.run(EVENTS, { after: encodeCursor(['text']) })).rejects.toThrow(/cursor/);
  await expect(app.run(EVENTS, { first: 101 })).rejects.toThrow(/from 1 to 100/);
  await expect(app.run(EVENTS, { filter: { agentIds: [] } })).rejects.toThrow(/agentIds/);
});

test.each(TRANSPORTS)('a quiet client can resume by its heartbeat over %s', async (transport) => {
  const quiet = subscribe(transport, url, ADMIN_KEY, QUIET_CALL_EVENTS, {
    filter: { agentIds: [`quiet-${transport}`] },
    heartbeatMs: 100,
  });
  const [first] = await quiet.take(1);
  expect(first?.modelCallEvents).toMatchObject({ __typename: 'Heartbeat', operationId: null });
  await complete('other', `between-${transport}`);
  let heartbeat = first?.modelCallEvents.cursor;
  while (heartbeat === first?.modelCallEvents.cursor) {
    heartbeat = (await quiet.take(1))[0]?.modelCallEvents.cursor;
  }
  await quiet.close();

  await complete(`quiet-${transport}`, `missed-${transport}`);
  const resumed = subscribe(transport, url, ADMIN_KEY, QUIET_CALL_EVENTS, { after: heartbeat ?? null });
  const [missed] = await resumed.take(1);
  // one of the two that another agent's call has, or the first of its own: never one that was before the heartbeat
  expect(missed?.modelCallEvents.__typename).not.toBe('Heartbeat');
  expect(missed?.modelCallEvents.operationId).toMatch(/^(between|missed)/);
  await resumed.close();
});

test('without heartbeatMs there is one after half a minute in which nothing else came', async () => {
  let passedMs = 0;
  const waiting = new Set<() => void>();
  const clock: Clock = {
    ...systemClock,
    now: () => systemClock.now() + passedMs,
    after(ms, task) {
      if (ms <= 29_000 || ms > 30_000) return systemClock.after(ms, task);
      waiting.add(task);
      return () => void waiting.delete(task);
    },
  };
  const quietApp = await startTestApp({}, { clock });
  const quietUrl = `${(await quietApp.app.listen()).url}/graphql`;
  const quiet = subscribe('SSE', quietUrl, ADMIN_KEY, QUIET_CALL_EVENTS, {});
  await expect.poll(() => waiting.size).toBe(1);
  passedMs = 30_000;
  for (const wake of waiting) wake();
  expect(await quiet.take(1)).toMatchObject([{ modelCallEvents: { __typename: 'Heartbeat' } }]);
  await quiet.close();
  await quietApp.close();
});

test('with a heartbeatMs of 0 there is none, and a wrong one is refused', async () => {
  const wrong = subscribe('SSE', url, ADMIN_KEY, QUIET_CALL_EVENTS, { heartbeatMs: 1 });
  await expect(wrong.ended).rejects.toThrow(/heartbeatMs: must be a whole number from 100 to 3600000/);
  await wrong.close();
  const events = subscribe('SSE', url, ADMIN_KEY, QUIET_CALL_EVENTS, {
    after: encodeCursor([0]),
    heartbeatMs: 0,
  });
  const taken = await events.take(8);
  expect(taken.map(({ modelCallEvents }) => modelCallEvents.__typename)).not.toContain('Heartbeat');
  await events.close();
});
