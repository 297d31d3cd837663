import type { Filter } from 'mongodb';
import type { StoredEvent } from '../../domain/event/event.ts';
import { FILTER_FIELDS } from '../../domain/event/event-filter.ts';
import type { EventListFilter } from '../../domain/event/event-log.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { Database } from './database.ts';
import { toEvent } from './event-documents.ts';
import type { EventDocument } from './event-documents.ts';
import { readPage } from './keyset.ts';

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

/** The `seq` of the oldest event that is left, 0 for an empty log. */
export async function firstSeq(database: Database): Promise<number> {
  return (await readOldest(database))?._id ?? 0;
}

/**
 * Deletes up to `limit` of the oldest events, up to the first that is not older than `before`, and never the newest, by which
 * the next one is numbered. Several processes can do it at once: it is always the beginning of the chain that goes.
 */
export async function deleteEventsBefore(database: Database, before: number, limit: number): Promise<number> {
  const oldest = await readOldest(database);
  if (oldest === null || oldest.at >= before) return 0;
  const newest = await lastSeq(database);
  const candidates = await database.repeat(() =>
    database.events
      .find({ _id: { $lt: newest } }, { projection: { at: 1 } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray(),
  );
  const kept = candidates.findIndex(({ at }) => at >= before);
  const last = candidates.at(kept === -1 ? -1 : kept - 1);
  if (kept === 0 || last === undefined) return 0;
  const { deletedCount } = await database.repeat(() =>
    database.events.deleteMany({ _id: { $lte: last._id } }),
  );
  return deletedCount;
}

function readOldest(database: Database): Promise<Pick<EventDocument, '_id' | 'at'> | null> {
  return database.repeat(() =>
    database.events.findOne({}, { sort: { _id: 1 }, projection: { _id: 1, at: 1 } }),
  );
}

export async function listEvents(
  database: Database,
  projectId: string,
  filter: EventListFilter,
  page: PageRequest,
): Promise<Page<StoredEvent>> {
  const { from, to } = filter;
  const lists = FILTER_FIELDS.flatMap(([list, field]) => {
    const values = filter[list];
    return values === undefined ? [] : [[field, { $in: [...values] }]];
  });
  const at = { ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lt: to }) };
  const rows = await readPage<EventDocument>(
    database,
    {
      collection: database.events,
      filter: {
        projectId,
        ...Object.fromEntries(lists),
        ...(Object.keys(at).length > 0 && { at }),
      } as Filter<EventDocument>,
      keyFields: ['_id'],
      keyTypes: ['number'],
      order: 'ascending',
    },
    page,
    (document) => [document._id],
  );
  return mapPage(rows, toEvent);
}
