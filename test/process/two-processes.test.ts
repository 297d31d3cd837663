import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeCursor } from '../../src/lib/page.ts';
import { BUDGET_EVENTS, CALLS, MODEL_CALL_EVENTS, USAGE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, complete, costOfCalls, createBudget, fullAnswer, sumUsd } from '../support/known-cost.ts';
import { MAIN_FILE } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

const CALLERS = 200;
const ROOM = 50;
/** Before the first event of a store. */
const START = encodeCursor([0]);

let upstream: Upstream;
let installation: Installation;
let first: ServerProcess;
let second: ServerProcess;

beforeAll(async () => {
  upstream = await startUpstream((_, index) => fullAnswer(`Answer ${index}.`));
  installation = createInstallation();
  const env = { OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' };
  // both at once, as an orchestrator would: they have to agree on who makes the schema
  [first, second] = await Promise.all([installation.start(env), installation.start(env)]);
});
afterAll(async () => {
  await installation.close();
  await upstream.close();
});

function serverOf(index: number): ServerProcess {
  return index % 2 === 0 ? first : second;
}

describe('two processes on one store', { timeout: 120_000 }, () => {
  test('200 calls at once on a hard budget with room for 50: exactly 50 succeed', async () => {
    const budgetId = await createBudget(first, 'crowd', ROOM);
    let isCrowded = true;
    const states: Awaited<ReturnType<typeof budgetOf>>[] = [];
    const watch = async (server: ServerProcess): Promise<void> => {
      while (isCrowded) states.push(await budgetOf(server, budgetId));
    };
    const watching = [watch(first), watch(second)];

    const answers = await Promise.all(
      Array.from({ length: CALLERS }, (_, index) => complete(serverOf(index), { agentId: 'crowd' })),
    );
    isCrowded = false;
    await Promise.all(watching);

    const refusals = answers.filter((answer) => answer.__typename !== 'CompleteSuccess');
    expect(answers.length - refusals.length).toBe(ROOM);
    expect(upstream.requests).toHaveLength(ROOM);
    for (const answer of refusals) {
      const error = expectType(answer, 'BudgetExceededError');
      expect(error).toMatchObject({ code: 'BUDGET_EXCEEDED', budgetId, amount: costOfCalls(ROOM) });
      expect(Number(sumUsd([error.spent, error.held]))).toBeLessThanOrEqual(Number(error.amount));
      expect(new Date(String(error.resetsAt)).getTime()).toBeGreaterThan(Date.now());
    }
    expect(states.length).toBeGreaterThan(0);
    for (const { spent, held, amount } of states) {
      expect(Number(sumUsd([spent, held]))).toBeLessThanOrEqual(Number(amount));
    }

    const { edges } = (await second.run(CALLS, { filter: { agentId: 'crowd' }, first: 100 })).calls;
    expect(sumUsd(edges.map(({ node }) => node.cost?.total ?? 'none'))).toBe(costOfCalls(ROOM));
    for (const server of [first, second]) {
      expect(await budgetOf(server, budgetId)).toMatchObject({
        spent: costOfCalls(ROOM),
        held: '0',
        remaining: '0',
      });
      const { usage } = await server.run(USAGE, { input: { filter: { agentId: 'crowd' } } });
      expect(usage.totals).toMatchObject({ calls: ROOM, completed: ROOM, totalCost: costOfCalls(ROOM) });
    }

    // the warning and the end of the budget were told once, by one of the two; one more refusal marks the end of the log
    expectType(await complete(first, { agentId: 'crowd' }), 'BudgetExceededError');
    const filter = { budgetIds: [budgetId] };
    const events = subscribe('graphql-ws', second.url, ADMIN_KEY, BUDGET_EVENTS, { filter, after: START });
    const told = (await events.take(refusals.length + 3)).map(({ budgetEvents: event }) =>
      event.__typename === 'BudgetExceeded' ? event.reason : event.__typename,
    );
    await events.close();
    expect(told.filter((what) => what === 'BudgetWarning')).toHaveLength(1);
    expect(told.filter((what) => what === 'USED_UP')).toHaveLength(1);
    expect(told.filter((what) => what === 'CALL_REFUSED')).toHaveLength(refusals.length + 1);
  });

  test.each(TRANSPORTS)(
    'what happens in one reaches a subscriber of the other over %s',
    async (transport) => {
      const agentId = `told-${transport}`;
      const events = subscribe(transport, second.url, ADMIN_KEY, MODEL_CALL_EVENTS, {
        filter: { agentIds: [agentId] },
        after: START,
      });
      for (const operationId of [`${agentId}-1`, `${agentId}-2`]) {
        expectType(await complete(first, { agentId, operationId }), 'CompleteSuccess');
        // the second call is made when the subscription is known to be live
        const told = (await events.take(2)).map((data) => data.modelCallEvents);
        expect(told.map((event) => [event.__typename, event.operationId])).toEqual([
          ['ModelCallStarted', operationId],
          ['ModelCallCompleted', operationId],
        ]);
      }
      await events.close();
    },
  );

  test('one operationId sent to both at once makes one upstream request and gives both the same text', async () => {
    const before = upstream.requests.length;
    const pairs = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const call = { agentId: 'twins', operationId: `twins-${index}` };
        return Promise.all([complete(first, call), complete(second, call)]);
      }),
    );
    const texts = pairs.map((pair) => pair.map((answer) => expectType(answer, 'CompleteSuccess').text));
    for (const [one, other] of texts) expect(one).toBe(other);
    expect(new Set(texts.flat()).size).toBe(10);
    expect(upstream.requests.length - before).toBe(10);
  });

  test('a process joins the call that the other one is running', async () => {
    const before = upstream.requests.length;
    const call = { agentId: 'joiner', operationId: 'joined' };
    upstream.hold();
    const running = complete(first, call);
    await upstream.arrived(before + 1);
    const joined = complete(second, call);
    // meanwhile the second process does other work: long enough to have made a request of its own, had it wanted to
    await budgetOf(second, await createBudget(second, 'nobody', 1));
    upstream.release();
    expect(await joined).toEqual(await running);
    expect(upstream.requests.length - before).toBe(1);
  });

  test('a process of another version is refused while they run', async () => {
    const release = join(installation.folder, 'release');
    const root = dirname(dirname(MAIN_FILE));
    cpSync(join(root, 'dist'), join(release, 'dist'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(release, 'node_modules'));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    writeFileSync(join(release, 'package.json'), JSON.stringify({ ...manifest, version: '99.0.0' }));

    const stranger = installation.spawn({ mainFile: join(release, 'dist', 'main.js') });
    expect(await stranger.exited).toEqual({ code: 1, signal: null });
    expect(stranger.stderr).toContain(`Tollgate ${manifest.version} is using this database`);
    expect(stranger.stderr).toContain('this is Tollgate 99.0.0');
    expect(stranger.stderr).not.toMatch(/^ +at /m);
    expectType(await complete(first, { agentId: 'undisturbed' }), 'CompleteSuccess');
  });
});
