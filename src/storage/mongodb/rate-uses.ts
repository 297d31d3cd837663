import type { Filter } from 'mongodb';
import type { AdmissionEnd, TakenSlot } from '../../domain/access/rate-limit-store.ts';
import { admit, demandsOf, leftOf, toNs } from '../../domain/access/rate-limits.ts';
import type {
  Admission,
  AdmissionRequest,
  BucketUse,
  CallSlot,
  RateUse,
} from '../../domain/access/rate-limits.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { isDuplicateKey } from './store-failure.ts';

/** A document of `rate_uses`: all that the limits of one key have let through, so that one statement can judge and take. */
export interface RateUseDocument {
  _id: string;
  requestsUntilNs: bigint;
  tokensUntilNs: bigint;
  slots: CallSlot[];
  /** By `fieldOf` of the model; older documents have none. */
  models?: Record<string, BucketUse>;
}

export async function admitCall(database: Database, request: AdmissionRequest): Promise<Admission> {
  const { rateUses, repeat } = database;
  const _id = idOf(request);
  for (;;) {
    await bringUpToDate(database, _id, request);
    const taken = await repeat(() => take(database, _id, request));
    if (taken !== null) return { kind: 'admitted', left: leftOf(toUse(taken), request) };
    const found = await repeat(() => rateUses.findOne({ _id }, LATEST));
    if (found === null) continue;
    const use = toUse(found);
    // the reply to the write was lost, and the write was not
    if (use.slots.some(({ id }) => id === request.slot.id))
      return { kind: 'admitted', left: leftOf(use, request) };
    const { admission } = admit(use, request);
    if (admission.kind === 'refused') return admission;
    // there is room again: someone has ended meanwhile
  }
}

/** The statement that judges and takes: it finds the document only where every limit has room. */
function take(
  { rateUses }: Database,
  _id: string,
  request: AdmissionRequest,
): Promise<RateUseDocument | null> {
  const { concurrentCalls } = request.limits;
  const filter: Filter<RateUseDocument> = { _id, 'slots.id': { $ne: request.slot.id } };
  const taken: Record<string, bigint> = {};
  for (const { requests, tokens, model } of demandsOf(request)) {
    for (const [field, demand] of [
      [`${pathOf(model)}requestsUntilNs`, requests],
      [`${pathOf(model)}tokensUntilNs`, tokens],
    ] as const) {
      if (demand === null) continue;
      Object.assign(filter, { [field]: { $lte: demand.latestNs } });
      taken[field] = demand.takesNs;
    }
  }
  if (concurrentCalls !== null)
    Object.assign(filter, { [`slots.${concurrentCalls - 1}`]: { $exists: false } });
  return rateUses.findOneAndUpdate(
    filter,
    { ...(Object.keys(taken).length > 0 && { $inc: taken }), $push: { slots: request.slot } },
    { returnDocument: 'after' },
  );
}

/** What `current` says, in the document. */
async function bringUpToDate(
  { rateUses, repeat }: Database,
  _id: string,
  { now, models }: AdmissionRequest,
): Promise<void> {
  const full: BucketUse = { requestsUntilNs: toNs(now), tokensUntilNs: toNs(now) };
  const paths = [null, ...models.map(({ model }) => model)].map(pathOf);
  const { matchedCount } = await repeat(() =>
    rateUses.updateOne(
      { _id },
      {
        $max: Object.fromEntries(
          paths.flatMap((path) => Object.entries(full).map(([field, instant]) => [path + field, instant])),
        ),
        $pull: { slots: { until: { $lte: now } } },
      },
    ),
  );
  if (matchedCount > 0) return;
  await repeat(() =>
    rateUses.insertOne({
      _id,
      ...full,
      slots: [],
      models: Object.fromEntries(models.map(({ model }) => [fieldOf(model), full])),
    }),
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
    const back: Record<string, bigint> = { tokensUntilNs: -end.tokensBackNs };
    for (const { model, requestsBackNs, tokensBackNs } of end.models) {
      back[`${pathOf(model)}requestsUntilNs`] = -requestsBackNs;
      back[`${pathOf(model)}tokensUntilNs`] = -tokensBackNs;
    }
    await repeat(() =>
      rateUses.updateOne(
        { _id: idOf(end), 'slots.id': end.slotId },
        { $inc: back, $pull: { slots: { id: end.slotId } } },
      ),
    );
  }
}

export async function renewSlots(
  { rateUses, repeat }: Database,
  slots: readonly TakenSlot[],
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

/** A model as the name of a field, which may have neither dots nor dollar signs. */
function fieldOf(model: string): string {
  return encodeURIComponent(model).replaceAll('.', '%2E');
}

/** Where the buckets of the model are, or, for null, the key's own. */
function pathOf(model: string | null): string {
  return model === null ? '' : `models.${fieldOf(model)}.`;
}

function toUse({ models = {}, ...use }: RateUseDocument): RateUse {
  return {
    ...use,
    models: Object.fromEntries(
      Object.entries(models).map(([field, buckets]) => [decodeURIComponent(field), buckets]),
    ),
  };
}

function idOf({ projectId, keyId }: Pick<AdmissionRequest, 'projectId' | 'keyId'>): string {
  return JSON.stringify([projectId, keyId]);
}
