import type { NanoUsd } from '../../lib/money.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { AuditStamp } from '../access/audit.ts';
import type { NewEvent } from '../event/event.ts';
import type { Budget, BudgetStatus } from './budget.ts';

/** The parts of a budget that can be edited; scope and period are part of the ledger's key and can't. */
export interface BudgetChange {
  name?: string | null;
  amountNano?: NanoUsd;
  warningThresholds?: readonly number[];
  hard?: boolean;
}

export interface BudgetKey {
  projectId: string;
  budgetId: string;
}

export interface BudgetFilter {
  agentId?: string;
  /** Key of a scope (scopeKeyOf). */
  scopeKey?: string;
}

/**
 * Budgets and what their current period has used. A change that is given a stamp writes its audit entry too, in the same durable
 * write. All methods throw StoreUnavailableError when the store can't answer.
 */
export interface BudgetStore {
  create(budget: Budget, audit?: AuditStamp): Promise<void>;
  /**
   * Applies the change and, in the same write, `rearmed` and the warnings that are now due by `crossingsOf` to the
   * current period. Null when there is no such budget.
   */
  update(
    projectId: string,
    budgetId: string,
    change: BudgetChange,
    now: number,
    audit?: AuditStamp,
  ): Promise<BudgetStatus | null>;
  /** Deletes the limit; its ledger stays for reports. Open holds end as usual. False when there is no such budget. */
  delete(projectId: string, budgetId: string, now: number, audit?: AuditStamp): Promise<boolean>;
  find(projectId: string, budgetId: string, now: number): Promise<BudgetStatus | null>;
  findMany(projectId: string, budgetIds: readonly string[], now: number): Promise<(BudgetStatus | null)[]>;
  /** The budgets of any of these scopes (scopeKeysOf) that have a period at `now`, by id. */
  matching(projectId: string, scopeKeys: readonly string[], now: number): Promise<BudgetStatus[]>;
  /** Oldest first by id. */
  list(projectId: string, filter: BudgetFilter, page: PageRequest, now: number): Promise<Page<BudgetStatus>>;
  /** Budgets of all projects after that one, by project and id. */
  all(after: BudgetKey | null, limit: number, now: number): Promise<BudgetStatus[]>;
  /**
   * Appends the event that a period will spend more than the amount, and marks its ledger as told. False, and nothing is
   * written, when it was told before for that amount or a higher one.
   */
  tellForecast(event: NewEvent, periodKey: string, amountNano: NanoUsd): Promise<boolean>;
}
