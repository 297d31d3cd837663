import type { Clock } from '../../lib/clock.ts';
import type { Doorbell } from '../event/event-log.ts';
import { forecastExceeded } from '../event/budget-events.ts';
import type { UsageStore } from '../usage/usage.ts';
import type { Budget, BudgetLedger, BudgetStatus } from './budget.ts';
import type { BudgetKey, BudgetStore } from './budget-store.ts';
import { forecastOf, isForecastDue, windowFor } from './forecast.ts';
import type { BudgetForecast } from './forecast.ts';
import { recentSpendOf } from './recent-spend.ts';
import type { SpendSource } from './recent-spend.ts';

interface CurrentBudget {
  budget: Budget;
  ledger: BudgetLedger;
}

/**
 * What the current period of each budget will have spent, in their order; null outside a fixed period. Throws
 * StoreUnavailableError.
 */
export async function forecastBudgets(
  usage: SpendSource,
  statuses: readonly BudgetStatus[],
  now: number,
): Promise<(BudgetForecast | null)[]> {
  const current = statuses.filter(isCurrent);
  const spends = await recentSpendOf(
    usage,
    current.map(({ budget }) => budget),
    now,
  );
  const forecasts = new Map(
    current.map((status, index): [BudgetStatus, BudgetForecast] => [
      status,
      forecastOf(status.budget, status.ledger, spends[index] ?? { hours: [], quarters: [] }, now),
    ]),
  );
  return statuses.map((status) => forecasts.get(status) ?? null);
}

export interface ForecastParts {
  budgets: BudgetStore;
  usage: UsageStore;
  doorbell: Doorbell;
  clock: Clock;
}

/** Remembers how each budget stood when it was looked at, so that only one that has changed since is looked at again. */
export type ForecastMemory = Map<string, string>;

const PAGE = 100;

/**
 * Tells of each budget whose projected spend has come above its amount, once a period and amount over all processes. A soft
 * budget too. Returns how many it told of. Throws StoreUnavailableError.
 */
export async function tellForecasts(
  { budgets, usage, doorbell, clock }: ForecastParts,
  memory: ForecastMemory,
): Promise<number> {
  let told = 0;
  let after: BudgetKey | null = null;
  const met = new Set<string>();
  for (;;) {
    const now = clock.now();
    const page: readonly BudgetStatus[] = await budgets.all(after, PAGE, now);
    for (const { budget } of page) met.add(memoryKeyOf(budget));
    const changed = page
      .filter(isCurrent)
      // before the first spend there is no ledger that could say that it was told
      .filter(({ ledger }) => ledger.spentNano > 0n)
      .filter((status) => memory.get(memoryKeyOf(status.budget)) !== stateOf(status, now));
    const forecasts = await forecastBudgets(usage, changed, now);
    for (const [index, status] of changed.entries()) {
      const { budget, ledger } = status;
      const forecast = forecasts[index];
      if (forecast && isForecastDue(budget, ledger, forecast)) {
        const event = forecastExceeded(budget, ledger, forecast);
        if (await budgets.tellForecast(event, ledger.window.key, budget.amountNano)) told += 1;
      }
      // only now: what could not be told is tried again
      memory.set(memoryKeyOf(budget), stateOf(status, now));
    }
    const last: Budget | undefined = page.at(-1)?.budget;
    if (last === undefined || page.length < PAGE) break;
    after = { projectId: last.projectId, budgetId: last.id };
  }
  for (const key of [...memory.keys()]) if (!met.has(key)) memory.delete(key);
  if (told > 0) doorbell.ring();
  return told;
}

function isCurrent(status: BudgetStatus): status is CurrentBudget {
  return status.ledger !== null;
}

function memoryKeyOf({ projectId, id }: Budget): string {
  return JSON.stringify([projectId, id]);
}

/** What a new forecast could follow from: spend, an edit of the amount, and a window that another projection goes by. */
function stateOf({ budget, ledger }: CurrentBudget, now: number): string {
  const { window, spentNano } = ledger;
  return JSON.stringify([
    window.key,
    String(spentNano),
    String(budget.amountNano),
    windowFor(window.end - now),
  ]);
}
