import type { NanoUsd } from '../../lib/money.ts';
import type { CallKey } from '../../domain/call/call-store.ts';
import { callIdOf } from './call-documents.ts';
import type { CallDocument, CallPhase } from './call-documents.ts';
import { isDispatched, updateCall } from './calls.ts';
import type { Database } from './database.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import { releaseHold } from './holds.ts';
import { isDuplicateKey } from './store-failure.ts';

/**
 * How long the holds of an abandoned placement are looked for, after a sweep first knew of it: longer than a write can be
 * under way whose sender was told that the connection broke.
 */
const LATE_WRITES_MS = 300_000;

/** A call whose holds are placed, or were about to be: what is needed to release them, and nothing that it asks. */
export interface BegunPlacement extends CallKey {
  holdKey: string;
  heldNano: NanoUsd;
  periodIds: readonly string[];
}

export function toBegunPlacement(call: CallDocument): BegunPlacement {
  const { projectId, operationId, holdKey, heldNano, holds } = call;
  return { projectId, operationId, holdKey, heldNano, periodIds: holds.map(({ periodId }) => periodId) };
}

/**
 * Gives up a placement, of this process or of one that is gone, and releases the holds that it has placed. False when it is
 * too late, because the call runs; a call that this process itself has given up doesn't.
 */
export async function abandonPlacement(database: Database, placing: BegunPlacement): Promise<boolean> {
  const { holdKey, heldNano, periodIds } = placing;
  const _id = callIdOf(placing);
  const phases: CallPhase[] = ['placing', 'abandoned'];
  if (database.givenUp.has(holdKey)) phases.push('running');
  const decided = await updateCall(
    database,
    { _id, holdKey, phase: { $in: phases } },
    // due at once: who finds it so goes on with it
    { $set: { phase: 'abandoned', dueAt: 0 } },
  );
  const isTooLate = !decided && (await isDispatched(database, placing, holdKey));
  database.givenUp.delete(holdKey);
  if (isTooLate) return false;

  // A hold may still be on its way. Before the call's document goes, a record remains that sweeps work from.
  await remember(database, holdKey, periodIds, heldNano);
  await release(database, holdKey, periodIds, heldNano);
  await database.repeat(() => database.calls.deleteOne({ _id, holdKey, phase: 'abandoned' }));
  return true;
}

/** Releases what abandoned placements have placed since, and forgets those from which nothing more can come. */
export async function sweepAbandonedHolds(database: Database, now: number): Promise<void> {
  const { abandonedHolds, repeat } = database;
  const records = await repeat(() => abandonedHolds.find().toArray());
  await forEachAtOnce(records, async ({ _id, periodIds, amountNano, sweptFrom }) => {
    await release(database, _id, periodIds, amountNano);
    if (sweptFrom === null) {
      await repeat(() => abandonedHolds.updateOne({ _id, sweptFrom: null }, { $set: { sweptFrom: now } }));
    } else if (now - sweptFrom > LATE_WRITES_MS) {
      await repeat(() => abandonedHolds.deleteOne({ _id }));
    }
  });
}

async function remember(
  { abandonedHolds, repeat }: Database,
  holdKey: string,
  periodIds: readonly string[],
  amountNano: bigint,
): Promise<void> {
  const record = { periodIds: [...periodIds], amountNano, sweptFrom: null };
  await repeat(() =>
    abandonedHolds.updateOne({ _id: holdKey }, { $setOnInsert: record }, { upsert: true }),
  ).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
}

/** Last placed, first released. */
async function release(
  database: Database,
  holdKey: string,
  periodIds: readonly string[],
  amountNano: bigint,
): Promise<void> {
  for (const periodId of [...periodIds].reverse())
    await releaseHold(database, { periodId, holdKey }, amountNano);
}
