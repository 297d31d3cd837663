import { readCallDocument } from './calls.ts';
import type { CallDocument, Ending } from './call-documents.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { readLedger, WITHOUT_HOLDS } from './ledger.ts';
import type { LedgerDocument } from './ledger-documents.ts';
import { createPatience } from './patience.ts';

const PAUSE_MS = 5;

/**
 * Charges the period more or less for a call whose hold has ended, once, and returns the ledger. The update names the number
 * of charges that it saw, which never comes back, so one that was under way for long changes nothing. Between reading the
 * number and naming it, the call is looked at: only while its correction is pending may its id be missing here.
 */
export async function correctCharge(
  database: Database,
  call: CallDocument,
  { id, byNano }: Ending,
  periodId: string,
): Promise<LedgerDocument> {
  const changeNano = byNano[call.holds.findIndex((hold) => hold.periodId === periodId)] ?? 0n;
  const patience = createPatience(PAUSE_MS);
  for (;;) {
    const ledger = await readLedger(database, periodId);
    if (ledger.corrections.includes(id)) return ledger;
    const { phase, ending } = (await readCallDocument(database, call, LATEST)) ?? {};
    if (phase !== 'settling' || ending?.id !== id) return ledger;

    const corrected = await database.repeat(() =>
      database.periods.findOneAndUpdate(
        { _id: periodId, charges: ledger.charges },
        { $inc: { spentNano: changeNano, usedNano: changeNano, charges: 1 }, $push: { corrections: id } },
        { returnDocument: 'after', ...WITHOUT_HOLDS },
      ),
    );
    if (corrected !== null) return corrected;
    await patience.pause();
  }
}

/** For a correction that its call knows to be booked. */
export async function forgetCorrection(
  { periods, repeat }: Database,
  { id }: Ending,
  periodIds: string[],
): Promise<void> {
  await repeat(() => periods.updateMany({ _id: { $in: periodIds } }, { $pull: { corrections: id } }));
}
