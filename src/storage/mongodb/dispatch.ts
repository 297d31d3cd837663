import { setTimeout as pause } from 'node:timers/promises';
import type { DispatchCommand, DispatchOutcome } from '../../domain/call/call-store.ts';
import { dispatched } from '../../domain/call/call-transitions.ts';
import { StoreUnavailableError } from '../../domain/errors.ts';
import type { BudgetRefusal } from '../../domain/errors.ts';
import { callRefused } from '../../domain/event/budget-events.ts';
import { newId } from '../../lib/ids.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { abandonPlacement, toBegunPlacement } from './abandon.ts';
import { fromDispatched, toCall, toHold } from './call-documents.ts';
import type { CallDocument, HoldDocument } from './call-documents.ts';
import { insertCall, readCallDocument } from './calls.ts';
import type { Database } from './database.ts';
import { startOf } from './event-documents.ts';
import { placeHolds } from './place-holds.ts';
import type { Placement } from './place-holds.ts';
import { planShares, refreshed, refusalsOf } from './shares.ts';
import type { PlannedShare } from './shares.ts';

/** How long a dispatch waits for another one of the same call, or tries again after lost replies. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 10;
/** Waiting callers that ask all the time would slow down the one who is placing. */
const LONGEST_PAUSE_MS = 200;

/**
 * One statement at a time, each of which leaves something that a sweep can finish or undo: the call as `placing`, its holds
 * one by one, the call as `running`. Only then is it dispatched.
 */
export async function dispatch(database: Database, command: DispatchCommand): Promise<DispatchOutcome> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    const outcome = await tryDispatch(database, command);
    if (outcome !== null) return outcome;
    if (performance.now() >= deadline) {
      throw new StoreUnavailableError(
        'The database took too long to place the holds of the call. Try again.',
      );
    }
    await pause(pauseMs * Math.random());
  }
}

/** Null when it has to be tried again: another process is placing the same call, or a placement had to be given up. */
async function tryDispatch(database: Database, command: DispatchCommand): Promise<DispatchOutcome | null> {
  const { call, leaseUntil } = command;
  const requestedNano = call.worstCase.cost.totalNano;
  const shares = await planShares(database, command);
  if (refusalsOf(shares, requestedNano).length > 0) {
    const stored = await readCallDocument(database, call);
    if (stored !== null) return answerWith(database, stored, call.startedAt);
    const refusals = refusalsOf(await refreshed(database, shares), requestedNano);
    return isSome(refusals) ? refuse(database, command, shares, refusals) : null;
  }

  const holds = shares.map((share) => toHoldDocument(share, requestedNano));
  const document = fromDispatched(dispatched(call, leaseUntil), holds, command.input);
  const placement = await place(database, document, shares);
  switch (placement.kind) {
    case 'taken': {
      const stored = await readCallDocument(database, call);
      return stored === null ? null : answerWith(database, stored, call.startedAt);
    }
    case 'abandoned':
      return null;
    case 'refused':
      return refuse(database, command, shares, placement.refusals);
    case 'running':
      database.runningCalls.keep({ ...document, phase: 'running' });
      database.background.run(() => tellStart(database, document));
      return { kind: 'dispatched', call: toCall(document), holds: document.holds.map(toHold) };
  }
}

/** Stores the call and places its holds. */
async function place(
  database: Database,
  document: CallDocument,
  shares: readonly PlannedShare[],
): Promise<Placement | { kind: 'taken' }> {
  try {
    if (!(await insertCall(database, document))) return { kind: 'taken' };
    return document.phase === 'running' ? { kind: 'running' } : await placeHolds(database, document, shares);
  } catch (error) {
    database.givenUp.set(document.holdKey, toBegunPlacement(document));
    throw error;
  }
}

async function answerWith(
  database: Database,
  stored: CallDocument,
  now: number,
): Promise<DispatchOutcome | null> {
  const { phase, holdKey, leaseUntil } = stored;
  const isPlacing = phase === 'placing' || phase === 'abandoned';
  const isGivenUp = database.givenUp.has(holdKey);
  if (!isPlacing && !isGivenUp) return { kind: 'existing', call: toCall(stored) };
  // the process that was placing it is gone, or was this one
  if (phase === 'abandoned' || leaseUntil < now || isGivenUp) {
    await abandonPlacement(database, toBegunPlacement(stored));
  }
  return null;
}

/** What can't be told now is told when the call ends. */
function tellStart(database: Database, document: CallDocument): Promise<void> {
  const { startTellings } = database;
  const telling = { hasFailed: false };
  startTellings.set(document._id, telling);
  return database.log.append([startOf(document)]).then(
    () => void startTellings.delete(document._id),
    (error: unknown) => {
      telling.hasFailed = true;
      throw error;
    },
  );
}

async function refuse(
  database: Database,
  { call, onRefusal }: DispatchCommand,
  shares: readonly PlannedShare[],
  refusals: readonly [BudgetRefusal, ...BudgetRefusal[]],
): Promise<DispatchOutcome> {
  if (onRefusal === 'record') {
    const attempt = newId();
    await database.log.append(
      refusals.flatMap((refusal) => {
        const share = shares.find(({ budget }) => budget.id === refusal.budgetId);
        if (share === undefined) return [];
        const event = callRefused(share.budget, share.ledger.window.key, refusal, call, call.startedAt);
        return [{ key: `refusal ${attempt} ${refusal.budgetId}`, event }];
      }),
    );
  }
  return { kind: 'refused', refusals };
}

function toHoldDocument({ budget, ledger, periodId }: PlannedShare, amountNano: NanoUsd): HoldDocument {
  return {
    budgetId: budget.id,
    scopeKey: budget.scopeKey,
    periodKey: ledger.window.key,
    amountNano,
    state: 'held',
    chargedNano: null,
    periodId,
  };
}

function isSome<Item>(items: readonly Item[]): items is readonly [Item, ...Item[]] {
  return items.length > 0;
}
