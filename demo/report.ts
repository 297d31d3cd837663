import { parseUsd } from '../src/lib/money.ts';
import type { Agent } from './agent.ts';
import type { Client } from './client.ts';
import { AGENT_REPORT } from './documents.ts';
import { DemoProblem } from './problem.ts';

/** A line of the cost table. Amounts are nano-dollars. */
export interface ReportRow {
  agent: Agent;
  calls: number;
  tokens: number;
  /** From the `usage` query: the sum over the agent's calls. */
  costNano: bigint;
  /** From the `budget` query: what the ledger has booked. */
  spentNano: bigint;
  heldNano: bigint;
  amountNano: bigint;
  percentageUsed: number;
}

export async function reportOn(client: Client, agent: Agent, budgetId: string): Promise<ReportRow> {
  const { usage, budget } = await client.run(AGENT_REPORT, { agentId: agent.id, budgetId });
  if (!budget) throw new DemoProblem(`The budget of the ${agent.name} is gone.`);
  const metrics = usage.groups.find((group) => group.agentId === agent.id)?.metrics;
  return {
    agent,
    calls: metrics?.calls ?? 0,
    tokens: metrics?.totalTokens ?? 0,
    costNano: parseUsd(metrics?.totalCost ?? '0'),
    spentNano: parseUsd(budget.spent),
    heldNano: parseUsd(budget.held),
    amountNano: parseUsd(budget.amount),
    percentageUsed: budget.percentageUsed,
  };
}
