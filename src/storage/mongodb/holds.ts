import type { Filter, UpdateFilter } from 'mongodb';
import type { Hold } from '../../domain/call/call.ts';
import type { CallKey } from '../../domain/call/call-store.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { toHold } from './call-documents.ts';
import { readCall } from './calls.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { readLedger, WITHOUT_HOLDS } from './ledger.ts';
import type { LedgerDocument, PeriodDocument } from './ledger-documents.ts';

// Each function is one conditional update of one ledger. A hold is placed only where its key isn't, and ends only where it
// is: the same update a second time, or one that was under way for long, changes nothing.

/** A hold of a call in one ledger. */
export interface LedgerHold {
  periodId: string;
  holdKey: string;
}

/** `roomFor` */
type Room = NanoUsd | null;

/**
 * True when the hold is placed; false when there is no room for it. Throws StoreUnavailableError when it isn't known: the
 * hold may be placed at any later time, so its key can't be used again.
 */
export async function placeHold(
  database: Database,
  hold: LedgerHold,
  amountNano: NanoUsd,
  room: Room,
): Promise<boolean> {
  const filter = guard(hold, { $exists: false }, room);
  const update = changeOf({ $set: { [field(hold)]: amountNano } }, { heldNano: amountNano });
  const { matchedCount } = await database.repeat(() => database.periods.updateOne(filter, update), {
    unsentOnly: true,
  });
  return matchedCount === 1;
}

/** Gives back a hold for which nothing was sent. */
export async function releaseHold(database: Database, hold: LedgerHold, amountNano: NanoUsd): Promise<void> {
  await database.repeat(() =>
    database.periods.updateOne(
      guard(hold, amountNano),
      changeOf({ $unset: { [field(hold)]: '' } }, { heldNano: -amountNano }),
    ),
  );
}

/** True when the hold has now changed from one amount to the other; false when there is no room, or it isn't the first amount. */
export async function changeHold(
  database: Database,
  hold: LedgerHold,
  fromNano: NanoUsd,
  toNano: NanoUsd,
  room: Room,
): Promise<boolean> {
  const { matchedCount } = await database.repeat(() =>
    database.periods.updateOne(
      guard(hold, fromNano, room),
      changeOf({ $set: { [field(hold)]: toNano } }, { heldNano: toNano - fromNano }),
    ),
  );
  return matchedCount === 1;
}

/**
 * Ends the hold at the cost, whatever its amount has become, and returns the ledger. A hold that has ended before is left
 * alone.
 */
export async function chargeHold(
  database: Database,
  hold: LedgerHold & { amountNano: NanoUsd },
  costNano: NanoUsd,
): Promise<LedgerDocument> {
  let heldNano: NanoUsd | undefined = hold.amountNano;
  while (heldNano !== undefined) {
    const filter = guard(hold, heldNano);
    const update = changeOf({ $unset: { [field(hold)]: '' } }, { heldNano: -heldNano, spentNano: costNano });
    const charged = await database.repeat(() =>
      database.periods.findOneAndUpdate(filter, update, { returnDocument: 'after', ...WITHOUT_HOLDS }),
    );
    if (charged !== null) return charged;
    // ended before, or an extension that was cut off left it at another amount
    heldNano = await heldNow(database, hold);
  }
  return readLedger(database, hold.periodId);
}

/** The holds of one call by budget id, ended ones too. */
export async function holdsOf(database: Database, key: CallKey): Promise<Hold[]> {
  return (await readCall(database, key))?.holds.map(toHold) ?? [];
}

/** What is held in the ledger under the key; undefined when nothing is. */
export async function heldNow(database: Database, hold: LedgerHold): Promise<NanoUsd | undefined> {
  const period = await database.repeat(() =>
    database.periods.findOne({ _id: hold.periodId }, { projection: { holds: 1 }, ...LATEST }),
  );
  return period?.holds[hold.holdKey];
}

function guard(
  hold: LedgerHold,
  held: NanoUsd | { $exists: false },
  room: Room = null,
): Filter<PeriodDocument> {
  return {
    _id: hold.periodId,
    [field(hold)]: held,
    ...(room !== null && { usedNano: { $lte: room } }),
  };
}

function changeOf(
  fields: UpdateFilter<PeriodDocument>,
  { heldNano = 0n, spentNano = 0n }: { heldNano?: NanoUsd; spentNano?: NanoUsd },
): UpdateFilter<PeriodDocument> {
  const charges = spentNano === 0n ? 0 : 1;
  return { ...fields, $inc: { heldNano, spentNano, usedNano: heldNano + spentNano, charges } };
}

function field({ holdKey }: LedgerHold): string {
  return `holds.${holdKey}`;
}
