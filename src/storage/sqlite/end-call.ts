import { chargeOf } from '../../domain/budget/charge.ts';
import { crossingsOf, withCrossings } from '../../domain/budget/enforcement.ts';
import type { Budget, BudgetLedger } from '../../domain/budget/budget.ts';
import type { Attempt, Hold } from '../../domain/call/call.ts';
import type { FinishedCall } from '../../domain/call/call-transitions.ts';
import { budgetCrossings } from '../../domain/event/budget-events.ts';
import { callFinished } from '../../domain/event/call-events.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { updateEndedCall } from './calls.ts';
import type { StoredCall } from './calls.ts';
import { bookCost } from './cost-entries.ts';
import type { Database } from './database.ts';
import { appendEvents } from './events.ts';
import { updateHold } from './holds.ts';
import { writeLedger } from './ledger.ts';
import { readShares } from './shares.ts';
import { markChanged } from './usage-marks.ts';

/**
 * Ends the call and its holds, or corrects one that was presumed spent: each hold's period is charged what the call costs its
 * budget, less what it was charged before, and what was still held in it is given back. Appends the events of the end.
 */
export function endCall(
  database: Database,
  stored: StoredCall,
  ended: FinishedCall,
  attempts: readonly Attempt[],
  state: Exclude<Hold['state'], 'held'>,
): void {
  const { holdState, call } = stored;
  updateEndedCall(database, ended, state);
  markChanged(database, ended.projectId, ended.startedAt);
  // a call that was released has no entry, unless there is one to correct
  if (state !== 'released' || call.cost !== null || ended.cost.totalNano > 0n) {
    const kind = holdState === 'presumed_spent' ? 'correction' : KINDS[state];
    bookCost(database, ended, {
      kind,
      bookedAt: ended.finishedAt,
      cost: ended.cost,
      bookedBefore: call.cost,
    });
  }
  appendEvents(database, [callFinished(ended, attempts)]);
  chargeHolds(database, ended, attempts, ended.finishedAt, () => state);
}

const KINDS = { settled: 'settlement', released: 'settlement', presumed_spent: 'presumption' } as const;

/**
 * Brings what each hold's period is charged to what the call costs its budget, and appends the warnings that are due by then. `stateAfter`
 * says what becomes of a hold.
 */
export function chargeHolds(
  database: Database,
  ended: FinishedCall,
  attempts: readonly Attempt[],
  at: number,
  stateAfter: (hold: Hold) => Hold['state'],
): void {
  for (const { hold, budget, ledger } of readShares(database, ended)) {
    const chargedNano = chargeOf(hold.scopeKey, ended.cost, attempts);
    updateHold(database, ended, { ...hold, state: stateAfter(hold), chargedNano });
    const charged = charge(ledger, hold, chargedNano);
    const told = budget === null ? charged : tellCrossings(database, budget, charged, ended, at);
    writeLedger(database, ended.projectId, hold.budgetId, told);
  }
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
  at: number,
): BudgetLedger {
  const crossings = crossingsOf(budget, ledger);
  const told = withCrossings(ledger, crossings);
  appendEvents(database, budgetCrossings(budget, told, crossings, ended, at));
  return told;
}
