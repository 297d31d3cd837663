import type { StoredEvent } from '../../domain/event/event.ts';
import type { Database } from './database.ts';
import { toEvent } from './event-documents.ts';
import type { EventDocument } from './event-documents.ts';

// Both wait for what this process is telling the log, so that an operation that was answered is in it.

export async function lastSeq(database: Database): Promise<number> {
  await database.background.whenDone();
  const newest = await database.repeat(() =>
    database.events.findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } }),
  );
  return newest?._id ?? 0;
}

/**
 * The log is a chain without a gap, but a read is no snapshot of it: an event can be added behind a read that has just gone
 * by its place, and a later one before it gets there. Such a read is cut off before the gap.
 */
export async function readEvents(database: Database, after: number, limit: number): Promise<StoredEvent[]> {
  await database.background.whenDone();
  let found = await readAfter(database, after, limit);
  // read again, a gap at the very beginning is only there when the log no longer goes back that far
  if (found[0] !== undefined && found[0]._id !== after + 1) found = await readAfter(database, after, limit);
  const first = found[0]?._id ?? 0;
  const gap = found.findIndex(({ _id }, index) => _id !== first + index);
  return (gap === -1 ? found : found.slice(0, gap)).map(toEvent);
}

function readAfter(database: Database, after: number, limit: number): Promise<EventDocument[]> {
  return database.repeat(() =>
    database.events
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray(),
  );
}
