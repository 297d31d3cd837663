import { DAY_MS } from '../../domain/usage/rollup.ts';
import { startOfDay, startOfQuarter } from '../../domain/usage/read-plan.ts';
import type { ChangeMark, TimeRange } from '../../domain/usage/read-plan.ts';
import type { BoundedCollection } from './bounded-collection.ts';
import { DISPATCHED_PHASES } from './call-documents.ts';
import type { CallDocument } from './call-documents.ts';
import type { Database } from './database.ts';
import type { Repeat } from './repeat.ts';
import { isDuplicateKey } from './store-failure.ts';
import { quarterIdOf } from './usage-documents.ts';
import type { QuarterDocument } from './usage-documents.ts';

/**
 * Says that finished calls have changed, once for each of their quarters. A repeat after a lost reply says it twice, which
 * costs a rollup and no more.
 */
export async function markChanged(
  quarters: BoundedCollection<QuarterDocument>,
  repeat: Repeat,
  calls: readonly Pick<CallDocument, 'projectId' | 'startedAt'>[],
): Promise<void> {
  const starts = new Map(
    calls.map(({ projectId, startedAt }) => {
      const start = startOfQuarter(startedAt);
      return [quarterIdOf(projectId, start), { projectId, start }];
    }),
  );
  const mark = (_id: string, fields: { projectId: string; start: number }) =>
    repeat(() =>
      quarters.updateOne(
        { _id },
        {
          $inc: { version: 1 },
          $set: { staleStart: fields.start, staleDay: startOfDay(fields.start) },
          $setOnInsert: { ...fields, rolledUpVersion: 0 },
        },
        { upsert: true },
      ),
    );
  await Promise.all(
    [...starts].map(([_id, fields]) =>
      mark(_id, fields).catch((error: unknown) => {
        // another process has made the document meanwhile
        if (isDuplicateKey(error)) return mark(_id, fields);
        throw error;
      }),
    ),
  );
}

/** The marks of the UTC days that the range touches, added up for each day. */
export async function readDayMarks(
  { usageQuarters, repeat }: Database,
  projectId: string,
  { from, before }: TimeRange,
): Promise<ChangeMark[]> {
  const first = Math.floor(from / DAY_MS) * DAY_MS;
  const end = Math.ceil(before / DAY_MS) * DAY_MS;
  const days = await repeat(() =>
    usageQuarters
      .aggregate<{ _id: number; version: number; stale: number }>([
        { $match: { projectId, start: { $gte: first, $lt: end } } },
        {
          $group: {
            _id: { $subtract: ['$start', { $mod: ['$start', DAY_MS] }] },
            version: { $sum: '$version' },
            stale: { $sum: { $cond: [{ $eq: ['$version', '$rolledUpVersion'] }, 0, 1] } },
          },
        },
      ])
      .toArray(),
  );
  return days.map(({ _id, version, stale }) => ({
    start: Number(_id),
    version: Number(version),
    staleQuarters: Number(stale),
  }));
}

/** The marks of the quarters that the range touches. */
export async function readQuarterMarks(
  { usageQuarters, repeat }: Database,
  projectId: string,
  { from, before }: TimeRange,
): Promise<ChangeMark[]> {
  const documents = await repeat(() =>
    usageQuarters.find({ projectId, start: { $gte: startOfQuarter(from), $lt: before } }).toArray(),
  );
  return documents.map(({ start, version, rolledUpVersion }) => ({
    start,
    version,
    staleQuarters: version === rolledUpVersion ? 0 : 1,
  }));
}

/** Quarters with calls that run, or of whose end something has still to be told. To be read before the marks. */
export async function readInFlightQuarters(
  { calls, repeat }: Database,
  projectId: string,
  { from, before }: TimeRange,
): Promise<Set<number>> {
  const documents = await repeat(() =>
    calls
      .find({
        dueAt: { $gte: 0 },
        projectId,
        startedAt: { $gte: from, $lt: before },
        phase: { $in: DISPATCHED_PHASES },
      })
      .project<{ startedAt: number }>({ _id: 0, startedAt: 1 })
      .toArray(),
  );
  return new Set(documents.map(({ startedAt }) => startOfQuarter(startedAt)));
}
