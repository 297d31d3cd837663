import { expect, onTestFinished, test } from 'vitest';
import { formatUsd } from '../../src/lib/money.ts';
import { USAGE } from '../support/documents.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { startFleet } from '../support/fleet.ts';
import { completeMarked, MARKED_COST_NANO, startCountingUpstream } from '../support/marked-call.ts';
import { persist } from '../support/persistent-client.ts';
import { sizeOf } from '../support/proof.ts';
import { formatReconciliation, reconcile } from '../support/reconciliation.ts';
import type { Acknowledgements } from '../support/reconciliation.ts';
import { seededRandom, seedFrom } from '../support/seeded-random.ts';
import { describeWithMongo } from '../support/shared-mongo.ts';
import { mongoStore } from '../support/store-kinds.ts';
import { storeProblems } from '../support/store-problems.ts';

const CALLS = sizeOf('TOLLGATE_LOST_REPLIES_CALLS', { usual: 1_500, proof: 5_000 });
const PROCESSES = 2;
const CLIENTS = 60;
const LEASE_MS = 5_000;
const SWEEP_LIMIT_MS = 30_000;
const RESET_EVERY_MS = 200;
const AGENT = 'unlucky';

/** What a network does to the connections between Tollgate and its store; it goes on until the returned function is called. */
interface BadNetwork {
  name: string;
  calls: number;
  begin: (proxy: FaultProxy, random: () => number) => () => void;
}

const BAD_NETWORKS: readonly BadNetwork[] = [
  {
    name: 'one in 20 replies is lost',
    calls: CALLS,
    begin(proxy, random) {
      proxy.dropReplies(1 / 20, random);
      return () => proxy.dropReplies(0, random);
    },
  },
  {
    name: 'all connections are reset five times a second',
    calls: Math.ceil(CALLS / 5),
    begin(proxy) {
      const timer = setInterval(() => proxy.reset(), RESET_EVERY_MS);
      return () => clearInterval(timer);
    },
  },
];

await describeWithMongo('a bad network between Tollgate and its store', (server) => {
  test.for(BAD_NETWORKS)(
    '$name: every call is answered, and nothing is applied twice',
    { timeout: 60_000 + CALLS * 100 },
    async ({ name, calls, begin }) => {
      const seed = seedFrom('TOLLGATE_LOST_REPLIES_SEED');
      const proxy = await startFaultProxy(server.url);
      const store = mongoStore({ ...server, url: proxy.url }).open();
      const upstream = await startCountingUpstream();
      const installation = createInstallation();
      onTestFinished(async () => {
        await proxy.heal();
        await installation.close();
        await upstream.close();
        await store.remove();
        await proxy.close();
      });
      const env = {
        STORE_URL: store.storeUrl,
        OPENAI_BASE_URL: upstream.url,
        MAX_RETRIES: '0',
        HOLD_LEASE_MS: String(LEASE_MS),
      };
      const fleet = startFleet(PROCESSES, () => installation.spawn({ env }), ADMIN_KEY);
      const servers = await fleet.whole();
      const budgetId = await createBudget(servers[0]!, AGENT, 10 * calls);

      const end = begin(proxy, seededRandom(seed));
      const startedAt = performance.now();
      const acknowledged: Acknowledgements = new Map();
      let retries = 0;
      let number = 0;
      const beClient = async (): Promise<void> => {
        while (number < calls) {
          const call = { operationId: `call-${(number += 1)}`, agentId: AGENT };
          const answer = await persist(
            async () => completeMarked(await fleet.next(), call),
            () => (retries += 1),
          );
          acknowledged.set(call.operationId, answer);
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, beClient));
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      end();

      await expect
        .poll(async () => storeProblems(await store.audit()), { timeout: SWEEP_LIMIT_MS, interval: 500 })
        .toEqual([]);
      const { spent } = await budgetOf(servers[0]!, budgetId);
      const { usage } = await servers[0]!.run(USAGE, { input: { filter: { agentId: AGENT } } });
      for (const exit of await Promise.all(servers.map((one) => one.stop())))
        expect(exit).toEqual({ code: 0, signal: null });
      const audit = await store.audit();
      const table = reconcile(acknowledged, upstream.requestsOf, audit);
      const report = formatReconciliation(
        `${server.name}, ${name}: ${proxy.droppedReplies} replies lost in ${seconds} s, requests sent again ${retries} times ` +
          `(TOLLGATE_LOST_REPLIES_SEED=${seed})`,
        { ...table, 'usage report, USD': usage.totals.totalCost },
      );
      console.log(report);

      expect(storeProblems(audit), report).toEqual([]);
      expect(table, report).toMatchObject({
        offered: calls,
        acknowledged: calls,
        lost: 0,
        'asked twice': 0,
        'answered and never asked': 0,
        'asked without a hold': 0,
        'charged twice or wrong': 0,
        held: '0',
        'ledger, USD': spent,
        'sum of calls, USD': spent,
      });
      expect(usage.totals, report).toMatchObject({ calls, running: 0, totalCost: spent });
      const presumedNano = audit.calls.reduce(
        (sum, call) => sum + (call.basis === 'presumed' ? call.costNano! : 0n),
        0n,
      );
      const known = formatUsd(BigInt(table.completed) * MARKED_COST_NANO + presumedNano);
      expect(spent, report).toBe(known);
    },
  );
});
