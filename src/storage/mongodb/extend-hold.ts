import { setTimeout as pause } from 'node:timers/promises';
import type { CallKey, CallStore } from '../../domain/call/call-store.ts';
import { StoreUnavailableError } from '../../domain/errors.ts';
import type { BudgetRefusal } from '../../domain/errors.ts';
import type { NanoUsd } from '../../lib/money.ts';
import type { CallDocument } from './call-documents.ts';
import { readCall, readCallDocument, updateCall } from './calls.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { changeHold, heldNow } from './holds.ts';
import { createPatience } from './patience.ts';
import { readShares, refreshed, refusalsOf, roomFor } from './shares.ts';
import type { Share } from './shares.ts';

type ExtendOutcome = Awaited<ReturnType<CallStore['extendHold']>>;

const TRIES_MAX = 100;
const PAUSE_MS = 5;

/**
 * Raises the holds one by one and then the call's own number, which decides: only the process that runs the call extends
 * it, and one that dies half-way leaves holds that are too high, which end as a whole when the call does.
 */
export async function extendHold(
  database: Database,
  key: CallKey,
  extraNano: NanoUsd,
): Promise<ExtendOutcome> {
  // the kept document would have the former amount
  const kept = database.runningCalls.take(key);
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const stored = await readCall(database, key);
    if (stored?.phase !== 'running') return { kind: 'refused', refusals: [] };
    const outcome = await tryExtend(database, stored, extraNano);
    if (outcome !== null) {
      if (kept !== undefined) database.runningCalls.keep(after(stored, outcome, extraNano));
      return outcome;
    }
    await pause(PAUSE_MS * Math.random());
  }
  throw new StoreUnavailableError('The database took too long to extend the hold of the call.');
}

/** Null when the call has changed meanwhile. */
async function tryExtend(
  database: Database,
  stored: CallDocument,
  extraNano: NanoUsd,
): Promise<ExtendOutcome | null> {
  const { _id, heldNano } = stored;
  const toNano = heldNano + extraNano;
  const shares = await readShares(database, stored);
  const refusals = refusalsOf(shares, extraNano);
  if (refusals.length > 0) return { kind: 'refused', refusals };

  for (const [index, share] of shares.entries()) {
    const raised = await raise(database, stored, share, toNano);
    if (raised === true) continue;
    await lower(database, stored, shares.slice(0, index), toNano);
    return raised === null ? null : { kind: 'refused', refusals: raised };
  }

  const { holds } = after(stored, { kind: 'extended' }, extraNano);
  const isExtended =
    (await updateCall(
      database,
      { _id, phase: 'running', heldNano },
      { $set: { heldNano: toNano, holds } },
    )) || (await hasHeld(database, stored, toNano));
  if (isExtended) return { kind: 'extended' };
  await lower(database, stored, shares, toNano);
  return null;
}

function after(stored: CallDocument, { kind }: ExtendOutcome, extraNano: NanoUsd): CallDocument {
  if (kind === 'refused') return stored;
  const heldNano = stored.heldNano + extraNano;
  return { ...stored, heldNano, holds: stored.holds.map((hold) => ({ ...hold, amountNano: heldNano })) };
}

/** True when the hold is raised; what stands in its way; or null when it has ended. */
async function raise(
  database: Database,
  { holdKey, heldNano }: CallDocument,
  share: Share,
  toNano: NanoUsd,
): Promise<true | BudgetRefusal[] | null> {
  const hold = { periodId: share.periodId, holdKey };
  let fromNano = heldNano;
  const patience = createPatience(PAUSE_MS);
  for (;;) {
    const extraNano = toNano - fromNano;
    if (await changeHold(database, hold, fromNano, toNano, roomFor(share.budget, extraNano))) return true;
    const nowNano = await heldNow(database, hold);
    if (nowNano === undefined) return null;
    // raised before, with its reply lost, or by an extension that was cut off
    if (nowNano === toNano) return true;
    if (nowNano === fromNano) {
      const refusals = refusalsOf(await refreshed(database, [share]), extraNano);
      if (refusals.length > 0) return refusals;
      await patience.pause();
    }
    fromNano = nowNano;
  }
}

async function lower(
  database: Database,
  { holdKey, heldNano }: CallDocument,
  raised: readonly Share[],
  fromNano: NanoUsd,
): Promise<void> {
  for (const { periodId } of [...raised].reverse())
    await changeHold(database, { periodId, holdKey }, fromNano, heldNano, null);
}

/** Whether the call runs with that hold, because the reply to our own write was lost. */
async function hasHeld(database: Database, stored: CallDocument, heldNano: NanoUsd): Promise<boolean> {
  const now = await readCallDocument(database, stored, LATEST);
  return now?.phase === 'running' && now.holdKey === stored.holdKey && now.heldNano === heldNano;
}
