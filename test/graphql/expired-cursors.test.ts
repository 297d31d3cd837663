import { describe, expect, onTestFinished, test } from 'vitest';
import { encodeCursor } from '../../src/lib/page.ts';
import { createSqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { version } from '../../src/version.ts';
import { completion, DAY, dispatched, newCall } from '../support/call-fixture.ts';
import { COMPLETE, MODEL_CALL_EVENTS } from '../support/documents.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';

const START = encodeCursor([0]);
const MONTH_AGO = Date.now() - 30 * DAY;

/** An application whose store has that many calls of a month ago, from whoever used it then. */
async function startOldApp(calls: number, env: Record<string, string>) {
  const app = await startTestApp({ HOLD_LEASE_MS: '500', ...env });
  const { url } = await app.app.listen();
  const storage = await createSqliteStorage({ path: app.storePath, version });
  onTestFinished(async () => {
    await storage.close();
    await app.close();
  });
  for (let number = 0; number < calls; number += 1) {
    const call = newCall('default', { startedAt: MONTH_AGO });
    await dispatched(storage, call);
    await storage.calls.settle({ ...call, outcome: completion(1n, { finishedAt: MONTH_AGO }) });
  }
  return { storage, url: `${url}/graphql` };
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('a cursor whose events were deleted is refused, and the one to go on with is told', async () => {
    const { storage, url } = await startOldApp(3, { EVENT_RETENTION_DAYS: '29' });
    await expect.poll(() => storage.events.firstSeq()).toBe(6);

    const expired = subscribe(transport, url, ADMIN_KEY, MODEL_CALL_EVENTS, { after: START });
    const oldest = encodeCursor([5]);
    await expect(expired.ended).rejects.toThrow(oldest);
    await expired.close();

    const left = subscribe(transport, url, ADMIN_KEY, MODEL_CALL_EVENTS, { after: oldest });
    expect(await left.take(1)).toMatchObject([{ modelCallEvents: { cursor: encodeCursor([6]) } }]);
    await left.close();
  });
});

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('a cursor beyond the newest event, as after a restored backup, is refused, and the one to go on with is told', async () => {
    const app = await startTestApp();
    onTestFinished(() => app.close());
    const url = `${(await app.app.listen()).url}/graphql`;
    const after = encodeCursor([3]);
    const restored = (cursor: string) =>
      subscribe(transport, url, ADMIN_KEY, MODEL_CALL_EVENTS, { after: cursor });
    await expect(restored(after).ended).rejects.toThrow(START);
    await app.run(COMPLETE, { input: { prompt: 'Hello' } });
    const refused = restored(after);
    await expect(refused.ended).rejects.toThrow(START);
    await refused.close();
    const left = restored(START);
    expect(await left.take(2)).toHaveLength(2);
    // the newest of all is no future one
    const newest = restored(encodeCursor([2]));
    await app.run(COMPLETE, { input: { prompt: 'Hello' } });
    expect(await newest.take(1)).toMatchObject([{ modelCallEvents: { cursor: after } }]);
    await Promise.all([left.close(), newest.close()]);
  });
});

test('the error has a code and the cursor for programs', async () => {
  const { storage, url } = await startOldApp(2, { EVENT_RETENTION_DAYS: '29' });
  await expect.poll(() => storage.events.firstSeq()).toBe(4);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${ADMIN_KEY}`,
    },
    body: JSON.stringify({ query: `subscription { modelCallEvents(after: "${START}") { cursor } }` }),
  });
  const text = await response.text();
  expect(text).toContain('"code":"CURSOR_EXPIRED"');
  expect(text).toContain(`"oldestCursor":"${encodeCursor([3])}"`);
});

test.each(['31', '0'])('events that are not old enough stay with EVENT_RETENTION_DAYS=%s', async (days) => {
  const { storage, url } = await startOldApp(1, { EVENT_RETENTION_DAYS: days });
  const events = subscribe('SSE', url, ADMIN_KEY, MODEL_CALL_EVENTS, { after: START });
  expect(await events.take(2)).toHaveLength(2);
  await events.close();
  // a later sweep has run when this call, which no process runs, is presumed spent
  await dispatched(storage, newCall('default', { startedAt: MONTH_AGO, operationId: 'dead' }), {
    leaseUntil: 0,
  });
  const swept = async () => (await storage.calls.find({ projectId: 'default', operationId: 'dead' }))?.status;
  await expect.poll(swept).not.toBe('RUNNING');
  expect(await storage.events.firstSeq()).toBe(1);
});
