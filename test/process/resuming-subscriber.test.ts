import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeCursor } from '../../src/lib/page.ts';
import { COMPLETE, QUIET_CALL_EVENTS } from '../support/documents.ts';
import { startFleet } from '../support/fleet.ts';
import type { Fleet } from '../support/fleet.ts';
import { persist } from '../support/persistent-client.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { isProof, sizeOf } from '../support/proof.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { describeOnEachStore, SQLITE } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { storeProblems } from '../support/store-problems.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';

/** How many events the processes emit on SQLite. Each call has two. */
const EVENTS_MAX = sizeOf('TOLLGATE_TEST_EVENTS', { usual: 800, proof: 20_000 });
/** The part of it on a server of MongoDB that is for tests, which takes several times as long; all of it under `npm run prove`. */
const MONGO_SHARE = 1 / 4;
const CALLERS = 8;
/** The operationId of the call whose end is the last event. */
const LAST = 'last';

await describeOnEachStore('two processes of which one is killed twice', (kind) => {
  const eventCount = kind === SQLITE || isProof ? EVENTS_MAX : EVENTS_MAX * MONGO_SHARE;
  const reconnects = Math.min(100, Math.ceil(eventCount / 16));
  let store: ProcessStore;
  let installation: Installation;
  let fleet: Fleet;

  beforeEach(async () => {
    store = kind.open();
    installation = createInstallation();
    const env = { STORE_URL: store.storeUrl, HOLD_LEASE_MS: '1000' };
    fleet = startFleet(2, () => installation.spawn({ env }), ADMIN_KEY);
    await fleet.whole();
  });
  afterEach(async () => {
    await installation.close();
    await store.remove();
  });

  test(
    'a subscriber that comes back again and again gets every event once and in order',
    { timeout: 120_000 + eventCount * 100 },
    async () => {
      const random = seededRandom(20_261_123);
      const calls = eventCount / 2;
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
            connections < reconnects ? Math.ceil((random() * 2 * eventCount) / reconnects) : Infinity;
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
      const killsAt = [Math.floor(calls / 3), Math.floor((2 * calls) / 3)];
      async function emit(): Promise<void> {
        for (let number = next++; number < calls; number = next++) {
          await call(`call-${number}`);
          if (killsAt.includes(number)) await fleet.replace(0);
        }
      }

      const startedAt = performance.now();
      const following = follow();
      await Promise.all(Array.from({ length: CALLERS }, emit));
      // a call of a killed process may end after its caller was told of it
      await expect.poll(async () => storeProblems(await store.audit()), { timeout: 30_000 }).toEqual([]);
      await call(LAST);
      await following;
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);

      const { events } = await store.audit();
      const logged = events.filter(({ topic }) => topic.startsWith('openai.model.'));
      console.log(
        `${kind.name}: ${seen.length} of ${logged.length} events came over ${connections} connections in ${seconds} s`,
      );
      expect(seen).toEqual(logged.map(({ seq }) => encodeCursor([Number(seq)])));
      // more when a busy machine was late with a lease: the call was presumed spent, and then settled
      expect(seen.length).toBeGreaterThanOrEqual(eventCount + 2);
      expect(connections).toBeGreaterThan(reconnects);
    },
  );
});
