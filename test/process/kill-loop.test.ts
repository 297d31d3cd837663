import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { USAGE } from '../support/documents.ts';
import { startFleet } from '../support/fleet.ts';
import type { Fleet } from '../support/fleet.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { completeMarked, startCountingUpstream } from '../support/marked-call.ts';
import type { CountingUpstream } from '../support/marked-call.ts';
import { persist } from '../support/persistent-client.ts';
import { sizeOf } from '../support/proof.ts';
import { differsFrom, formatReconciliation, reconcile } from '../support/reconciliation.ts';
import type { Acknowledgements } from '../support/reconciliation.ts';
import { seededRandom, seedFrom } from '../support/seeded-random.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { storeProblems } from '../support/store-problems.ts';

const LOAD_MS = 1000 * sizeOf('TOLLGATE_KILL_SECONDS', { usual: 20, proof: 120 });
const PROCESSES = 3;
const CLIENTS = 24;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 3_000;
/** The longest that the upstream thinks: long enough for a kill to find calls that wait for it. */
const THINKING_MS = 60;
const LEASE_MS = 3_000;
const SWEEP_LIMIT_MS = 30_000;
const REPEATED = 50;
const AGENT = 'survivor';
/** So many calls are never made; the budget counts, and limits nobody. */
const ROOM = 1_000_000;

await describeOnEachStore('kill -9 of a random process under load', (kind) => {
  let store: ProcessStore;
  let upstream: CountingUpstream;
  let installation: Installation;
  let random: () => number;
  let seed: number;

  beforeEach(async () => {
    seed = seedFrom('TOLLGATE_KILL_SEED');
    random = seededRandom(seed);
    store = kind.open();
    upstream = await startCountingUpstream(() => pause(THINKING_MS * Math.random()));
    installation = createInstallation();
  });
  afterEach(async () => {
    await installation.close();
    await upstream.close();
    await store.remove();
  });

  function start(): Fleet {
    const env = {
      STORE_URL: store.storeUrl,
      OPENAI_BASE_URL: upstream.url,
      MAX_RETRIES: '0',
      HOLD_LEASE_MS: String(LEASE_MS),
    };
    return startFleet(PROCESSES, () => installation.spawn({ env }), ADMIN_KEY);
  }

  async function killUntil(end: number, fleet: Fleet): Promise<number> {
    for (let kills = 0; ; kills += 1) {
      const pauseMs = SHORTEST_PAUSE_MS + random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS);
      if (performance.now() + pauseMs > end) return kills;
      await pause(pauseMs);
      await fleet.replace(Math.floor(random() * fleet.size));
    }
  }

  /** Calls one after the other, each until it has its answer, and keeps what it was told. */
  async function callUntil(end: number, fleet: Fleet, client: number, acknowledged: Acknowledgements) {
    let retries = 0;
    for (let number = 1; performance.now() < end; number += 1) {
      const call = { operationId: `client-${client}-call-${number}`, agentId: AGENT };
      const answer = await persist(
        async () => completeMarked(await fleet.next(), call),
        () => (retries += 1),
      );
      acknowledged.set(call.operationId, answer);
    }
    return retries;
  }

  test(
    'loses nothing, charges nothing twice and holds nothing for ever',
    { timeout: LOAD_MS + 120_000 },
    async () => {
      const fleet = start();
      const [first] = await fleet.whole();
      const budgetId = await createBudget(first!, AGENT, ROOM);
      const acknowledged: Acknowledgements = new Map();
      const end = performance.now() + LOAD_MS;
      const [kills, ...retries] = await Promise.all([
        killUntil(end, fleet),
        ...Array.from({ length: CLIENTS }, (_, client) => callUntil(end, fleet, client, acknowledged)),
      ]);

      // the leases of the dead end, and what they left half done is swept
      const servers = await fleet.whole();
      await expect
        .poll(async () => storeProblems(await store.audit()), { timeout: SWEEP_LIMIT_MS, interval: 500 })
        .toEqual([]);

      // what was answered is answered again, in the same words and without asking anybody
      const upstreamRequests = upstream.requests.length;
      const repeated = [...acknowledged].sort(() => random() - 0.5).slice(0, REPEATED);
      for (const [operationId, answer] of repeated) {
        const again = await completeMarked(await fleet.next(), { operationId, agentId: AGENT });
        expect(differsFrom(answer, again), operationId).toBe(false);
      }
      expect(upstream.requests).toHaveLength(upstreamRequests);

      const { spent } = await budgetOf(servers[1]!, budgetId);
      const { usage } = await servers[0]!.run(USAGE, { input: { filter: { agentId: AGENT } } });
      const { totalCost, completed, failed, calls } = usage.totals;
      for (const exit of await Promise.all(servers.map((server) => server.stop())))
        expect(exit).toEqual({ code: 0, signal: null });
      const audit = await store.audit();
      const table = reconcile(acknowledged, upstream.requestsOf, audit);
      const report = formatReconciliation(
        `${kind.name}: ${LOAD_MS / 1000} s of load with ${CLIENTS} clients on ${PROCESSES} processes, ${kills} x kill -9, ` +
          `requests sent again ${retries.reduce((sum, count) => sum + count, 0)} times (TOLLGATE_KILL_SEED=${seed})`,
        { ...table, 'usage report, USD': totalCost },
      );
      console.log(report);

      expect(storeProblems(audit), report).toEqual([]);
      expect(kills).toBeGreaterThan(0);
      expect(table, report).toMatchObject({
        offered: calls,
        acknowledged: calls,
        completed,
        'presumed spent': failed,
        lost: 0,
        'asked twice': 0,
        'answered and never asked': 0,
        'asked without a hold': 0,
        'charged twice or wrong': 0,
        held: '0',
        'ledger, USD': spent,
        'sum of calls, USD': spent,
      });
      expect(totalCost, report).toBe(spent);
      expect(completed + failed, report).toBe(calls);
    },
  );
});
