import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailableError } from '../../domain/errors.ts';
import type { BudgetRefusal } from '../../domain/errors.ts';
import { abandonPlacement, toBegunPlacement } from './abandon.ts';
import { callIdOf } from './call-documents.ts';
import type { CallDocument } from './call-documents.ts';
import { isDispatched, updateCall } from './calls.ts';
import type { Database } from './database.ts';
import { placeHold, releaseHold } from './holds.ts';
import { ensureLedger } from './ledger.ts';
import { refreshed, refusalsOf, roomFor } from './shares.ts';
import type { PlannedShare } from './shares.ts';
import { toStoreFailure } from './store-failure.ts';

export type Placement =
  | { kind: 'running' }
  | { kind: 'refused'; refusals: readonly [BudgetRefusal, ...BudgetRefusal[]] }
  /** Nothing is held, and the call's document is gone. */
  | { kind: 'abandoned' };

const PAUSE_MS = 5;
const TRIES_MAX = 100;

/**
 * Places the holds of a call that is stored as `placing` on every share, in their order, and makes it run; or on none. A
 * hold whose reply is lost may come to be placed at any later time, so its placement is abandoned, never repeated.
 */
export async function placeHolds(
  database: Database,
  placing: CallDocument,
  shares: readonly PlannedShare[],
): Promise<Placement> {
  try {
    for (const [index, share] of shares.entries()) {
      const refusals = await placeOn(database, placing, share, shares.slice(index));
      if (refusals === null) continue;
      await undo(database, placing, shares.slice(0, index));
      return { kind: 'refused', refusals };
    }
    if (await run(database, placing)) return { kind: 'running' };
  } catch (error) {
    if (toStoreFailure(error) === null) throw error;
  }
  return (await abandonPlacement(database, toBegunPlacement(placing)))
    ? { kind: 'abandoned' }
    : { kind: 'running' };
}

/** Null when the hold is placed; else what stands in its way, and in the way of the shares after it. */
async function placeOn(
  database: Database,
  { holdKey, heldNano }: CallDocument,
  share: PlannedShare,
  fromHere: readonly PlannedShare[],
): Promise<[BudgetRefusal, ...BudgetRefusal[]] | null> {
  const { budget, periodId, ledger, hasLedger } = share;
  const { roomyLedgers } = database;
  if (!hasLedger && !roomyLedgers.has(periodId)) await ensureLedger(database, budget, ledger.window);
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const isPlaced = await placeHold(database, { periodId, holdKey }, heldNano, roomFor(budget, heldNano));
    roomyLedgers.note(periodId, isPlaced);
    if (isPlaced) return null;
    const [own, ...others] = await refreshed(database, fromHere);
    const [refusal] = own === undefined ? [] : refusalsOf([own], heldNano);
    if (refusal !== undefined) return [refusal, ...refusalsOf(others, heldNano)];
    // there was no room, and now there is
    await pause(PAUSE_MS * Math.random());
  }
  throw new StoreUnavailableError('The ledger of a budget changes too quickly. Try again.');
}

async function undo(
  database: Database,
  placing: CallDocument,
  placed: readonly PlannedShare[],
): Promise<void> {
  const { holdKey, heldNano } = placing;
  for (const { periodId } of [...placed].reverse())
    await releaseHold(database, { periodId, holdKey }, heldNano);
  const filter = { _id: callIdOf(placing), holdKey, phase: 'placing' } as const;
  await database.repeat(() => database.calls.deleteOne(filter));
}

/** False when a sweep has abandoned the placement, which took longer than its lease. */
async function run(database: Database, placing: CallDocument): Promise<boolean> {
  const { holdKey } = placing;
  const filter = { _id: callIdOf(placing), holdKey, phase: 'placing' } as const;
  if (await updateCall(database, filter, { $set: { phase: 'running' } })) return true;
  return isDispatched(database, placing, holdKey);
}
