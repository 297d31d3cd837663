import { randomBytes } from 'node:crypto';
import { formatUsd } from '../src/lib/money.ts';
import { createScout, createTeam, giveBudget, takeTurn } from './agent.ts';
import type { Agent } from './agent.ts';
import type { Client } from './client.ts';
import { BUDGET_EVENTS, HELLO, MODEL_CALL_EVENTS } from './documents.ts';
import { Evidence } from './evidence.ts';
import type { BudgetEvent, CallEvent } from './evidence.ts';
import { say, sayBudgetEvent, sayCallEvent, sayTable, sayTurn } from './print.ts';
import { DemoProblem } from './problem.ts';
import { reportOn } from './report.ts';
import type { ReportRow } from './report.ts';
import type { Settings } from './settings.ts';
import { showTemplates } from './templates.ts';

/** How long a live event may take after the answer that it belongs to. */
const EVENT_LIMIT_MS = 5000;
const SCOUTINGS_MAX = 3;
const TURNS_MAX = 60;
/**
 * A budget of six calls at their highest cost refuses only when more than five sixths (83 %) are spent, so that the warning
 * at 80 % comes first, however little each call really costs.
 */
const CALLS_PER_BUDGET = 6n;

type Team = readonly [Agent, Agent];

/** Plays the demo and shows it. Throws DemoProblem when something of it was not to be seen. */
export async function play(
  client: Client,
  { url, model }: Settings,
  onBroken: (problem: DemoProblem) => void,
): Promise<void> {
  await client.run(HELLO, {});
  const run = randomBytes(3).toString('hex');
  const scout = createScout(run);
  const team = createTeam(run);
  const evidence = new Evidence([scout, ...team]);

  say(`Tollgate demo, run ${run}, at ${url}/graphql`, 'bold');
  say('Two agents, each with a small hard budget, work until their budgets refuse. Times are UTC.');
  say();

  const agentIds = [scout, ...team].map(({ id }) => id);
  let cursor = '';
  const onCallEvent = (event: CallEvent): void => {
    cursor = event.cursor;
    sayCallEvent(event, evidence.nameOf(event.agentId));
    evidence.addCallEvent(event);
  };
  await client.follow(MODEL_CALL_EVENTS, { agentIds }, (data) => onCallEvent(data.modelCallEvents), onBroken);
  const heldNano = await scoutForPrice(client, scout, evidence, model);
  // after the last event that was seen: not one is missed, whenever the subscription begins
  const onBudgetEvent = (event: BudgetEvent): void => {
    sayBudgetEvent(event, evidence.nameOf(event.agentId));
    evidence.addBudgetEvent(event);
  };
  await client.follow(
    BUDGET_EVENTS,
    { agentIds, after: cursor },
    (data) => onBudgetEvent(data.budgetEvents),
    onBroken,
  );

  const amount = formatUsd(heldNano * CALLS_PER_BUDGET);
  const budgetIds = new Map<Agent, string>();
  for (const agent of team) budgetIds.set(agent, await giveBudget(client, agent, amount, new Date()));
  say();
  say(
    `Each agent gets ${amount} USD for today: ${CALLS_PER_BUDGET} times the most that such a call can cost.`,
  );
  say();

  await workUntilRefused(client, team, evidence, model);

  say();
  say('An editor calls a template by its label, which is moved to a second version and back:');
  say();
  await showTemplates(client, run, model);

  const rows = await Promise.all([...budgetIds].map(([agent, id]) => reportOn(client, agent, id)));
  say();
  sayTable(rows);
  say();
  const missing = [...evidence.missing(team), ...disagreements(rows, evidence)];
  if (missing.length > 0)
    throw new DemoProblem(`Not everything was seen:\n${missing.map((line) => `  - ${line}`).join('\n')}`);
  const spent = formatUsd(rows.reduce((sum, row) => sum + row.spentNano, 0n));
  say(`The calls' costs add up to what the budgets have spent, to the last nano-dollar: ${spent} USD.`);
  say(
    'Demo complete: completions, live events, a warning and a refusal for each agent, a moved label, exact costs.',
    'green',
  );
}

/** The highest cost of a call, from one without a budget. It also shows that the live events arrive. */
async function scoutForPrice(
  client: Client,
  scout: Agent,
  evidence: Evidence,
  model: string | null,
): Promise<bigint> {
  for (let turn = 0; turn < SCOUTINGS_MAX; turn += 1) {
    const answer = await takeTurn(client, scout, turn, model);
    if (answer.kind === 'refused')
      throw new DemoProblem(`A budget of this server stands in the demo's way: ${answer.message}`);
    if (answer.heldNano === 0n)
      throw new DemoProblem(`${answer.model} costs nothing. Give a priced one with --model.`);
    // a call that came before the subscription had begun is no event of it: ask again
    if (!(await evidence.eventOf(scout, answer, EVENT_LIMIT_MS))) continue;
    sayTurn(answer, scout.name);
    if (answer.sandbox) say('The built-in sandbox answers: no money is spent.', 'dim');
    return answer.heldNano;
  }
  throw new DemoProblem('The server answers calls, but no live events arrive over the WebSocket.');
}

/** The agents take turns; each stops at its refusal. */
async function workUntilRefused(
  client: Client,
  team: Team,
  evidence: Evidence,
  model: string | null,
): Promise<void> {
  let working: readonly Agent[] = team;
  for (let turn = 0; turn < TURNS_MAX && working.length > 0; turn += 1) {
    const next: Agent[] = [];
    for (const agent of working) {
      const answer = await takeTurn(client, agent, turn, model);
      evidence.addTurn(agent, answer);
      await evidence.eventOf(agent, answer, EVENT_LIMIT_MS);
      sayTurn(answer, agent.name);
      if (answer.kind === 'answered') next.push(agent);
    }
    working = next;
  }
}

/** Where the calls, the budgets and the answers don't say the same. */
function disagreements(rows: readonly ReportRow[], evidence: Evidence): string[] {
  return rows.flatMap(({ agent, costNano, spentNano, heldNano }) => {
    const answeredNano = evidence.costNanoOf(agent);
    return [
      costNano !== spentNano &&
        `the calls cost ${formatUsd(costNano)} USD and the budget has spent ${formatUsd(spentNano)}`,
      costNano !== answeredNano &&
        `the calls cost ${formatUsd(costNano)} USD and their answers said ${formatUsd(answeredNano)}`,
      heldNano !== 0n && `${formatUsd(heldNano)} USD are still held`,
    ]
      .filter((problem) => problem !== false)
      .map((problem) => `${agent.name}: ${problem}`);
  });
}
