import { setTimeout as sleep } from 'node:timers/promises';
import { parseUsd } from '../src/lib/money.ts';
import { AGENT_ID } from './targets.ts';

const CREATE_BUDGET = `mutation Create($input: CreateBudgetInput!) {
  createBudget(input: $input) { ... on CreateBudgetSuccess { budget { id } } ... on Error { message } }
}`;
const LEDGER = `query Ledger($id: ID!, $agentId: String!) {
  budget(id: $id) { spent held }
  usage(input: { filter: { agentId: $agentId } }) { totals { completed running failed totalCost } }
}`;
const END_LIMIT_MS = 5000;

interface Ledger {
  budget: { spent: string; held: string };
  usage: { totals: { completed: number; running: number; failed: number; totalCost: string } };
}

/** The books of the server under load. */
export function createLedger(origin: string, adminKey: string) {
  async function ask<Data>(query: string, variables: object): Promise<Data> {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Data | null; errors?: unknown };
    if (errors !== undefined || !data) throw new Error(`Tollgate answered ${JSON.stringify(errors)}`);
    return data;
  }

  return {
    /** A hard budget that every call has to pass, too large to refuse one. */
    async createBudget(): Promise<string> {
      const period = { recurring: { every: 'MONTH' } };
      const input = { scope: { agentId: AGENT_ID }, amount: '1000000', period, hard: true };
      const { createBudget } = await ask<{ createBudget: { budget?: { id: string }; message?: string } }>(
        CREATE_BUDGET,
        { input },
      );
      if (!createBudget.budget) throw new Error(`no budget: ${createBudget.message ?? 'unknown reason'}`);
      return createBudget.budget.id;
    },

    /** What does not add up after that many answered calls, a sentence each. */
    async problems(budgetId: string, answered: number): Promise<string[]> {
      const giveUpAt = performance.now() + END_LIMIT_MS;
      for (;;) {
        const { budget, usage } = await ask<Ledger>(LEDGER, { id: budgetId, agentId: AGENT_ID });
        const { completed, running, failed, totalCost } = usage.totals;
        if (running > 0 && performance.now() < giveUpAt) {
          await sleep(100);
          continue;
        }
        return [
          completed !== answered && `${answered} calls were answered and ${completed} are recorded`,
          running + failed > 0 && `${running} calls are still running and ${failed} failed`,
          parseUsd(budget.held) !== 0n && `${budget.held} USD are still held`,
          parseUsd(budget.spent) !== parseUsd(totalCost) &&
            `the budget has spent ${budget.spent} USD and the calls cost ${totalCost}`,
        ].filter((problem) => problem !== false);
      }
    },
  };
}
