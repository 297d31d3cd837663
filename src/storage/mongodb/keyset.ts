import type { Filter } from 'mongodb';
import { ValidationError } from '../../domain/errors.ts';
import { decodeCursor, encodeCursor } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { BoundedCollection } from './bounded-collection.ts';
import type { Database } from './database.ts';

type Key = (string | number)[];

/** An ordered list: which documents, and the fields that order them and are unique together. */
export interface OrderedDocuments<Stored extends { _id: string | number }> {
  collection: BoundedCollection<Stored>;
  filter: Filter<Stored>;
  keyFields: readonly string[];
  /** Of what type each key field is; a cursor of another shape is refused. */
  keyTypes: readonly ('string' | 'number')[];
  order: 'ascending' | 'descending';
  /** Fields that are left out. */
  without?: readonly string[];
}

/**
 * One page of the list. Whether there are more documents on either side is looked up, so it is right for every combination
 * of cursors. Throws ValidationError for a cursor that isn't one of this list.
 */
export async function readPage<Stored extends { _id: string | number }>(
  database: Database,
  list: OrderedDocuments<Stored>,
  page: PageRequest,
  keyOf: (document: Stored) => Key,
): Promise<Page<Stored>> {
  const after = page.after === undefined ? null : keyFrom(page.after, 'after', list);
  const before = page.before === undefined ? null : keyFrom(page.before, 'before', list);
  const bounds: Filter<Stored>[] = [];
  if (after !== null) bounds.push(beyond(list, after, 'later', false));
  if (before !== null) bounds.push(beyond(list, before, 'earlier', false));

  const fromEnd = page.last !== undefined;
  const found = await select(database, list, bounds, fromEnd, page.last ?? page.first ?? 0);
  if (fromEnd) found.reverse();

  const edges = found.map((node) => ({ key: keyOf(node), node }));
  const first = edges[0]?.key;
  const last = edges.at(-1)?.key;
  const exists = async (bound: Filter<Stored>) =>
    (await select(database, list, [bound], false, 1)).length > 0;
  const [hasPreviousPage, hasNextPage] = await Promise.all([
    first
      ? exists(beyond(list, first, 'earlier', false))
      : after !== null && exists(beyond(list, after, 'earlier', true)),
    last
      ? exists(beyond(list, last, 'later', false))
      : before !== null && exists(beyond(list, before, 'later', true)),
  ]);
  return {
    edges: edges.map(({ key, node }) => ({ cursor: encodeCursor(key), node })),
    hasPreviousPage,
    hasNextPage,
  };
}

async function select<Stored extends { _id: string | number }>(
  database: Database,
  { collection, filter, keyFields, order, without = [] }: OrderedDocuments<Stored>,
  bounds: readonly Filter<Stored>[],
  fromEnd: boolean,
  limit: number,
): Promise<Stored[]> {
  // the driver takes a limit of 0 for none
  if (limit === 0) return [];
  const direction = (order === 'descending') === fromEnd ? 1 : -1;
  const sort = keyFields.map((field): [string, 1 | -1] => [field, direction]);
  const all = { $and: [filter, ...bounds] } as Filter<Stored>;
  const projection = Object.fromEntries(without.map((field) => [field, 0]));
  return database.repeat(() =>
    collection.find<Stored>(all, { projection }).sort(sort).limit(limit).toArray(),
  );
}

/** The documents on one side of the key. The bound on the first field is said again, alone, for the index. */
export function beyond<Stored extends { _id: string | number }>(
  { keyFields, order }: Pick<OrderedDocuments<Stored>, 'keyFields' | 'order'>,
  key: Key,
  side: 'earlier' | 'later',
  inclusive: boolean,
): Filter<Stored> {
  const comparison = (order === 'ascending') === (side === 'later') ? '$gt' : '$lt';
  const equalUntil = (end: number) =>
    Object.fromEntries(keyFields.slice(0, end).map((field, index) => [field, key[index]]));
  const choices: object[] = keyFields.map((field, index) => ({
    ...equalUntil(index),
    [field]: { [comparison]: key[index] },
  }));
  if (inclusive) choices.push(equalUntil(keyFields.length));
  const [firstField = '_id'] = keyFields;
  return { [firstField]: { [`${comparison}e`]: key[0] }, $or: choices };
}

/** Throws ValidationError for a cursor of another list. */
export function keyFrom(
  cursor: string,
  field: 'after' | 'before',
  { keyTypes }: Pick<OrderedDocuments<{ _id: string | number }>, 'keyTypes'>,
): Key {
  const key = decodeCursor(cursor, keyTypes.length);
  if (key === null || key.some((part, index) => typeof part !== keyTypes[index])) {
    throw new ValidationError([
      { path: field, message: 'is not a cursor of this list; use one that it returned' },
    ]);
  }
  return key;
}
