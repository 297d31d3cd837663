import { refusalOf } from '../../domain/budget/enforcement.ts';
import { createPeriodLookup } from '../../domain/budget/period-lookup.ts';
import { scopeKeyOf } from '../../domain/budget/scope.ts';
import type { Budget, BudgetLedger } from '../../domain/budget/budget.ts';
import type { Hold, NewCall } from '../../domain/call/call.ts';
import type { DispatchCommand, DispatchOutcome } from '../../domain/call/call-store.ts';
import { dispatched } from '../../domain/call/call-transitions.ts';
import type { BudgetRefusal } from '../../domain/errors.ts';
import { callRefused } from '../../domain/event/budget-events.ts';
import { callStarted } from '../../domain/event/call-events.ts';
import { budgetsOfScopes } from './budgets.ts';
import { insertCall, readStoredCall } from './calls.ts';
import { insertContent } from './contents.ts';
import type { Database } from './database.ts';
import { appendEvents } from './events.ts';
import { insertHold } from './holds.ts';
import { readLedger, writeLedger } from './ledger.ts';

/** A budget that counts the call, with the ledger of the call's period. */
interface CountingBudget {
  budget: Budget;
  ledger: BudgetLedger;
}

/** A budget that turned the call away. */
interface Refused extends CountingBudget {
  refusal: BudgetRefusal;
}

const periodAt = createPeriodLookup();

export function dispatch(database: Database, command: DispatchCommand): DispatchOutcome {
  const stored = readStoredCall(database, command.call);
  if (stored !== null) return { kind: 'existing', call: stored.call };

  const counting = countingBudgets(database, command);
  const requestedNano = command.call.worstCase.cost.totalNano;
  const refused = counting.flatMap(({ budget, ledger }): Refused[] => {
    const refusal = refusalOf(budget, ledger, requestedNano);
    return refusal === null ? [] : [{ budget, ledger, refusal }];
  });
  const [first, ...others] = refused;
  if (first !== undefined) {
    if (command.onRefusal === 'record') recordRefusals(database, command.call, refused);
    return { kind: 'refused', refusals: [first.refusal, ...others.map(({ refusal }) => refusal)] };
  }

  const call = dispatched(command.call, command.leaseUntil);
  insertCall(database, call);
  if (command.input) insertContent(database, call, command.input);
  const holds = counting.map(({ budget, ledger }): Hold => {
    writeLedger(database, budget.projectId, budget.id, {
      ...ledger,
      heldNano: ledger.heldNano + requestedNano,
    });
    const hold: Hold = {
      budgetId: budget.id,
      scopeKey: scopeKeyOf(budget.scope),
      periodKey: ledger.window.key,
      amountNano: requestedNano,
      state: 'held',
      chargedNano: null,
    };
    insertHold(database, call, hold);
    return hold;
  });
  appendEvents(database, [callStarted(call)]);
  return { kind: 'dispatched', call, holds };
}

function countingBudgets(database: Database, { call, scopeKeys }: DispatchCommand): CountingBudget[] {
  return budgetsOfScopes(database, call.projectId, scopeKeys).flatMap((budget): CountingBudget[] => {
    const window = periodAt(budget.period, call.startedAt);
    return window === null ? [] : [{ budget, ledger: readLedger(database, budget, window) }];
  });
}

function recordRefusals(database: Database, call: NewCall, refused: readonly Refused[]): void {
  appendEvents(
    database,
    refused.map(({ budget, ledger, refusal }) =>
      callRefused(budget, ledger.window.key, refusal, call, call.startedAt),
    ),
  );
}
