import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectType } from '../support/expect-type.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { completeMarked, MARKED_COST, startCountingUpstream } from '../support/marked-call.ts';
import type { CountingUpstream } from '../support/marked-call.ts';
import { persist } from '../support/persistent-client.ts';
import { tellTime } from '../support/proof.ts';
import { reconcile } from '../support/reconciliation.ts';
import type { Acknowledgements } from '../support/reconciliation.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { describeWithMongo } from '../support/shared-mongo.ts';
import { LOCKED_FILE, networkOutages } from '../support/store-outage.ts';
import type { FragileStore, Outage } from '../support/store-outage.ts';
import { storeProblems } from '../support/store-problems.ts';

const AGENT = 'patient';
const CALLS = 60;
/** More than enough for all calls with all their holds. */
const ROOM = 1_000;
/** What is promised, in milliseconds; a test waits three times as long, as it may share its cores with much else. */
const UNREADY_MS = 2_000;
const RECOVERY_MS = 5_000;
const GENEROSITY = 3;
const SHORT_LEASE_MS = 2_000;
/** What the log says when a settle has to be tried again. */
const SETTLE_RETRY = /could not be settled yet/;
const SWEEP_LIMIT_MS = 30_000;

function describeOutage(outage: Outage): void {
  describe(`the store is out of reach: ${outage.name}`, { timeout: 90_000 }, () => {
    let store: FragileStore;
    let upstream: CountingUpstream;
    let installation: Installation;

    beforeEach(async () => {
      store = await outage.open();
      upstream = await startCountingUpstream();
      installation = createInstallation();
    });
    afterEach(async () => {
      await installation.close();
      await upstream.close();
      await store.remove();
    });

    function start(env: Record<string, string> = {}): Promise<ServerProcess> {
      const own = { STORE_URL: store.storeUrl, OPENAI_BASE_URL: upstream.url, MAX_RETRIES: '0' };
      return installation.start({ ...own, ...env });
    }

    function call(server: ServerProcess, operationId: string) {
      return completeMarked(server, { operationId, agentId: AGENT });
    }

    /** Measures how long it takes, fails when it takes too long, and says so. */
    async function within<Value>(
      what: string,
      promisedMs: number,
      startedAt: number,
      look: () => Promise<Value>,
      wanted: Value,
    ) {
      await expect.poll(look, { timeout: promisedMs * GENEROSITY, interval: 20 }).toBe(wanted);
      tellTime(`${outage.name}: ${what}`, performance.now() - startedAt, promisedMs);
    }

    async function statusOf(server: ServerProcess, page: 'live' | 'ready'): Promise<number> {
      const response = await fetch(new URL(`/health/${page}`, server.url));
      await response.arrayBuffer();
      return response.status;
    }

    /** Waits until nothing is left of the outage, and stops the server: all that was answered is booked once. */
    async function expectSoundStore(server: ServerProcess, acknowledged: Acknowledgements): Promise<void> {
      await expect
        .poll(async () => storeProblems(await store.audit()), { timeout: SWEEP_LIMIT_MS, interval: 100 })
        .toEqual([]);
      expect(await server.stop()).toEqual({ code: 0, signal: null });
      const audit = await store.audit();
      expect(storeProblems(audit)).toEqual([]);
      const table = reconcile(acknowledged, upstream.requestsOf, audit);
      expect(table).toMatchObject({
        acknowledged: table.offered,
        lost: 0,
        'asked twice': 0,
        'answered and never asked': 0,
        'asked without a hold': 0,
        'charged twice or wrong': 0,
      });
      expect(table['ledger, USD']).toBe(table['sum of calls, USD']);
    }

    test('calls are refused, nothing is asked upstream, and all works again when it is back', async () => {
      const server = await start({ HOLD_LEASE_MS: String(SHORT_LEASE_MS) });
      await createBudget(server, AGENT, ROOM);
      const acknowledged: Acknowledgements = new Map([['before', await call(server, 'before')]]);
      expect(await statusOf(server, 'ready')).toBe(200);

      await store.takeAway();
      const takenAt = performance.now();
      const refusedIds = Array.from({ length: 10 }, (_, index) => `during-${index}`);
      const refused = Promise.all(refusedIds.map((id) => call(server, id)));
      await within('not ready', UNREADY_MS, takenAt, () => statusOf(server, 'ready'), 503);
      expect(await statusOf(server, 'live')).toBe(200);
      for (const answer of await refused) {
        const error = expectType(answer, 'StoreUnavailableError');
        expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
      }
      expect([...upstream.requestsOf.keys()]).toEqual(['before']);

      await store.giveBack();
      const givenAt = performance.now();
      await Promise.all([
        within('ready', RECOVERY_MS, givenAt, () => statusOf(server, 'ready'), 200),
        within(
          'a call',
          RECOVERY_MS,
          givenAt,
          async () => {
            const answer = await call(server, 'after');
            acknowledged.set('after', answer);
            return answer.__typename;
          },
          'CompleteSuccess',
        ),
      ]);
      await Promise.all(
        refusedIds.map(async (id) => acknowledged.set(id, await persist(() => call(server, id)))),
      );
      await expectSoundStore(server, acknowledged);
    });

    test.each([
      ['longer', 60_000],
      ['shorter', 500],
    ])('a running call with a lease %s than the outage is settled, and then answered', async (_, leaseMs) => {
      const server = await start({ HOLD_LEASE_MS: String(leaseMs) });
      const budgetId = await createBudget(server, AGENT, ROOM);
      upstream.hold();
      const running = call(server, 'running');
      await upstream.arrived(1);

      await store.takeAway();
      upstream.release();
      await Promise.race([server.printed(SETTLE_RETRY), running]);
      await store.giveBack();

      const answer = expectType(await running, 'CompleteSuccess');
      expect(answer.cost).toMatchObject({ total: MARKED_COST, basis: 'MEASURED' });
      expect(await budgetOf(server, budgetId)).toMatchObject({ spent: MARKED_COST });
      await expectSoundStore(server, new Map([['running', answer]]));
    });

    test('in the middle of many calls: who is told that there is no store has asked nothing upstream', async () => {
      const server = await start({ HOLD_LEASE_MS: String(SHORT_LEASE_MS) });
      await createBudget(server, AGENT, ROOM);
      const ids = Array.from({ length: CALLS }, (_, index) => `call-${index}`);
      upstream.hold();
      const answering = ids.map((id) => call(server, id));
      await upstream.arrived(CALLS / 3);
      await store.takeAway();
      upstream.release();
      await Promise.race([server.printed(SETTLE_RETRY), Promise.all(answering)]);
      await store.giveBack();
      for (const [index, { __typename }] of (await Promise.all(answering)).entries()) {
        const asked = upstream.requestsOf.get(ids[index]!) ?? 0;
        expect(['CompleteSuccess with 1', 'StoreUnavailableError with 0']).toContain(
          `${__typename} with ${asked}`,
        );
      }

      const answers = await Promise.all(ids.map((id) => persist(() => call(server, id))));
      await expectSoundStore(server, new Map(answers.map((answer, index) => [ids[index]!, answer])));
    });
  });
}

describeOutage(LOCKED_FILE);

await describeWithMongo('MongoDB', (server) => {
  networkOutages(server).forEach(describeOutage);
});
