import { crossingsOf, withCrossings } from '../../domain/budget/enforcement.ts';
import type { BudgetLedger } from '../../domain/budget/budget.ts';
import type { Hold } from '../../domain/call/call.ts';
import type { FinishedCall } from '../../domain/call/call-transitions.ts';
import { budgetCrossings } from '../../domain/event/budget-events.ts';
import { callFinished } from '../../domain/event/call-events.ts';
import { NO_COST } from '../../domain/price/price.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { readBudget } from './budgets.ts';
import { updateEndedCall } from './calls.ts';
import type { StoredCall } from './calls.ts';
import type { Database } from './database.ts';
import { appendEvents } from './events.ts';
import { holdsOf, updateHold } from './holds.ts';
import { findLedger, writeLedger } from './ledger.ts';

/**
 * Ends the call and its holds, or corrects one that was presumed spent: each hold's period is charged the call's cost
 * less what it was charged before, and what was still held in it is given back. Appends the events of the end.
 */
export function endCall(
  database: Database,
  stored: StoredCall,
  ended: FinishedCall,
  state: Exclude<Hold['state'], 'held'>,
): void {
  updateEndedCall(database, ended, state);
  bookCost(database, stored, ended, state);
  appendEvents(database, [callFinished(ended)]);
  for (const hold of holdsOf(database, ended)) endHold(database, hold, ended, state);
}

/** The entries of a call add up to its cost; a call that was released has none. */
function bookCost(
  database: Database,
  stored: StoredCall,
  { cost, ...ended }: FinishedCall,
  state: Hold['state'],
): void {
  const isCorrection = stored.holdState === 'presumed_spent';
  if (state === 'released' && !isCorrection && cost.totalNano === 0n) return;
  const booked = stored.call.cost ?? NO_COST;
  database.insert('cost_entries', {
    project_id: ended.projectId,
    operation_id: ended.operationId,
    number: isCorrection ? 2 : 1,
    kind: isCorrection ? 'correction' : state === 'presumed_spent' ? 'presumption' : 'settlement',
    booked_at: ended.finishedAt,
    prompt_nano: cost.promptNano - booked.promptNano,
    completion_nano: cost.completionNano - booked.completionNano,
    total_nano: cost.totalNano - booked.totalNano,
    cost_basis: cost.basis,
    price_version: cost.priceVersion,
  });
}

function endHold(database: Database, hold: Hold, ended: FinishedCall, state: Hold['state']): void {
  const { projectId, cost } = ended;
  const before = findLedger(database, projectId, hold.budgetId, hold.periodKey);
  if (before === null) throw new Error(`budget ${hold.budgetId} has a hold and no period ${hold.periodKey}`);
  const charged = charge(before, hold, cost.totalNano);
  updateHold(database, ended, { ...hold, state, chargedNano: cost.totalNano });
  writeLedger(database, projectId, hold.budgetId, tellCrossings(database, hold.budgetId, charged, ended));
}

function charge(ledger: BudgetLedger, hold: Hold, costNano: NanoUsd): BudgetLedger {
  return {
    ...ledger,
    heldNano: ledger.heldNano - (hold.state === 'held' ? hold.amountNano : 0n),
    spentNano: ledger.spentNano + costNano - (hold.chargedNano ?? 0n),
  };
}

/** Appends the warnings that are due by the ledger and returns it with their marks; a deleted budget has none. */
function tellCrossings(
  database: Database,
  budgetId: string,
  ledger: BudgetLedger,
  ended: FinishedCall,
): BudgetLedger {
  const budget = readBudget(database, ended.projectId, budgetId);
  if (budget === null) return ledger;
  const crossings = crossingsOf(budget, ledger);
  const told = withCrossings(ledger, crossings);
  appendEvents(database, budgetCrossings(budget, told, crossings, ended, ended.finishedAt));
  return told;
}
