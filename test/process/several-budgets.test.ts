import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatUsd } from '../../src/lib/money.ts';
import { CREATE_BUDGET } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import type { BudgetScopeInput } from '../support/gql/graphql.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, costOfCalls } from '../support/known-cost.ts';
import { completeMarked, startCountingUpstream } from '../support/marked-call.ts';
import type { CountingUpstream } from '../support/marked-call.ts';
import { seededRandom, seedFrom } from '../support/seeded-random.ts';
import type { ServerProcess } from '../support/server-process.ts';
import type { AuditedCall } from '../support/store-audit.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { storeProblems } from '../support/store-problems.ts';

const KILLS = 4;
const CALLS_EACH = 80;
/** The last budget turns many calls away after the two before it have held for them. */
const SCARCE_ROOM = 60;
const AMPLE_ROOM = 10_000;
const LEASE_MS = 2_000;
const SWEEP_LIMIT_MS = 30_000;

/** The agent, the team and whether the scarce budget counts it are in a call's id: `red.x.scarce.17`. */
interface KnownBudget {
  id: string;
  counts: (operationId: string) => boolean;
}

await describeOnEachStore('three budgets on each call, and kill -9 while holds are placed', (kind) => {
  let store: ProcessStore;
  let upstream: CountingUpstream;
  let installation: Installation;

  beforeEach(async () => {
    store = kind.open();
    upstream = await startCountingUpstream();
    installation = createInstallation();
  });
  afterEach(async () => {
    await installation.close();
    await upstream.close();
    await store.remove();
  });

  function start(): Promise<ServerProcess> {
    return installation.start({
      STORE_URL: store.storeUrl,
      OPENAI_BASE_URL: upstream.url,
      MAX_RETRIES: '0',
      HOLD_LEASE_MS: String(LEASE_MS),
    });
  }

  async function createBudgets(server: ServerProcess): Promise<KnownBudget[]> {
    const create = async (scope: BudgetScopeInput, room: number, counts: KnownBudget['counts']) => {
      const input = { scope, amount: costOfCalls(room), period: { recurring: { every: 'MONTH' } } } as const;
      const { createBudget: result } = await server.run(CREATE_BUDGET, { input });
      return { id: expectType(result, 'CreateBudgetSuccess').budget.id, counts };
    };
    return [
      await create({ everything: true }, AMPLE_ROOM, () => true),
      await create({ agentId: 'red' }, AMPLE_ROOM, (id) => id.startsWith('red.')),
      await create({ agentId: 'blue' }, AMPLE_ROOM, (id) => id.startsWith('blue.')),
      await create({ tag: { key: 'team', value: 'x' } }, AMPLE_ROOM, (id) => id.includes('.x.')),
      await create({ tag: { key: 'team', value: 'y' } }, SCARCE_ROOM, (id) => id.includes('.y.')),
    ];
  }

  function call(server: ServerProcess, kill: number, index: number) {
    const agentId = index % 2 === 0 ? 'red' : 'blue';
    const team = index % 4 < 2 ? 'x' : 'y';
    const operationId = `${agentId}.${team}.${kill}-${index}`;
    return completeMarked(server, { operationId, agentId, tags: [{ key: 'team', value: team }] });
  }

  test(
    'no hold is left on any of them, and each has spent what its calls cost',
    { timeout: 240_000 },
    async () => {
      const seed = seedFrom('TOLLGATE_SEVERAL_BUDGETS_SEED');
      const random = seededRandom(seed);
      const survivor = await start();
      const budgets = await createBudgets(survivor);
      let refused = 0;
      let answered = 0;
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const victim = await start();
        const before = upstream.requests.length;
        const calls = Array.from({ length: CALLS_EACH }, (_, index) => call(victim, kill, index));
        const outcomes = Promise.allSettled(calls);
        // by turns in the middle of asking and in the middle of answering
        const some = 1 + Math.floor(random() * CALLS_EACH * 0.5);
        const moment = kill % 2 === 0 ? Promise.all(calls.slice(0, some)) : upstream.arrived(before + some);
        await Promise.race([moment, outcomes]);
        victim.kill('SIGKILL');
        for (const outcome of await outcomes) {
          if (outcome.status === 'rejected') continue;
          const { __typename: name } = outcome.value;
          // the second says that nothing was held, which the audit below sees: it comes when the machine is very busy
          if (name === 'BudgetExceededError' || name === 'StoreUnavailableError') refused += 1;
          else answered += expectType(outcome.value, 'CompleteSuccess') ? 1 : 0;
        }
      }

      await expect
        .poll(async () => storeProblems(await store.audit()), { timeout: SWEEP_LIMIT_MS, interval: 200 })
        .toEqual([]);
      const now = await Promise.all(budgets.map(({ id }) => budgetOf(survivor, id)));
      expect(now.map(({ held }) => held)).toEqual(budgets.map(() => '0'));
      const spent = now.map((budget) => budget.spent);
      expect(await survivor.stop()).toEqual({ code: 0, signal: null });

      const audit = await store.audit();
      console.log(
        `${kind.name}: of ${KILLS * CALLS_EACH} calls ${answered} answered, ${refused} refused, ` +
          `${audit.calls.filter(({ basis }) => basis === 'presumed').length} presumed spent (TOLLGATE_SEVERAL_BUDGETS_SEED=${seed})`,
      );
      expect(storeProblems(audit)).toEqual([]);
      expect(spent).toEqual(
        budgets.map(({ counts }) => sumOf(audit.calls.filter((one) => counts(one.operationId)))),
      );
      const stored = new Set(audit.calls.map(({ operationId }) => operationId));
      expect([...upstream.requestsOf.keys()].filter((id) => !stored.has(id))).toEqual([]);
      expect([...upstream.requestsOf.values()].filter((count) => count > 1)).toEqual([]);
    },
  );
});

function sumOf(calls: readonly AuditedCall[]): string {
  return formatUsd(calls.reduce((sum, { costNano }) => sum + costNano!, 0n));
}
