import type { Agent, Turn } from './agent.ts';
import type { DemoBudgetEventsSubscription, DemoModelCallEventsSubscription } from './gql/graphql.ts';

export type CallEvent = DemoModelCallEventsSubscription['modelCallEvents'];
export type BudgetEvent = DemoBudgetEventsSubscription['budgetEvents'];

/** What one agent did, by the answers to its calls and by the live events, each on its own. */
interface AgentRecord {
  answered: string[];
  costNano: bigint;
  refused: boolean;
  started: Set<string>;
  completed: Set<string>;
  warningsAt80: number;
  refusalEvents: number;
}

interface Waiter {
  isMet: () => boolean;
  resolve: (met: boolean) => void;
}

/** Keeps what was seen in a run, and knows what should have been. */
export class Evidence {
  readonly #records: ReadonlyMap<string, AgentRecord>;
  readonly #names: ReadonlyMap<string, string>;
  #waiters: Waiter[] = [];

  constructor(agents: readonly Agent[]) {
    this.#records = new Map(agents.map(({ id }) => [id, emptyRecord()]));
    this.#names = new Map(agents.map(({ id, name }) => [id, name]));
  }

  addTurn(agent: Agent, turn: Turn): void {
    const record = this.#recordOf(agent.id);
    if (turn.kind === 'refused') record.refused = true;
    else {
      record.answered.push(turn.operationId);
      record.costNano += turn.costNano;
    }
  }

  addCallEvent(event: CallEvent): void {
    const record = this.#recordOf(event.agentId);
    if (event.__typename === 'ModelCallStarted') record.started.add(event.operationId);
    if (event.__typename === 'ModelCallCompleted') record.completed.add(event.operationId);
    this.#wake();
  }

  addBudgetEvent(event: BudgetEvent): void {
    const record = this.#recordOf(event.agentId);
    if (event.__typename === 'BudgetWarning' && event.threshold === 0.8) record.warningsAt80 += 1;
    if (event.__typename === 'BudgetExceeded' && event.reason === 'CALL_REFUSED') record.refusalEvents += 1;
    this.#wake();
  }

  /** True as soon as the event has arrived that follows from a turn; false when it doesn't within the time. */
  async eventOf(agent: Agent, turn: Turn, limitMs: number): Promise<boolean> {
    const record = this.#recordOf(agent.id);
    return this.#wait(
      () => (turn.kind === 'refused' ? record.refusalEvents > 0 : record.completed.has(turn.operationId)),
      limitMs,
    );
  }

  /** What the agents' answers say that they cost, in nano-dollars. */
  costNanoOf(agent: Agent): bigint {
    return this.#recordOf(agent.id).costNano;
  }

  /** What a run must show and this one has not shown, a sentence each. */
  missing(agents: readonly Agent[]): string[] {
    return agents.flatMap((agent) => {
      const { answered, refused, started, completed, warningsAt80, refusalEvents } = this.#recordOf(agent.id);
      const lost = answered.filter((id) => !started.has(id) || !completed.has(id));
      return [
        answered.length === 0 && 'no completion was answered',
        lost.length > 0 &&
          `${lost.length} of ${answered.length} completions came without their started and completed events`,
        warningsAt80 !== 1 && `${warningsAt80} warnings at 80 % came instead of one`,
        !refused && 'no call was refused by the budget',
        refusalEvents === 0 && 'no event told of a refusal',
      ]
        .filter((problem) => problem !== false)
        .map((problem) => `${agent.name}: ${problem}`);
    });
  }

  /** The name under which an agent is shown. */
  nameOf(agentId: string | null | undefined): string {
    return this.#names.get(agentId ?? '') ?? String(agentId);
  }

  #recordOf(agentId: string | null | undefined): AgentRecord {
    const record = this.#records.get(agentId ?? '');
    if (record === undefined) throw new Error(`an event of ${String(agentId)}, which is not of this run`);
    return record;
  }

  #wait(isMet: () => boolean, limitMs: number): Promise<boolean> {
    if (isMet()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(isMet()), limitMs);
      this.#waiters.push({
        isMet,
        resolve: (met) => {
          clearTimeout(timer);
          resolve(met);
        },
      });
    });
  }

  #wake(): void {
    for (const { resolve } of this.#waiters.filter(({ isMet }) => isMet())) resolve(true);
    this.#waiters = this.#waiters.filter(({ isMet }) => !isMet());
  }
}

function emptyRecord(): AgentRecord {
  return {
    answered: [],
    costNano: 0n,
    refused: false,
    started: new Set(),
    completed: new Set(),
    warningsAt80: 0,
    refusalEvents: 0,
  };
}
