import { parseUsd } from '../src/lib/money.ts';
import type { Client } from './client.ts';
import { COMPLETE, CREATE_BUDGET } from './documents.ts';
import type { TaskType } from './gql/graphql.ts';
import { DemoProblem } from './problem.ts';

/** Short, so that a real model fills it and each call costs almost what was held for it. */
const MAX_TOKENS = 24;
const DEADLINE_MS = 30_000;
const TOPICS = [
  'bridges',
  'canals',
  'harbours',
  'tunnels',
  'ferries',
  'mountain roads',
  'city gates',
  'toll houses',
];

export interface Agent {
  name: string;
  /** Of this run alone, so that its budget and its costs are too. */
  id: string;
  capabilityType: string;
  taskType: TaskType;
  prompt(topic: string): string;
}

export type Turn =
  | {
      kind: 'answered';
      operationId: string;
      text: string;
      costNano: bigint;
      heldNano: bigint;
      model: string;
      sandbox: boolean;
    }
  | { kind: 'refused'; message: string };

/** The one that finds out what a call costs: its prompt is the longest of the three. */
export function createScout(run: string): Agent {
  return {
    name: 'scout',
    id: `scout-${run}`,
    capabilityType: 'research',
    taskType: 'FACTUAL',
    prompt: (topic) =>
      `What is known of the long history of ${topic} in this part of the world? Answer in ten full sentences.`,
  };
}

export function createTeam(run: string): readonly [Agent, Agent] {
  return [
    {
      name: 'researcher',
      id: `researcher-${run}`,
      capabilityType: 'research',
      taskType: 'FACTUAL',
      prompt: (topic) => `What is known of the history of ${topic}? Answer in ten full sentences.`,
    },
    {
      name: 'writer',
      id: `writer-${run}`,
      capabilityType: 'writing',
      taskType: 'CREATIVE',
      prompt: (topic) => `Write a story of ten full sentences about ${topic}.`,
    },
  ];
}

/** One call of the agent. Throws DemoProblem for everything but an answer and a budget's refusal. */
export async function takeTurn(
  client: Client,
  agent: Agent,
  turn: number,
  model: string | null,
): Promise<Turn> {
  const { complete } = await client.run(COMPLETE, {
    input: {
      prompt: agent.prompt(TOPICS[turn % TOPICS.length] ?? 'roads'),
      agentId: agent.id,
      capabilityType: agent.capabilityType,
      model,
      deadlineMs: DEADLINE_MS,
      parameters: { maxTokens: MAX_TOKENS, taskType: agent.taskType },
    },
  });
  if (complete.__typename === 'CompleteSuccess') {
    const { operationId, held, model: answeredBy, sandbox } = complete.call;
    const amounts = { costNano: parseUsd(complete.cost.total), heldNano: parseUsd(held) };
    return { kind: 'answered', operationId, text: complete.text, ...amounts, model: answeredBy, sandbox };
  }
  if (complete.__typename === 'BudgetExceededError') return { kind: 'refused', message: complete.message };
  const detail = complete.__typename === 'ProviderError' ? complete.call.error?.providerDetail : null;
  throw new DemoProblem(
    `A call of the ${agent.name} failed: ${complete.message}${detail ? ` (${detail})` : ''}`,
  );
}

/** Gives the agent a hard budget for the current day, with a warning at 80 %, and returns its id. */
export async function giveBudget(client: Client, agent: Agent, amount: string, now: Date): Promise<string> {
  // a day that ends while the demo runs would begin with nothing spent
  const timeZone = now.getUTCHours() === 23 ? 'Asia/Tokyo' : 'UTC';
  const { createBudget } = await client.run(CREATE_BUDGET, {
    input: {
      name: `Demo: ${agent.id}`,
      scope: { agentId: agent.id },
      amount,
      period: { recurring: { every: 'DAY', timeZone } },
      warningThresholds: [0.8],
      hard: true,
    },
  });
  if (createBudget.__typename === 'CreateBudgetSuccess') return createBudget.budget.id;
  throw new DemoProblem(`The budget of the ${agent.name} could not be made: ${createBudget.message}`);
}
