import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatUsd, parseUsd } from '../../src/lib/money.ts';
import { BUDGET, CALLS, COMPLETE, CREATE_BUDGET, UPDATE_BUDGET, USAGE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { graphql } from '../support/gql/gql.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';
import { chatAnswer, startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

const MAX_TOKENS = 100;
/** The prompt of one word, as the Chat Completions API counts it: 3 for the message, 1 each for role and word, 3 for the answer. */
const PROMPT_TOKENS = 8;
/** gpt-4o: 2.50 and 10 USD per million tokens; what is held is what the upstream then reports. */
const COST_NANO = BigInt(PROMPT_TOKENS * 2_500 + MAX_TOKENS * 10_000);

let upstream: Upstream;
let app: TestApp;

beforeAll(async () => {
  upstream = await startUpstream(() => chatAnswer(PROMPT_TOKENS, MAX_TOKENS));
  app = await startTestApp({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' });
});
afterAll(async () => {
  await app.close();
  await upstream.close();
});

async function createBudget(agentId: string, amountNano: bigint, more: object = {}): Promise<string> {
  const { createBudget: result } = await app.run(CREATE_BUDGET, {
    input: {
      scope: { agentId },
      amount: formatUsd(amountNano),
      period: { recurring: { every: 'MONTH' } },
      ...more,
    },
  });
  return expectType(result, 'CreateBudgetSuccess').budget.id;
}

async function complete(agentId: string, more: object = {}) {
  const input = { prompt: 'Hello', agentId, parameters: { maxTokens: MAX_TOKENS }, ...more };
  return (await app.run(COMPLETE, { input })).complete;
}

async function budgetOf(id: string) {
  const { budget } = await app.run(BUDGET, { id });
  if (budget === null || budget === undefined) throw new Error('no such budget');
  return budget;
}

describe('a hard budget', () => {
  test('200 calls at once on one with room for 50: exactly 50 succeed and nothing stays held', async () => {
    const id = await createBudget('crowd', COST_NANO * 50n);
    const before = upstream.requests.length;
    const answers = await Promise.all(Array.from({ length: 200 }, () => complete('crowd')));

    const succeeded = answers.filter((answer) => answer.__typename === 'CompleteSuccess');
    const refused = answers.filter((answer) => answer.__typename !== 'CompleteSuccess');
    expect(succeeded).toHaveLength(50);
    for (const answer of refused) {
      const error = expectType(answer, 'BudgetExceededError');
      expect(error).toMatchObject({
        code: 'BUDGET_EXCEEDED',
        budgetId: id,
        amount: formatUsd(COST_NANO * 50n),
      });
      const spent = parseUsd(error.spent);
      const held = parseUsd(error.held);
      const requested = parseUsd(error.requested);
      const amount = parseUsd(error.amount);
      expect(spent + held).toBeLessThanOrEqual(amount);
      expect(new Date(String(error.resetsAt)).getTime()).toBeGreaterThan(Date.now());
      expect(error.retryable).toBe(held > 0n && spent + requested <= amount);
    }
    expect(upstream.requests.length - before).toBe(50);

    expect(await budgetOf(id)).toMatchObject({
      held: '0',
      remaining: '0',
      spent: formatUsd(COST_NANO * 50n),
    });
    const { usage } = await app.run(USAGE, { input: { filter: { agentId: 'crowd' } } });
    expect(usage.totals).toMatchObject({ calls: 50, completed: 50, totalCost: formatUsd(COST_NANO * 50n) });
  });

  test('says that waiting can help while only open holds stand in the way', async () => {
    const id = await createBudget('waiter', COST_NANO);
    const arrivals = upstream.requests.length;
    upstream.hold();
    const first = complete('waiter');
    await upstream.arrived(arrivals + 1);
    const refused = expectType(await complete('waiter'), 'BudgetExceededError');
    expect(refused).toMatchObject({
      retryable: true,
      spent: '0',
      held: formatUsd(COST_NANO),
      remaining: '0',
    });

    upstream.release();
    expectType(await first, 'CompleteSuccess');
    const refusedAgain = expectType(await complete('waiter'), 'BudgetExceededError');
    expect(refusedAgain).toMatchObject({ retryable: false, spent: formatUsd(COST_NANO), held: '0' });
    expect(await budgetOf(id)).toMatchObject({ percentageUsed: 100 });
  });

  test('WAIT waits for open holds to end', async () => {
    await createBudget('patient', COST_NANO * 2n);
    const arrivals = upstream.requests.length;
    upstream.hold();
    const first = complete('patient');
    await upstream.arrived(arrivals + 1);
    const second = complete('patient');
    await upstream.arrived(arrivals + 2);
    const third = complete('patient', { budgetPolicy: { whenShort: 'WAIT', waitMs: 20_000 } });
    upstream.release();
    expectType(await first, 'CompleteSuccess');
    expectType(await second, 'CompleteSuccess');
    // both calls cost all that was held, so that waiting did not help, and the refusal says so
    expect(expectType(await third, 'BudgetExceededError').retryable).toBe(false);
  });

  test('LOWER_MAX_TOKENS sends what can be paid for, and says so', async () => {
    await createBudget('thrifty', COST_NANO - BigInt(40 * 10_000));
    const answer = expectType(
      await complete('thrifty', { budgetPolicy: { whenShort: 'LOWER_MAX_TOKENS' } }),
      'CompleteSuccess',
    );
    expect(answer.call.maxTokens).toBe(60);
    const sent = upstream.requests.at(-1)?.body;
    expect(sent?.max_completion_tokens ?? sent?.max_tokens).toBe(60);
  });

  test('all budgets that count a call must agree, and none is touched when one refuses', async () => {
    const wide = await createBudget('both', COST_NANO * 10n);
    const { createBudget: tagged } = await app.run(CREATE_BUDGET, {
      input: {
        scope: { tag: { key: 'team', value: 'red' } },
        amount: formatUsd(COST_NANO - 1n),
        period: { recurring: { every: 'DAY', timeZone: 'Europe/Copenhagen' } },
      },
    });
    const narrow = expectType(tagged, 'CreateBudgetSuccess').budget.id;
    const error = expectType(
      await complete('both', { tags: [{ key: 'team', value: 'red' }] }),
      'BudgetExceededError',
    );
    expect(error.budgets).toEqual([{ budgetId: narrow, retryable: false }]);
    expect(await budgetOf(wide)).toMatchObject({ spent: '0', held: '0' });
    expectType(await complete('both', { tags: [{ key: 'team', value: 'blue' }] }), 'CompleteSuccess');
    expect(await budgetOf(wide)).toMatchObject({ spent: formatUsd(COST_NANO) });
  });

  test('without a budget a call is allowed', async () => {
    expectType(await complete('free'), 'CompleteSuccess');
  });

  test('a soft budget counts and never refuses', async () => {
    const id = await createBudget('soft', 1n, { hard: false });
    expectType(await complete('soft'), 'CompleteSuccess');
    expectType(await complete('soft'), 'CompleteSuccess');
    expect(await budgetOf(id)).toMatchObject({ spent: formatUsd(COST_NANO * 2n), remaining: '0' });
  });
});

const DELETE_BUDGET = graphql(`
  mutation DeleteBudget($input: DeleteBudgetInput!) {
    deleteBudget(input: $input) {
      __typename
      ... on DeleteBudgetSuccess {
        id
      }
      ... on Error {
        code
      }
    }
  }
`);

const BUDGETS = graphql(`
  query Budgets($filter: BudgetFilter, $first: Int, $after: String) {
    budgets(filter: $filter, first: $first, after: $after) {
      edges {
        node {
          id
          scope {
            agentId
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

describe('managing budgets', () => {
  test('a raised amount makes room and keeps what was spent', async () => {
    const id = await createBudget('raised', COST_NANO);
    await complete('raised');
    expectType(await complete('raised'), 'BudgetExceededError');
    const { updateBudget } = await app.run(UPDATE_BUDGET, {
      input: { id, name: 'Raised', amount: formatUsd(COST_NANO * 3n), warningThresholds: [0.9, 0.5, 0.5] },
    });
    expect(expectType(updateBudget, 'UpdateBudgetSuccess').budget).toMatchObject({
      name: 'Raised',
      amount: formatUsd(COST_NANO * 3n),
      spent: formatUsd(COST_NANO),
      warningThresholds: [0.5, 0.9],
      hard: true,
    });
    expectType(await complete('raised'), 'CompleteSuccess');
  });

  test('a deleted budget limits nothing', async () => {
    const id = await createBudget('deleted', 1n);
    expectType(await complete('deleted'), 'BudgetExceededError');
    const { deleteBudget } = await app.run(DELETE_BUDGET, { input: { id } });
    expect(deleteBudget).toEqual({ __typename: 'DeleteBudgetSuccess', id });
    expectType(await complete('deleted'), 'CompleteSuccess');
    expect((await app.run(BUDGET, { id })).budget).toBeNull();
    expect((await app.run(DELETE_BUDGET, { input: { id } })).deleteBudget.__typename).toBe('NotFoundError');
  });

  test('budgets come in pages, each once', async () => {
    const ids = [];
    for (let index = 0; index < 5; index += 1) ids.push(await createBudget(`page-agent`, BigInt(index + 1)));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const {
        budgets,
      }: {
        budgets: {
          edges: readonly { node: { id: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor?: string | null };
        };
      } = await app.run(BUDGETS, { filter: { agentId: 'page-agent' }, first: 2, after });
      seen.push(...budgets.edges.map((edge) => edge.node.id));
      after = budgets.pageInfo.hasNextPage ? (budgets.pageInfo.endCursor ?? null) : null;
    } while (after !== null);
    expect(seen).toEqual(ids);
  });
});

describe('looking at calls', () => {
  test('calls come newest first, in pages both ways', async () => {
    const ids = [];
    for (let index = 0; index < 5; index += 1) {
      const answer = expectType(
        await complete('lister', { operationId: `listed-${index}` }),
        'CompleteSuccess',
      );
      ids.unshift(answer.call.operationId);
    }
    const filter = { agentId: 'lister' };
    const first = (await app.run(CALLS, { filter, first: 2 })).calls;
    expect(first.edges.map((edge) => edge.node.operationId)).toEqual(ids.slice(0, 2));
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(first.edges.map((edge) => edge.node.attempts.length)).toEqual([1, 1]);
    const next = (await app.run(CALLS, { filter, first: 10, after: first.pageInfo.endCursor ?? null })).calls;
    expect(next.edges.map((edge) => edge.node.operationId)).toEqual(ids.slice(2));
    const last = (await app.run(CALLS, { filter, last: 2 })).calls;
    expect(last.edges.map((edge) => edge.node.operationId)).toEqual(ids.slice(3));
    expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test('a page that is too long, or a cursor of another list, is refused by name', async () => {
    const { body } = await app.ask('{ calls(first: 1000) { edges { cursor } } }');
    expect(body.errors?.[0]?.message).toMatch(/first: must be a whole number from 1 to 100/);
    expect(body.errors?.[0]?.extensions?.['code']).toBe('VALIDATION_FAILED');
    const wrong = await app.ask('{ calls(after: "nonsense") { edges { cursor } } }');
    expect(wrong.body.errors?.[0]?.message).toMatch(/after: must be a cursor of this list/);
  });

  test('usage adds up, whatever it is grouped by', async () => {
    for (const groupBy of [['AGENT'], ['MODEL', 'AGENT'], ['CAPABILITY'], ['DAY', 'AGENT']] as const) {
      const { usage } = await app.run(USAGE, { input: { groupBy, timeZone: 'Asia/Kathmandu' } });
      const sum = usage.groups.reduce((total, group) => total + parseUsd(group.metrics.totalCost), 0n);
      expect(formatUsd(sum)).toBe(usage.totals.totalCost);
      expect(usage.groups.reduce((total, group) => total + group.metrics.calls, 0)).toBe(usage.totals.calls);
    }
  });
});
