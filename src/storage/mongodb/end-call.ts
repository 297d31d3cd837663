import type { CallKey } from '../../domain/call/call-store.ts';
import { budgetsOfIds } from './budgets.ts';
import { toCall } from './call-documents.ts';
import type { CallDocument, Ending, HoldDocument } from './call-documents.ts';
import { readCall } from './calls.ts';
import { correctCharge, forgetCorrection } from './correct-charge.ts';
import type { Database, StartTelling } from './database.ts';
import { decideEnd } from './decide-end.ts';
import type { Decision } from './decide-end.ts';
import { endOf, startOf } from './event-documents.ts';
import { chargeHold } from './holds.ts';
import type { LedgerDocument } from './ledger-documents.ts';
import { createPatience } from './patience.ts';
import { markCrossings, tellCrossings } from './tell-crossings.ts';

const PAUSE_MS = 5;

/** What became of an end: the document after it, and whether this process decided it now. */
export interface CallEnd {
  document: CallDocument;
  isDecided: boolean;
}

/**
 * Decides the end of a call and does what follows from it. `decide` gets the document with nothing left to do, and returns
 * null to leave it as it is; it is asked again when another process was faster. Null when there is no such call.
 */
export async function endCall(
  database: Database,
  key: CallKey,
  decide: (stored: CallDocument) => Decision | null,
): Promise<CallEnd | null> {
  const tried = new Set<string>();
  const patience = createPatience(PAUSE_MS);
  let guess = database.runningCalls.take(key);
  const startTelling = takeStartTelling(database, guess);
  for (;;) {
    const stored = guess ?? (await readCall(database, key));
    guess = undefined;
    if (stored === null) return null;
    if (stored.phase === 'settling') await finishEnd(database, stored);
    // the reply to our own decision was lost
    if (stored.ending !== null && tried.has(stored.ending.id)) return { document: stored, isDecided: true };
    if (stored.phase === 'settling') {
      // until a majority knows that it is done
      await patience.pause();
      continue;
    }

    const decision = decide(stored);
    if (decision === null) return { document: stored, isDecided: false };
    tried.add(decision.id);
    const document = await decideEnd(database, stored, decision);
    if (document !== null) {
      database.background.run(await chargeEnd(database, document, startTelling));
      return { document, isDecided: true };
    }
    // another process was faster, or a majority has yet to hear of our own write
    await patience.pause();
  }
}

/** Does all that follows from what was decided of a call. Any process can do it, at any time and several at once. */
export async function finishEnd(database: Database, ended: CallDocument): Promise<void> {
  const tell = await chargeEnd(database, ended, null);
  await tell();
}

/**
 * Charges the periods of the call, marks the warnings that are due by then, and returns what is still to be told; each
 * statement is guarded.
 */
async function chargeEnd(
  database: Database,
  ended: CallDocument,
  startTelling: StartTelling | null,
): Promise<() => Promise<void>> {
  const { _id, projectId, holds, ending } = ended;
  if (ending === null) throw new Error(`the call ${_id} has not ended`);
  const telling = tellEnd(database, ended, startTelling);
  // it is awaited below, or not at all when something else fails before
  telling.catch(() => undefined);

  const [ledgers, budgets] = await Promise.all([
    Promise.all(holds.map((hold) => charge(database, ended, ending, hold))),
    budgetsOfIds(
      database,
      projectId,
      holds.map(({ budgetId }) => budgetId),
    ),
  ]);
  const judged: LedgerDocument[] = [];
  for (const ledger of ledgers) {
    const budget = budgets.get(ledger.budgetId);
    const occasion = { source: toCall(ended), at: ending.at, after: telling };
    judged.push(budget === undefined ? ledger : await markCrossings(database, budget, ledger, occasion));
  }
  return async () => {
    await telling;
    await tellCrossings(database, judged);
    await database.doneMarker.mark(ended, ending);
    if (ending.kind === 'end') return;
    const periodIds = holds.map(({ periodId }) => periodId);
    await forgetCorrection(database, ending, periodIds);
  };
}

/** Null for a call that this process didn't dispatch: it can't know whether the log has its start. */
function takeStartTelling(
  { startTellings }: Database,
  dispatchedHere: CallDocument | undefined,
): StartTelling | null {
  if (dispatchedHere === undefined) return null;
  const telling = startTellings.get(dispatchedHere._id);
  startTellings.delete(dispatchedHere._id);
  return telling ?? { hasFailed: false };
}

function tellEnd(database: Database, ended: CallDocument, startTelling: StartTelling | null): Promise<void> {
  const end = endOf(ended);
  if (end === null) return Promise.resolve();
  // in its place from now on: what begins after the answer is told after it
  return database.log.appendInTurn(() =>
    startTelling === null || startTelling.hasFailed ? [startOf(ended), end] : [end],
  );
}

function charge(
  database: Database,
  ended: CallDocument,
  ending: Ending,
  { periodId, amountNano, chargedNano }: HoldDocument,
): Promise<LedgerDocument> {
  if (ending.kind !== 'end') return correctCharge(database, ended, ending, periodId);
  return chargeHold(database, { periodId, holdKey: ended.holdKey, amountNano }, chargedNano ?? 0n);
}
