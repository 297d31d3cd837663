import { ValidationError } from '../../domain/errors.ts';
import { decodeCursor, encodeCursor } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { Database, SqlValue } from './database.ts';

/** A part of a WHERE clause with the values of its places. */
export interface Condition {
  sql: string;
  values: readonly SqlValue[];
}

type Key = (string | number)[];

/** An ordered list: which rows, and the columns that order them and are unique together. */
export interface OrderedRows {
  table: string;
  conditions: readonly Condition[];
  /** Exactly one of them holds for each row. Each is read in the order of its own index, and what is found is merged. */
  branches?: readonly Condition[];
  keyColumns: readonly string[];
  /** Of what type each key column is; a cursor of another shape is refused. */
  keyTypes: readonly ('string' | 'number')[];
  order: 'ascending' | 'descending';
}

/**
 * One page of the list. Whether there are more rows on either side is looked up, so it is right for every combination of
 * cursors. Throws ValidationError for a cursor that isn't one of this list.
 */
export function readPage<Row>(
  database: Database,
  rows: OrderedRows,
  page: PageRequest,
  keyOf: (row: Row) => Key,
): Page<Row> {
  const after = page.after === undefined ? null : keyFrom(page.after, 'after', rows);
  const before = page.before === undefined ? null : keyFrom(page.before, 'before', rows);
  const bounds: Condition[] = [];
  if (after !== null) bounds.push(beyond(rows, after, 'later', false));
  if (before !== null) bounds.push(beyond(rows, before, 'earlier', false));

  const fromEnd = page.last !== undefined;
  const found = select<Row>(database, rows, bounds, fromEnd, page.last ?? page.first ?? 0);
  if (fromEnd) found.reverse();

  const edges = found.map((node) => ({ key: keyOf(node), node }));
  const first = edges[0]?.key;
  const last = edges.at(-1)?.key;
  const exists = (bound: Condition) => select(database, rows, [bound], false, 1).length > 0;
  return {
    edges: edges.map(({ key, node }) => ({ cursor: encodeCursor(key), node })),
    hasPreviousPage: first
      ? exists(beyond(rows, first, 'earlier', false))
      : after !== null && exists(beyond(rows, after, 'earlier', true)),
    hasNextPage: last
      ? exists(beyond(rows, last, 'later', false))
      : before !== null && exists(beyond(rows, before, 'later', true)),
  };
}

function select<Row>(
  database: Database,
  { table, conditions, branches = [EVERY_ROW], keyColumns, order }: OrderedRows,
  bounds: readonly Condition[],
  fromEnd: boolean,
  limit: number,
): Row[] {
  const direction = (order === 'descending') === fromEnd ? 'ASC' : 'DESC';
  const orderBy = keyColumns.map((column) => `${column} ${direction}`).join(', ');
  const all = branches.map((branch) => [...conditions, branch, ...bounds]);
  const parts = all.map((part) => `SELECT * FROM ${table} WHERE ${part.map(({ sql }) => sql).join(' AND ')}`);
  const values = all.flat().flatMap((condition) => condition.values);
  return database.all<Row>(`${parts.join(' UNION ALL ')} ORDER BY ${orderBy} LIMIT ?`, ...values, limit);
}

const EVERY_ROW: Condition = { sql: 'TRUE', values: [] };

/** The rows on one side of the key. */
export function beyond(
  { keyColumns, order }: Pick<OrderedRows, 'keyColumns' | 'order'>,
  key: Key,
  side: 'earlier' | 'later',
  inclusive: boolean,
): Condition {
  const comparison = (order === 'ascending') === (side === 'later') ? '>' : '<';
  const places = key.map(() => '?').join(', ');
  return {
    sql: `(${keyColumns.join(', ')}) ${comparison}${inclusive ? '=' : ''} (${places})`,
    values: key,
  };
}

/** Throws ValidationError for a cursor of another list. */
export function keyFrom(
  cursor: string,
  field: 'after' | 'before',
  { keyTypes }: Pick<OrderedRows, 'keyTypes'>,
): Key {
  const key = decodeCursor(cursor, keyTypes.length);
  if (key === null || key.some((part, index) => typeof part !== keyTypes[index])) {
    throw new ValidationError([
      { path: field, message: 'is not a cursor of this list; use one that it returned' },
    ]);
  }
  return key;
}
