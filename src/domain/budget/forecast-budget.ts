import type { Clock } from '../../lib/clock.ts';
import type { Doorbell } from '../event/event-log.ts';
import { forecastExceeded } from '../event/budget-events.ts';
import type { TagUse, UsageQuery, UsageRow, UsageStore } from '../usage/usage.ts';
import { CALL_DIMENSIONS } from '../usage/usage.ts';
import type { Budget, BudgetStatus } from './budget.ts';
import type { BudgetKey, BudgetStore } from './budget-store.ts';
import { BURN_WINDOWS, forecastOf, SPEND_STEP_MS } from './forecast.ts';
import type { BudgetForecast, SpendStep } from './forecast.ts';
import type { BudgetScope } from './scope.ts';

/** What the current period will have spent; null outside a fixed period. Throws StoreUnavailableError. */
export async function forecastBudget(
  usage: UsageStore,
  { budget, ledger }: BudgetStatus,
  now: number,
): Promise<BudgetForecast | null> {
  if (ledger === null) return null;
  return forecastOf(budget, ledger, await spendSteps(usage, budget, now), now);
}

export interface ForecastParts {
  budgets: BudgetStore;
  usage: UsageStore;
  doorbell: Doorbell;
  clock: Clock;
}

/** Remembers what each budget had spent when it was looked at, so that only one that has spent since is looked at again. */
export type ForecastMemory = Map<string, string>;

const PAGE = 100;

/**
 * Tells of each budget whose projected spend has come above its amount, once a period over all processes. A soft budget too.
 * Returns how many it told of. Throws StoreUnavailableError.
 */
export async function tellForecasts(
  { budgets, usage, doorbell, clock }: ForecastParts,
  memory: ForecastMemory,
): Promise<number> {
  let told = 0;
  let after: BudgetKey | null = null;
  for (;;) {
    const now = clock.now();
    const page: readonly BudgetStatus[] = await budgets.all(after, PAGE, now);
    for (const status of page) {
      const { budget, ledger } = status;
      if (ledger === null || ledger.forecastTold || ledger.spentNano === 0n) continue;
      const seen = JSON.stringify([ledger.window.key, String(ledger.spentNano), String(budget.amountNano)]);
      const id = JSON.stringify([budget.projectId, budget.id]);
      if (memory.get(id) === seen) continue;
      const forecast = await forecastBudget(usage, status, now);
      memory.set(id, seen);
      if (forecast === null || forecast.projectedNano <= budget.amountNano) continue;
      const event = forecastExceeded(budget, ledger, forecast);
      if (await budgets.tellForecast(event, ledger.window.key)) told += 1;
    }
    const last: Budget | undefined = page.at(-1)?.budget;
    if (last === undefined || page.length < PAGE) break;
    after = { projectId: last.projectId, budgetId: last.id };
  }
  if (told > 0) doorbell.ring();
  return told;
}

/** The cost of the budget's calls of the last week, by quarters of an hour. */
async function spendSteps(usage: UsageStore, budget: Budget, now: number): Promise<SpendStep[]> {
  const from = Math.floor((now - BURN_WINDOWS.WEEK) / SPEND_STEP_MS) * SPEND_STEP_MS;
  const rows = await usage.aggregate({
    projectId: budget.projectId,
    from,
    before: now + 1,
    bucket: 'QUARTER_HOUR',
    timeZone: 'UTC',
    withHistograms: false,
    ...queryOf(budget.scope),
  });
  return rows
    .filter((row) => isOf(budget.scope, row))
    .map(({ bucketStart, metrics }) => ({ start: bucketStart ?? from, costNano: metrics.totalCostNano }));
}

function queryOf(scope: BudgetScope): Pick<UsageQuery, 'groupBy' | 'filter' | 'tags'> {
  const tags: TagUse =
    scope.kind === 'tag' ? { kind: 'filter', tag: { key: scope.key, value: scope.value } } : { kind: 'none' };
  switch (scope.kind) {
    case 'agent':
      return { groupBy: [], filter: { agent: [scope.agentId] }, tags };
    case 'capability':
      return { groupBy: [], filter: { capability: [scope.capabilityType] }, tags };
    case 'apiKey':
      return { groupBy: [], filter: { api_key: [scope.apiKeyId] }, tags };
    case 'model':
      return { groupBy: ['model'], filter: {}, tags };
    case 'tag':
    case 'everything':
      return { groupBy: [], filter: {}, tags };
  }
}

const MODEL_AT = CALL_DIMENSIONS.indexOf('model');

/** A budget on a model counts its dated snapshots too. */
function isOf(scope: BudgetScope, { dimensions }: UsageRow): boolean {
  if (scope.kind !== 'model') return true;
  const model = dimensions[MODEL_AT] ?? '';
  return (
    model === scope.model ||
    (model.startsWith(`${scope.model}-`) && /^\d/.test(model.slice(scope.model.length + 1)))
  );
}
