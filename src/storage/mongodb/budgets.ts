import type { Filter } from 'mongodb';
import type { AuditStamp } from '../../domain/access/audit.ts';
import type { BudgetFilter } from '../../domain/budget/budget-store.ts';
import type { Budget, BudgetStatus } from '../../domain/budget/budget.ts';
import { budgetSnapshot, emptyLedger } from '../../domain/budget/budget.ts';
import { periodAt } from '../../domain/budget/period.ts';
import { scopeKeyOf } from '../../domain/budget/scope.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { pushUntold, tellAudit, untoldOf } from './audit-log.ts';
import { budgetIdOf, fromBudget, toBudget } from './budget-documents.ts';
import type { BudgetDocument } from './budget-documents.ts';
import type { Database } from './database.ts';
import { insertOnce } from './insert-once.ts';
import { readPage } from './keyset.ts';
import { readLedgers } from './ledger.ts';
import { ledgerIdOf, toLedger } from './ledger-documents.ts';

export async function createBudget(database: Database, budget: Budget, audit?: AuditStamp): Promise<void> {
  const { budgets, repeat } = database;
  const document = { ...fromBudget(budget), ...untoldOf(audit, budgetSnapshot(budget)) };
  await insertOnce(repeat, budgets, document);
  await tellAudit(database, budgets, document);
}

export async function deleteBudget(
  database: Database,
  projectId: string,
  budgetId: string,
  now: number,
  audit?: AuditStamp,
): Promise<boolean> {
  const { budgets, repeat } = database;
  const _id = budgetIdOf(projectId, budgetId);
  for (;;) {
    // an edit in between would make what the entry says of it untrue
    const budget = await readBudget(database, _id);
    if (budget === null) return false;
    const filter = { _id, deletedAt: null, revision: budget.revision };
    const untold = pushUntold(audit, budgetSnapshot(toBudget(budget)), null);
    let wasSent = false;
    const isDeleted = await repeat(async () => {
      const isRepeated = wasSent;
      wasSent = true;
      const { matchedCount } = await budgets.updateOne(filter, { $set: { deletedAt: now }, ...untold });
      return matchedCount === 1 || (isRepeated && (await wasDeletedAt(database, _id, now)));
    });
    if (!isDeleted) continue;
    await tellAudit(database, budgets, { _id, untold: untold.$push && [untold.$push.untold] });
    return true;
  }
}

/** The budget, or null when there is none or it was deleted. */
export function readBudget(database: Database, _id: string): Promise<BudgetDocument | null> {
  return database.repeat(() => database.budgets.findOne({ _id, deletedAt: null }));
}

/** The budgets of these scopes, by id. */
export function budgetsOfScopes(
  database: Database,
  projectId: string,
  scopeKeys: readonly string[],
): Promise<BudgetDocument[]> {
  return database.repeat(() =>
    database.budgets
      .find({ projectId, scopeKey: { $in: [...scopeKeys] }, deletedAt: null })
      .sort({ id: 1 })
      .toArray(),
  );
}

/** The budgets that exist, by their id. */
export async function budgetsOfIds(
  database: Database,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, BudgetDocument>> {
  if (ids.length === 0) return new Map();
  const found = await database.repeat(() =>
    database.budgets
      .find({ _id: { $in: ids.map((id) => budgetIdOf(projectId, id)) }, deletedAt: null })
      .toArray(),
  );
  return new Map(found.map((budget) => [budget.id, budget]));
}

export async function findBudgets(
  database: Database,
  projectId: string,
  budgetIds: readonly string[],
  now: number,
): Promise<(BudgetStatus | null)[]> {
  const budgets = await budgetsOfIds(database, projectId, budgetIds);
  const statuses = await statusesOf(database, [...budgets.values()], now);
  const byId = new Map(statuses.map((status) => [status.budget.id, status]));
  return budgetIds.map((id) => byId.get(id) ?? null);
}

export async function matchingBudgets(
  database: Database,
  projectId: string,
  scopeKeys: readonly string[],
  now: number,
): Promise<BudgetStatus[]> {
  const budgets = await budgetsOfScopes(database, projectId, scopeKeys);
  return (await statusesOf(database, budgets, now)).filter(({ ledger }) => ledger !== null);
}

export async function listBudgets(
  database: Database,
  projectId: string,
  filter: BudgetFilter,
  page: PageRequest,
  now: number,
): Promise<Page<BudgetStatus>> {
  const { edges, ...more } = await readPage<BudgetDocument>(
    database,
    {
      collection: database.budgets,
      filter: toFilter(projectId, filter),
      keyFields: ['id'],
      keyTypes: ['string'],
      order: 'ascending',
    },
    page,
    (document) => [document.id],
  );
  const statuses = await statusesOf(
    database,
    edges.map(({ node }) => node),
    now,
  );
  return {
    ...more,
    edges: edges.flatMap(({ cursor }, index) => {
      const node = statuses[index];
      return node === undefined ? [] : [{ cursor, node }];
    }),
  };
}

function toFilter(projectId: string, { agentId, scopeKey }: BudgetFilter): Filter<BudgetDocument> {
  const ofAgent = agentId === undefined ? undefined : scopeKeyOf({ kind: 'agent', agentId });
  const scopeKeys = [scopeKey, ofAgent].filter((key) => key !== undefined);
  return {
    projectId,
    deletedAt: null,
    ...(scopeKeys.length > 0 && { $and: scopeKeys.map((key) => ({ scopeKey: key })) }),
  };
}

/** In the order of the budgets. */
export async function statusesOf(
  database: Database,
  documents: readonly BudgetDocument[],
  now: number,
): Promise<BudgetStatus[]> {
  const known = documents.map((document) => {
    const window = periodAt(document.period, now);
    const { projectId, id } = document;
    return {
      budget: toBudget(document),
      window,
      ledgerId: window === null ? '' : ledgerIdOf(projectId, id, window.key),
    };
  });
  const ledgers = await readLedgers(
    database,
    known.flatMap(({ window, ledgerId }) => (window === null ? [] : [ledgerId])),
  );
  return known.map(({ budget, window, ledgerId }) => {
    if (window === null) return { budget, ledger: null };
    const ledger = ledgers.get(ledgerId);
    return { budget, ledger: ledger === undefined ? emptyLedger(window) : toLedger(ledger) };
  });
}

async function wasDeletedAt(database: Database, _id: string, now: number): Promise<boolean> {
  return (await database.budgets.findOne({ _id, deletedAt: now })) !== null;
}
