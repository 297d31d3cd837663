import type { Clock } from '../../lib/clock.ts';
import { definedOnly } from '../../lib/defined-only.ts';
import { decodeCursor } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { ValidationError } from '../errors.ts';
import { indexedPart } from './call-filter.ts';
import type { CallFilter } from './call-filter.ts';
import type { CallStore, ScanOrder } from './call-store.ts';
import type { Call } from './call.ts';

/** How long calls may be looked for one by one. */
const SEARCH_MS = 5_000;
/** Parts of a call's cursor. */
const KEY_PARTS = 2;

type Edge = Page<Call>['edges'][number];

/**
 * A page of the calls, newest first. Throws ValidationError for a cursor of another list, and when calls that match are too few to be found
 * in time; and StoreUnavailableError.
 */
export async function listCalls(
  store: Pick<CallStore, 'list' | 'scan'>,
  clock: Clock,
  projectId: string,
  filter: CallFilter,
  page: PageRequest,
): Promise<Page<Call>> {
  const { inputContains, ...others } = filter;
  if (inputContains === undefined && isIndexed(others)) return store.list(projectId, others, page);

  const fromEnd = page.last !== undefined;
  const [start, end] = fromEnd ? [page.before, page.after] : [page.after, page.before];
  const order: ScanOrder = fromEnd ? 'oldest_first' : 'newest_first';
  const wanted = page.last ?? page.first ?? 0;
  const deadline = clock.now() + SEARCH_MS;
  const edges: Edge[] = [];
  for (let after = start ?? null; ;) {
    // one more than is wanted, to know whether it is there
    const limit = wanted + 1 - edges.length;
    const scan = await store.scan(projectId, filter, { after, order, limit, withText: true });
    const within = scan.edges.filter(({ cursor }) => end === undefined || isBefore(cursor, end, order));
    edges.push(...within);
    if (edges.length > wanted || scan.next === null || within.length < scan.edges.length) break;
    if (end !== undefined && !isBefore(scan.next, end, order)) break;
    if (clock.now() >= deadline) throw searchTooLong(scan.next, filter);
    after = scan.next;
  }
  const hasMore = edges.length > wanted;
  const found = edges.slice(0, wanted);
  return {
    edges: fromEnd ? found.reverse() : found,
    // a cursor is of a call that was found before
    hasNextPage: fromEnd ? start !== undefined : hasMore,
    hasPreviousPage: fromEnd ? hasMore : start !== undefined,
  };
}

/** Whether the call of the cursor comes before that of the other in the order of a scan. */
function isBefore(cursor: string, other: string, order: ScanOrder): boolean {
  const [at, id] = keyOf(cursor);
  const [otherAt, otherId] = keyOf(other);
  const isOlder = at < otherAt || (at === otherAt && id < otherId);
  return order === 'oldest_first' ? isOlder : !isOlder && !(at === otherAt && id === otherId);
}

function keyOf(cursor: string): [startedAt: number, operationId: string] {
  const [startedAt = 0, operationId = ''] = decodeCursor(cursor, KEY_PARTS) ?? [];
  return [Number(startedAt), String(operationId)];
}

/** True when an index serves all that the filter says. */
function isIndexed(filter: CallFilter): boolean {
  return Object.keys(definedOnly(filter)).length === Object.keys(indexedPart(filter)).length;
}

function searchTooLong(reached: string, filter: CallFilter): ValidationError {
  const at = new Date(keyOf(reached)[0]).toISOString();
  return new ValidationError([
    {
      path: filter.inputContains === undefined ? 'filter' : 'filter.inputContains',
      message: `took more than ${SEARCH_MS / 1000} s and has come to ${at}; give startedFrom, startedBefore, agentId or model as well`,
    },
  ]);
}
