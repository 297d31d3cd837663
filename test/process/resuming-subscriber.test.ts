import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMPLETE, EVENTS, QUIET_CALL_EVENTS } from '../support/documents.ts';
import { startFleet } from '../support/fleet.ts';
import type { Fleet } from '../support/fleet.ts';
import { persist } from '../support/persistent-client.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { spawnTollgate } from '../support/server-process.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { ADMIN_KEY } from '../support/test-app.ts';

/** How many events the processes emit; the whole size is 20,000. Each call has two. */
const EVENT_COUNT = Number(process.env['TOLLGATE_TEST_EVENTS'] ?? 800);
const RECONNECTS = Math.min(100, Math.ceil(EVENT_COUNT / 16));
const CALLERS = 8;
const LAST = 'the-last-call';

let folder: string;
let fleet: Fleet;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-resuming-'));
  const env = {
    PORT: '0',
    STORE_URL: `sqlite:${join(folder, 'store.db')}`,
    TOLLGATE_ADMIN_KEY: ADMIN_KEY,
    LOG_FORMAT: 'json',
    HOLD_LEASE_MS: '1000',
  };
  fleet = startFleet(2, () => spawnTollgate({ folder, env }), ADMIN_KEY);
  await fleet.whole();
});
afterAll(async () => {
  for (const server of await fleet.whole()) await server.stop();
  rmSync(folder, { recursive: true });
});

test(
  'a subscriber that comes back again and again, while processes die, gets every event once and in order',
  { timeout: 30_000 + EVENT_COUNT * 100 },
  async () => {
    const random = seededRandom(20_261_123);
    const seen: string[] = [];
    let connections = 0;

    async function follow(): Promise<void> {
      let after = 'WzBd';
      for (let isOver = false; !isOver; connections += 1) {
        const { url } = await fleet.next();
        const transport = TRANSPORTS[connections % TRANSPORTS.length] ?? 'SSE';
        const subscription = subscribe(transport, url, ADMIN_KEY, QUIET_CALL_EVENTS, { after });
        const broken = subscription.ended.then(() => Promise.reject(new Error('it was ended')));
        const stay =
          connections < RECONNECTS ? Math.ceil((random() * 2 * EVENT_COUNT) / RECONNECTS) : Infinity;
        try {
          for (let count = 0; count < stay && !isOver; count += 1) {
            const [event] = await Promise.race([subscription.take(1), broken]);
            if (event === undefined) break;
            const { cursor, operationId, __typename } = event.modelCallEvents;
            seen.push(cursor);
            after = cursor;
            isOver = operationId === LAST && __typename === 'ModelCallCompleted';
          }
        } catch {
          // the process was killed, or is no more: on with another one
        } finally {
          broken.catch(() => undefined);
          await subscription.close();
        }
      }
    }

    let next = 0;
    const call = async (operationId: string): Promise<void> => {
      const input = { prompt: 'Hello', operationId, model: 'sandbox-fill', parameters: { maxTokens: 5 } };
      await persist(async () => (await (await fleet.next()).run(COMPLETE, { input })).complete);
    };
    const calls = EVENT_COUNT / 2 - 1;
    const killsAt = [Math.floor(calls / 3), Math.floor((2 * calls) / 3)];
    async function emit(): Promise<void> {
      for (let number = next++; number < calls; number = next++) {
        await call(`call-${number}`);
        if (killsAt.includes(number)) await fleet.replace(0);
      }
    }

    const following = follow();
    await Promise.all(Array.from({ length: CALLERS }, emit));
    await call(LAST);
    await following;

    const [server] = await fleet.whole();
    const listAfter = (after: string | null) =>
      server!.run(EVENTS, { filter: { topics: CALL_TOPICS }, first: 100, after });
    const logged: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { events }: Awaited<ReturnType<typeof listAfter>> = await listAfter(after);
      logged.push(...events.edges.map(({ cursor }) => cursor));
      ({ hasNextPage: more, endCursor: after } = events.pageInfo);
    }
    // a call of a killed process may be presumed spent later still
    expect(seen).toEqual(logged.slice(0, seen.length));
    expect(seen.length).toBeGreaterThanOrEqual(EVENT_COUNT);
    expect(connections).toBeGreaterThan(RECONNECTS);
  },
);

const CALL_TOPICS = ['call_started', 'call_completed', 'call_failed'].map((name) => `openai.model.${name}`);
