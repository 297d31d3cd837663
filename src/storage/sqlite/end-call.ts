import { crossingsOf, withCrossings } from '../../domain/budget/enforcement.ts';
import type { Budget, BudgetLedger } from '../../domain/budget/budget.ts';
import type { Hold } from '../../domain/call/call.ts';
import type { FinishedCall } from '../../domain/call/call-transitions.ts';
import { budgetCrossings } from '../../domain/event/budget-events.ts';
import { callFinished } from '../../domain/event/call-events.ts';
import { NO_COST } from '../../domain/price/price.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { updateEndedCall } from './calls.ts';
import type { StoredCall } from './calls.ts';
import type { Database } from './database.ts';
import { appendEvents } from './events.ts';
import { updateHold } from './holds.ts';
import { writeLedger } from './ledger.ts';
import { readShares } from './shares.ts';
import type { Share } from './shares.ts';

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
  for (const share of readShares(database, ended)) endHold(database, share, ended, state);
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

function endHold(database: Database, share: Share, ended: FinishedCall, state: Hold['state']): void {
  const { hold, budget } = share;
  updateHold(database, ended, { ...hold, state, chargedNano: ended.cost.totalNano });
  const charged = charge(share.ledger, hold, ended.cost.totalNano);
  const ledger = budget === null ? charged : tellCrossings(database, budget, charged, ended);
  writeLedger(database, ended.projectId, hold.budgetId, ledger);
}

function charge(ledger: BudgetLedger, hold: Hold, costNano: NanoUsd): BudgetLedger {
  return {
    ...ledger,
    heldNano: ledger.heldNano - (hold.state === 'held' ? hold.amountNano : 0n),
    spentNano: ledger.spentNano + costNano - (hold.chargedNano ?? 0n),
  };
}

/** Appends the warnings that are due by the ledger and returns it with their marks. */
function tellCrossings(
  database: Database,
  budget: Budget,
  ledger: BudgetLedger,
  ended: FinishedCall,
): BudgetLedger {
  const crossings = crossingsOf(budget, ledger);
  const told = withCrossings(ledger, crossings);
  appendEvents(database, budgetCrossings(budget, told, crossings, ended, ended.finishedAt));
  return told;
}
