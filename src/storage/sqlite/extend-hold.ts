import { refusalOf } from '../../domain/budget/enforcement.ts';
import type { CallKey, CallStore } from '../../domain/call/call-store.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { readBudget } from './budgets.ts';
import { readStoredCall, updateHeld } from './calls.ts';
import type { Database } from './database.ts';
import { holdsOf, updateHold } from './holds.ts';
import { findLedger, writeLedger } from './ledger.ts';

type ExtendOutcome = Awaited<ReturnType<CallStore['extendHold']>>;

export function extendHold(database: Database, key: CallKey, extraNano: NanoUsd): ExtendOutcome {
  const stored = readStoredCall(database, key);
  if (stored?.holdState !== 'held') return { kind: 'refused', refusals: [] };

  const shares = holdsOf(database, key).map((hold) => {
    const ledger = findLedger(database, key.projectId, hold.budgetId, hold.periodKey);
    if (ledger === null)
      throw new Error(`budget ${hold.budgetId} has a hold and no period ${hold.periodKey}`);
    return { hold, ledger };
  });
  const refusals = shares.flatMap(({ hold, ledger }) => {
    // a deleted budget no longer limits
    const budget = readBudget(database, key.projectId, hold.budgetId);
    const refusal = budget === null ? null : refusalOf(budget, ledger, extraNano);
    return refusal === null ? [] : [refusal];
  });
  if (refusals.length > 0) return { kind: 'refused', refusals };

  for (const { hold, ledger } of shares) {
    writeLedger(database, key.projectId, hold.budgetId, { ...ledger, heldNano: ledger.heldNano + extraNano });
    updateHold(database, key, { ...hold, amountNano: hold.amountNano + extraNano });
  }
  updateHeld(database, key, stored.heldNano + extraNano);
  return { kind: 'extended' };
}
