import { parseUsd, formatUsd } from '../../src/lib/money.ts';
import { BUDGET, COMPLETE, CREATE_BUDGET } from './documents.ts';
import { expectType } from './expect-type.ts';
import type { TestApp } from './test-app.ts';
import { chatAnswer } from './upstream.ts';
import type { UpstreamAnswer } from './upstream.ts';

const MAX_TOKENS = 100;
/** A prompt of one word: 3 tokens for the message, 1 each for its role and the word, 3 that begin the answer. */
const PROMPT_TOKENS = 8;
/** gpt-4o: 2.50 and 10 USD per million tokens. */
const CALL_COST_NANO = BigInt(PROMPT_TOKENS * 2_500 + MAX_TOKENS * 10_000);

type Client = Pick<TestApp, 'run'>;

/** What that many calls of `complete` cost, in dollars: as much as is held for them. */
export function costOfCalls(count: number): string {
  return formatUsd(CALL_COST_NANO * BigInt(count));
}

/** The sum of amounts of dollars, exactly. */
export function sumUsd(amounts: readonly string[]): string {
  return formatUsd(amounts.map(parseUsd).reduce((sum, amount) => sum + amount, 0n));
}

/** The answer that makes a call cost all that was held for it. */
export function fullAnswer(content = 'An answer.'): UpstreamAnswer {
  return chatAnswer(PROMPT_TOKENS, MAX_TOKENS, content);
}

/** A call of known cost, when the upstream gives it a `fullAnswer`. */
export async function complete(client: Client, input: { agentId: string; operationId?: string }) {
  const shared = { prompt: 'Hello', model: 'gpt-4o', parameters: { maxTokens: MAX_TOKENS } };
  return (await client.run(COMPLETE, { input: { ...shared, ...input } })).complete;
}

/** A hard budget of an agent with room for that many calls. */
export async function createBudget(client: Client, agentId: string, calls: number): Promise<string> {
  const period = { recurring: { every: 'MONTH' } } as const;
  const input = { scope: { agentId }, amount: costOfCalls(calls), period };
  const { createBudget: result } = await client.run(CREATE_BUDGET, { input });
  return expectType(result, 'CreateBudgetSuccess').budget.id;
}

export async function budgetOf(client: Client, id: string) {
  const { budget } = await client.run(BUDGET, { id });
  if (!budget) throw new Error('no such budget');
  return budget;
}
