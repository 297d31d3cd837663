import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseUsd } from '../../src/lib/money.ts';
import { CALLS, USAGE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, complete, costOfCalls, createBudget, fullAnswer, sumUsd } from '../support/known-cost.ts';
import { persist } from '../support/persistent-client.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { storeProblems } from '../support/store-problems.ts';
import { startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

const PROCESSES = 4;
const CLIENTS_EACH = 50;
const CALLS_EACH = 25;
const OFFERED = PROCESSES * CLIENTS_EACH * CALLS_EACH;
const ROOM = 1_000;
const AGENT = 'crowd';
const PAGE = 100;

type Answer = Awaited<ReturnType<typeof complete>>;

interface BudgetState {
  amount: string;
  spent: string;
  held: string;
}

function nameOf(answer: Answer): string {
  return answer.__typename === 'CompleteSuccess' ? answer.__typename : answer.code;
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Follows the budget over each of the processes until it is told to end. */
function watchBudget(servers: readonly ServerProcess[], id: string) {
  const states: BudgetState[] = [];
  let isOver = false;
  const watch = async (server: ServerProcess): Promise<void> => {
    while (!isOver) states.push(await budgetOf(server, id));
  };
  const watching = Promise.all(servers.map(watch));
  return {
    states,
    async end() {
      isOver = true;
      await watching;
    },
  };
}

async function costsOfCalls(server: ServerProcess): Promise<string[]> {
  const costs: string[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const { edges, pageInfo } = (
      await server.run(CALLS, { filter: { agentId: AGENT }, first: PAGE, after: after ?? null })
    ).calls;
    costs.push(...edges.map(({ node }) => node.cost?.total ?? 'none'));
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  }
  return costs;
}

await describeOnEachStore(`${PROCESSES} processes with ${CLIENTS_EACH} clients each`, (kind) => {
  let store: ProcessStore;
  let upstream: Upstream;
  let installation: Installation;
  let servers: ServerProcess[];

  beforeEach(async () => {
    store = kind.open();
    upstream = await startUpstream((_, index) => fullAnswer(`Answer ${index}.`));
    installation = createInstallation();
    const env = { STORE_URL: store.storeUrl, OPENAI_BASE_URL: upstream.url, MAX_RETRIES: '0' };
    servers = await Promise.all(Array.from({ length: PROCESSES }, () => installation.start(env)));
  });
  afterEach(async () => {
    await installation.close();
    await upstream.close();
    await store.remove();
  });

  test(
    `${OFFERED} calls on a hard budget with room for ${ROOM}: exactly ${ROOM} are made`,
    { timeout: 300_000 },
    async () => {
      const budgetId = await createBudget(servers[0]!, AGENT, ROOM);
      const watch = watchBudget(servers, budgetId);
      const triedAgain: string[] = [];
      const startedAt = performance.now();

      const call = async (server: ServerProcess): Promise<Answer> => {
        const answer = await complete(server, { agentId: AGENT });
        // a refusal says how the budget was at its moment
        if (answer.__typename === 'BudgetExceededError') watch.states.push(answer);
        return answer;
      };
      const beClient = async (server: ServerProcess): Promise<Answer[]> => {
        const answers: Answer[] = [];
        for (let number = 0; number < CALLS_EACH; number += 1)
          answers.push(
            await persist(
              () => call(server),
              (what) => triedAgain.push(what),
            ),
          );
        return answers;
      };
      const answers = (
        await Promise.all(
          servers.flatMap((server) => Array.from({ length: CLIENTS_EACH }, () => beClient(server))),
        )
      ).flat();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      await watch.end();
      const report =
        `${kind.name}: ${OFFERED} calls in ${seconds} s; the budget was looked at ${watch.states.length} times; ` +
        `answers ${JSON.stringify(countsOf(answers.map(nameOf)))}, tried again ${JSON.stringify(countsOf(triedAgain))}, ` +
        `upstream requests ${upstream.requests.length}`;
      console.log(report);

      const refusals = answers.filter((answer) => answer.__typename !== 'CompleteSuccess');
      expect(answers.length - refusals.length, report).toBe(ROOM);
      expect(upstream.requests, report).toHaveLength(ROOM);
      for (const answer of refusals) {
        const { spent, requested, amount, budgets } = expectType(answer, 'BudgetExceededError');
        // nothing that is held will make room for it: what is spent does not leave enough
        expect(parseUsd(spent) + parseUsd(requested)).toBeGreaterThan(parseUsd(amount));
        expect(budgets).toEqual([{ budgetId, retryable: false }]);
      }
      const overshoots = watch.states.filter(
        ({ spent, held, amount }) => parseUsd(spent) + parseUsd(held) > parseUsd(amount),
      );
      expect(overshoots).toEqual([]);

      const everything = costOfCalls(ROOM);
      for (const server of servers) {
        expect(await budgetOf(server, budgetId)).toMatchObject({
          spent: everything,
          held: '0',
          remaining: '0',
        });
      }
      const { usage } = await servers[1]!.run(USAGE, { input: { filter: { agentId: AGENT } } });
      expect(usage.totals).toMatchObject({ calls: ROOM, completed: ROOM, running: 0, totalCost: everything });
      const costs = await costsOfCalls(servers[2]!);
      expect([costs.length, sumUsd(costs)]).toEqual([ROOM, everything]);

      for (const exit of await Promise.all(servers.map((server) => server.stop())))
        expect(exit).toEqual({ code: 0, signal: null });
      const audit = await store.audit();
      expect(storeProblems(audit)).toEqual([]);
      expect(audit.spentNano).toBe(parseUsd(everything));
      expect(audit.calls).toHaveLength(ROOM);
    },
  );
});
