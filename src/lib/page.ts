/**
 * A slice of an ordered list by keyset: `after` and `before` are the cursors of the row next to the slice.
 * Exactly one of `first` and `last` is given; `last` takes the slice from the other end, in the same order.
 */
export interface PageRequest {
  first?: number;
  last?: number;
  after?: string;
  before?: string;
}

export interface Page<Row> {
  /** Each row with its opaque cursor. */
  edges: readonly { cursor: string; node: Row }[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** The same page with what `toNode` makes of each row. */
export function mapPage<Row, Node>({ edges, ...more }: Page<Row>, toNode: (row: Row) => Node): Page<Node> {
  return { ...more, edges: edges.map(({ cursor, node }) => ({ cursor, node: toNode(node) })) };
}

/** An opaque cursor of a row's sort key. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key in a cursor, or null when the cursor was not made by `encodeCursor` with keys of that many parts. */
export function decodeCursor(cursor: string, parts: number): (string | number)[] | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isKey = (part: unknown): part is string | number =>
      typeof part === 'string' || typeof part === 'number';
    return Array.isArray(key) && key.length === parts && key.every(isKey) ? key : null;
  } catch {
    return null;
  }
}
