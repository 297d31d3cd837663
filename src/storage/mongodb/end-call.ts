import { setTimeout as pause } from 'node:timers/promises';
import type { CallKey } from '../../domain/call/call-store.ts';
import { budgetsOfIds } from './budgets.ts';
import { toCall } from './call-documents.ts';
import type { CallDocument, Ending, HoldDocument } from './call-documents.ts';
import { readCall, updateCall } from './calls.ts';
import { correctCharge, forgetCorrection } from './correct-charge.ts';
import type { Database } from './database.ts';
import { decideEnd } from './decide-end.ts';
import type { Decision } from './decide-end.ts';
import { endOf, startOf } from './event-documents.ts';
import { chargeHold } from './holds.ts';
import type { LedgerDocument } from './ledger-documents.ts';
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
  for (;;) {
    const stored = await readCall(database, key);
    if (stored === null) return null;
    if (stored.phase === 'settling') await finishEnd(database, stored);
    // the reply to our own decision was lost
    if (stored.ending !== null && tried.has(stored.ending.id)) return { document: stored, isDecided: true };
    if (stored.phase === 'settling') continue;

    const decision = decide(stored);
    if (decision === null) return { document: stored, isDecided: false };
    tried.add(decision.id);
    const document = await decideEnd(database, stored, decision);
    if (document !== null) {
      await finishEnd(database, document, { isStartTold: !database.untoldStarts.delete(stored._id) });
      return { document, isDecided: true };
    }
    // another process was faster, or a majority has yet to hear of our own write
    await pause(PAUSE_MS * Math.random());
  }
}

/**
 * Does what follows from what was decided of a call: its periods are charged, and the log is told of it and of the warnings
 * that are due by then. Any process can do it, at any time and several at once: each statement is guarded. `isStartTold` says
 * that the log has the start of the call.
 */
export async function finishEnd(
  database: Database,
  ended: CallDocument,
  { isStartTold = false } = {},
): Promise<void> {
  const { _id, projectId, holds, ending } = ended;
  if (ending === null) throw new Error(`the call ${_id} has not ended`);
  const end = endOf(ended);
  const [ledgers, budgets] = await Promise.all([
    Promise.all(holds.map((hold) => charge(database, ended, ending, hold))),
    budgetsOfIds(
      database,
      projectId,
      holds.map(({ budgetId }) => budgetId),
    ),
    // before the marks of its warnings, of which any process may tell the log
    end === null ? undefined : database.log.append(isStartTold ? [end] : [startOf(ended), end]),
  ]);
  const judged: LedgerDocument[] = [];
  for (const ledger of ledgers) {
    const budget = budgets.get(ledger.budgetId);
    judged.push(
      budget === undefined ? ledger : await markCrossings(database, budget, ledger, toCall(ended), ending.at),
    );
  }
  await tellCrossings(database, judged);

  const filter = { _id, phase: 'settling' as const, 'ending.id': ending.id };
  await updateCall(database, filter, { $set: { phase: 'done' }, $unset: { dueAt: '' } });
  if (ending.kind !== 'end') {
    const periodIds = holds.map(({ periodId }) => periodId);
    await forgetCorrection(database, ending, periodIds);
  }
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
