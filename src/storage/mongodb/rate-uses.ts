import type { Filter } from 'mongodb';
import type { AdmissionEnd } from '../../domain/access/rate-limit-store.ts';
import { admit, demandOf, leftOf, toNs } from '../../domain/access/rate-limits.ts';
import type { Admission, AdmissionRequest, CallSlot, RateUse } from '../../domain/access/rate-limits.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { isDuplicateKey } from './store-failure.ts';

/** A document of `rate_uses`: all that the limits of one key have let through, so that one statement can judge and take. */
export interface RateUseDocument {
  _id: string;
  requestsUntilNs: bigint;
  tokensUntilNs: bigint;
  slots: CallSlot[];
}

export async function admitCall(database: Database, request: AdmissionRequest): Promise<Admission> {
  const { rateUses, repeat } = database;
  const _id = idOf(request);
  for (;;) {
    await bringUpToDate(database, _id, request.now);
    const taken = await repeat(() => take(database, _id, request));
    if (taken !== null) return { kind: 'admitted', left: leftOf(taken, request) };
    const use = await repeat(() => rateUses.findOne({ _id }, LATEST));
    if (use === null) continue;
    // the reply to the write was lost, and the write was not
    if (use.slots.some(({ id }) => id === request.slot.id))
      return { kind: 'admitted', left: leftOf(use, request) };
    const { admission } = admit(use, request);
    if (admission.kind === 'refused') return admission;
    // there is room again: someone has ended meanwhile
  }
}

/** The statement that judges and takes: it finds the document only where every limit has room. */
function take({ rateUses }: Database, _id: string, request: AdmissionRequest): Promise<RateUse | null> {
  const { requests, tokens } = demandOf(request);
  const { concurrentCalls } = request.limits;
  const filter: Filter<RateUseDocument> = { _id, 'slots.id': { $ne: request.slot.id } };
  if (requests !== null) filter.requestsUntilNs = { $lte: requests.latestNs };
  if (tokens !== null) filter.tokensUntilNs = { $lte: tokens.latestNs };
  if (concurrentCalls !== null)
    Object.assign(filter, { [`slots.${concurrentCalls - 1}`]: { $exists: false } });
  const taken = {
    requestsUntilNs: requests?.takesNs ?? 0n,
    tokensUntilNs: tokens?.takesNs ?? 0n,
  };
  return rateUses.findOneAndUpdate(
    filter,
    { $inc: taken, $push: { slots: request.slot } },
    { returnDocument: 'after' },
  );
}

/** What `current` says, in the document. */
async function bringUpToDate({ rateUses, repeat }: Database, _id: string, now: number): Promise<void> {
  const nowNs = toNs(now);
  const { matchedCount } = await repeat(() =>
    rateUses.updateOne(
      { _id },
      {
        $max: { requestsUntilNs: nowNs, tokensUntilNs: nowNs },
        $pull: { slots: { until: { $lte: now } } },
      },
    ),
  );
  if (matchedCount > 0) return;
  await repeat(() =>
    rateUses.insertOne({ _id, requestsUntilNs: nowNs, tokensUntilNs: nowNs, slots: [] }),
  ).catch((error: unknown) => {
    // another process made it
    if (!isDuplicateKey(error)) throw error;
  });
}

export async function endAdmissions(
  { rateUses, repeat }: Database,
  ends: readonly AdmissionEnd[],
): Promise<void> {
  for (const end of ends) {
    await repeat(() =>
      rateUses.updateOne(
        { _id: idOf(end), 'slots.id': end.slotId },
        { $inc: { tokensUntilNs: -end.tokensBackNs }, $pull: { slots: { id: end.slotId } } },
      ),
    );
  }
}

export async function renewSlots(
  { rateUses, repeat }: Database,
  slots: readonly Omit<AdmissionEnd, 'tokensBackNs'>[],
  until: number,
): Promise<void> {
  if (slots.length === 0) return;
  await repeat(() =>
    rateUses.bulkWrite(
      slots.map((slot) => ({
        updateOne: {
          filter: { _id: idOf(slot), 'slots.id': slot.slotId },
          update: { $set: { 'slots.$.until': until } },
        },
      })),
      { ordered: false },
    ),
  );
}

function idOf({ projectId, keyId }: Pick<AdmissionRequest, 'projectId' | 'keyId'>): string {
  return JSON.stringify([projectId, keyId]);
}
