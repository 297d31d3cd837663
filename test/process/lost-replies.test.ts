import { expect, onTestFinished, test } from 'vitest';
import { formatUsd } from '../../src/lib/money.ts';
import { USAGE } from '../support/documents.ts';
import { eventLogProblems } from '../support/event-log-problems.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { startFleet } from '../support/fleet.ts';
import { completeMarked, MARKED_COST_NANO, startCountingUpstream } from '../support/marked-call.ts';
import { persist } from '../support/persistent-client.ts';
import { formatReconciliation, reconcile } from '../support/reconciliation.ts';
import type { Acknowledgements } from '../support/reconciliation.ts';
import { seededRandom, seedFrom } from '../support/seeded-random.ts';
import { describeWithMongo } from '../support/shared-mongo.ts';
import { mongoStore } from '../support/store-kinds.ts';

const CALLS = Number(process.env['TOLLGATE_LOST_REPLY_CALLS'] ?? 1_500);
const LOST = 1 / 20;
const PROCESSES = 2;
const CLIENTS = 60;
const LEASE_MS = 5_000;
const SWEEP_LIMIT_MS = 30_000;
const AGENT = 'unlucky';
/** More than enough for all calls with all their holds. */
const ROOM = 10 * CALLS;

await describeWithMongo('one in 20 replies of the store is lost', (server) => {
  test(
    `${CALLS} calls are settled, and nothing is applied twice`,
    { timeout: 60_000 + CALLS * 100 },
    async () => {
      const seed = seedFrom('TOLLGATE_LOST_REPLY_SEED');
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
      const budgetId = await createBudget(servers[0]!, AGENT, ROOM);

      proxy.dropReplies(LOST, seededRandom(seed));
      const startedAt = performance.now();
      const acknowledged: Acknowledgements = new Map();
      let retries = 0;
      let number = 0;
      const beClient = async (): Promise<void> => {
        while (number < CALLS) {
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
      const { droppedReplies } = proxy;
      await proxy.heal();

      const held = async (): Promise<string> => (await budgetOf(servers[0]!, budgetId)).held;
      await expect.poll(held, { timeout: SWEEP_LIMIT_MS, interval: 100 }).toBe('0');
      const { spent } = await budgetOf(servers[0]!, budgetId);
      const { usage } = await servers[0]!.run(USAGE, { input: { filter: { agentId: AGENT } } });
      for (const exit of await Promise.all(servers.map((one) => one.stop())))
        expect(exit).toEqual({ code: 0, signal: null });
      const audit = await store.audit();
      const table = reconcile(acknowledged, upstream.requestsOf, audit);
      const report = formatReconciliation(
        `${server.name}: ${droppedReplies} replies lost in ${seconds} s, requests sent again ${retries} times (TOLLGATE_LOST_REPLY_SEED=${seed})`,
        { ...table, 'usage report, USD': usage.totals.totalCost },
      );
      console.log(report);

      expect(droppedReplies, report).toBeGreaterThan(CALLS * LOST);
      expect(audit, report).toMatchObject({ integrity: 'ok', orphans: 0, openHolds: 0, heldNano: 0n });
      expect(eventLogProblems(audit), report).toEqual([]);
      expect(table, report).toMatchObject({
        offered: CALLS,
        acknowledged: CALLS,
        lost: 0,
        'asked twice': 0,
        'answered and never asked': 0,
        'asked without a hold': 0,
        'charged twice or wrong': 0,
        held: '0',
        'ledger, USD': spent,
        'sum of calls, USD': spent,
      });
      expect(usage.totals, report).toMatchObject({ calls: CALLS, running: 0, totalCost: spent });
      const presumedNano = audit.calls.reduce(
        (sum, call) => sum + (call.basis === 'presumed' ? call.costNano! : 0n),
        0n,
      );
      const known = formatUsd(BigInt(table.completed) * MARKED_COST_NANO + presumedNano);
      expect(spent, report).toBe(known);
    },
  );
});
