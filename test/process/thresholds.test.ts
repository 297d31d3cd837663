import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatUsd } from '../../src/lib/money.ts';
import { BUDGET_EVENTS, CREATE_BUDGET } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startFleet } from '../support/fleet.ts';
import type { Fleet } from '../support/fleet.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { completeMarked, MARKED_COST_NANO, startCountingUpstream } from '../support/marked-call.ts';
import type { CountingUpstream } from '../support/marked-call.ts';
import { persist } from '../support/persistent-client.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { subscribe } from '../support/subscription.ts';

const PROCESSES = 4;
const BUDGETS = 5;
/** How many calls use a budget up, and how many are made: it is soft. */
const ROOM = 20;
const CALLS = 30;
const THRESHOLDS = [0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 1];
const KILL_EVERY = 25;
const CALLERS = 12;
const LAST = 'last';

await describeOnEachStore(`${PROCESSES} processes that are killed while they spend`, (kind) => {
  let store: ProcessStore;
  let upstream: CountingUpstream;
  let installation: Installation;
  let fleet: Fleet;

  beforeEach(async () => {
    store = kind.open();
    upstream = await startCountingUpstream();
    installation = createInstallation();
    const env = { STORE_URL: store.storeUrl, OPENAI_BASE_URL: upstream.url, HOLD_LEASE_MS: '1000' };
    fleet = startFleet(PROCESSES, () => installation.spawn({ env }), ADMIN_KEY);
    await fleet.whole();
  });
  afterEach(async () => {
    await installation.close();
    await upstream.close();
    await store.remove();
  });

  async function createBudget(agentId: string, calls: number): Promise<string> {
    const input = {
      scope: { agentId },
      amount: formatUsd(MARKED_COST_NANO * BigInt(calls)),
      period: { fixed: { start: '2026-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z' } },
      hard: false,
      warningThresholds: THRESHOLDS,
    } as const;
    const { createBudget: result } = await (await fleet.next()).run(CREATE_BUDGET, { input });
    return expectType(result, 'CreateBudgetSuccess').budget.id;
  }

  test(
    'each threshold of a budget is told once, and once that it is used up',
    { timeout: 300_000 },
    async () => {
      const budgetIds: string[] = [];
      for (let index = 0; index < BUDGETS; index += 1)
        budgetIds.push(await createBudget(`agent-${index}`, ROOM));
      const call = (operationId: string, agentId: string) =>
        persist(async () => completeMarked(await fleet.next(), { operationId, agentId }));

      let next = 0;
      let kills = 0;
      async function beClient(): Promise<void> {
        for (let number = next++; number < BUDGETS * CALLS; number = next++) {
          await call(`call-${number}`, `agent-${number % BUDGETS}`);
          if (number % KILL_EVERY === KILL_EVERY - 1) await fleet.replace(kills++ % PROCESSES);
        }
      }
      await Promise.all(Array.from({ length: CALLERS }, beClient));
      // the event of one more budget marks the end of the log
      const lastBudgetId = await createBudget(LAST, 1);
      await call('last-call', LAST);

      const { url } = await fleet.next();
      const events = subscribe('graphql-ws', url, ADMIN_KEY, BUDGET_EVENTS, { after: 'WzBd' });
      const told = new Map(budgetIds.map((id): [string, (number | string)[]] => [id, []]));
      for (;;) {
        const [{ budgetEvents: event } = { budgetEvents: null }] = await events.take(1);
        if (event?.budgetId === lastBudgetId) break;
        // of the forecast it is a matter of time whether one comes
        if (event?.__typename === 'BudgetForecastExceeded') continue;
        const what =
          event?.__typename === 'BudgetWarning'
            ? event.threshold
            : event?.__typename === 'BudgetExceeded'
              ? event.reason
              : (event?.__typename ?? 'nothing');
        told.get(event?.budgetId ?? '')?.push(what);
      }
      await events.close();

      console.log(`${kind.name}: ${kills} kills, ${[...told.values()].flat().length} events of budgets`);
      expect(kills).toBe(Math.floor((BUDGETS * CALLS) / KILL_EVERY));
      for (const whats of told.values())
        expect(whats.map(String).sort()).toEqual([...THRESHOLDS, 'USED_UP'].map(String).sort());
    },
  );
});
