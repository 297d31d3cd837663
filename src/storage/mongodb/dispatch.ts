import { setTimeout as pause } from 'node:timers/promises';
import type { DispatchCommand, DispatchOutcome } from '../../domain/call/call-store.ts';
import { dispatched } from '../../domain/call/call-transitions.ts';
import { StoreUnavailableError } from '../../domain/errors.ts';
import type { BudgetRefusal } from '../../domain/errors.ts';
import { callRefused } from '../../domain/event/budget-events.ts';
import { newId } from '../../lib/ids.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { abandonPlacement } from './abandon.ts';
import { fromDispatched, toCall, toHold } from './call-documents.ts';
import type { CallDocument, HoldDocument } from './call-documents.ts';
import { insertCall, readCallDocument } from './calls.ts';
import type { Database } from './database.ts';
import { startOf } from './event-documents.ts';
import { placeHolds } from './place-holds.ts';
import type { Placement } from './place-holds.ts';
import { planShares, refusalsOf } from './shares.ts';
import type { PlannedShare } from './shares.ts';

/** How long a dispatch waits for another one of the same call, or tries again after lost replies. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 10;

/**
 * One statement at a time, each of which leaves something that a sweep can finish or undo: the call as `placing`, its holds
 * one by one, the call as `running`. Only then is it dispatched.
 */
export async function dispatch(database: Database, command: DispatchCommand): Promise<DispatchOutcome> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const outcome = await tryDispatch(database, command);
    if (outcome !== null) return outcome;
    if (performance.now() >= deadline) {
      throw new StoreUnavailableError(
        'The database took too long to place the holds of the call. Try again.',
      );
    }
    await pause(PAUSE_MS * Math.random());
  }
}

/** Null when it has to be tried again: another process is placing the same call, or a placement had to be given up. */
async function tryDispatch(database: Database, command: DispatchCommand): Promise<DispatchOutcome | null> {
  const { call, leaseUntil } = command;
  const [stored, shares] = await Promise.all([
    readCallDocument(database, call),
    planShares(database, command),
  ]);
  if (stored !== null) return answerWith(database, stored, call.startedAt);

  const requestedNano = call.worstCase.cost.totalNano;
  const refusals = refusalsOf(shares, requestedNano);
  if (isSome(refusals)) return refuse(database, command, shares, refusals);

  const holds = shares.map((share) => toHoldDocument(share, requestedNano));
  const document = fromDispatched(dispatched(call, leaseUntil), holds);
  const placement = await place(database, document, shares);
  if (placement === null || placement.kind === 'abandoned') return null;
  if (placement.kind === 'refused') return refuse(database, command, shares, placement.refusals);
  await tellStart(database, document);
  return { kind: 'dispatched', call: toCall(document), holds: document.holds.map(toHold) };
}

/** Stores the call and places its holds; null when its operationId is taken. */
async function place(
  database: Database,
  document: CallDocument,
  shares: readonly PlannedShare[],
): Promise<Placement | null> {
  try {
    if (!(await insertCall(database, document))) return null;
    return document.phase === 'running' ? { kind: 'running' } : await placeHolds(database, document, shares);
  } catch (error) {
    database.givenUp.add(document.holdKey);
    throw error;
  }
}

async function answerWith(
  database: Database,
  stored: CallDocument,
  now: number,
): Promise<DispatchOutcome | null> {
  if (stored.phase !== 'placing' && stored.phase !== 'abandoned')
    return { kind: 'existing', call: toCall(stored) };
  // the process that was placing it is gone, or was this one
  const isOver =
    stored.phase === 'abandoned' || stored.leaseUntil < now || database.givenUp.has(stored.holdKey);
  if (isOver) await abandonPlacement(database, stored);
  return null;
}

/** The call runs, whether or not its event gets out now: what can't be told here is told when the call ends. */
async function tellStart(database: Database, document: CallDocument): Promise<void> {
  try {
    await database.log.append([startOf(document)]);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    database.untoldStarts.add(document._id);
  }
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
