import { refusalOf } from '../../domain/budget/enforcement.ts';
import type { CallKey, CallStore } from '../../domain/call/call-store.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { readStoredCall, updateHeld } from './calls.ts';
import type { Database } from './database.ts';
import { updateHold } from './holds.ts';
import { writeLedger } from './ledger.ts';
import { readShares } from './shares.ts';

type ExtendOutcome = Awaited<ReturnType<CallStore['extendHold']>>;

export function extendHold(database: Database, key: CallKey, extraNano: NanoUsd): ExtendOutcome {
  const stored = readStoredCall(database, key);
  if (stored?.holdState !== 'held') return { kind: 'refused', refusals: [] };

  const shares = readShares(database, key);
  const refusals = shares.flatMap(({ budget, ledger }) => {
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
