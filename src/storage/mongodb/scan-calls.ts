import type { Filter } from 'mongodb';
import { indexedPart } from '../../domain/call/call-filter.ts';
import type { CallFilter } from '../../domain/call/call-filter.ts';
import type { CallScan, ScanRequest } from '../../domain/call/call-store.ts';
import { hasText, searchPart } from '../../domain/content/find-text.ts';
import { encodeCursor } from '../../lib/page.ts';
import { toCall } from './call-documents.ts';
import type { CallDocument } from './call-documents.ts';
import { toFilter } from './calls.ts';
import type { Database } from './database.ts';
import { beyond, keyFrom } from './keyset.ts';

/** Calls that one piece looks at, and of those whose stored input has to be read. */
const CALLS_MAX = 5_000;
const INPUTS_MAX = 1_000;
/** Inputs that are brought here at once. */
const INPUTS_BATCH = 20;

const LIST = {
  keyFields: ['startedAt', 'operationId'],
  keyTypes: ['number', 'string'],
} as const;

const KEY = { startedAt: 1, operationId: 1 } as const;
const NOT_SHOWN = { content: 0, attempts: 0, entries: 0 } as const;
/** All of an answer but the finish reason. */
const NO_TEXT = {
  'output.text': 0,
  'output.refusal': 0,
  'output.toolCalls': 0,
  'output.steps': 0,
  'output.vectors': 0,
} as const;

type KeyFields = Pick<CallDocument, '_id' | 'startedAt' | 'operationId'>;

/** A piece of the list: of the calls up to a key that is looked up first. */
export async function scanCalls(
  { callReports, repeat }: Database,
  projectId: string,
  { inputContains, ...filter }: CallFilter,
  { after, order, limit, withText }: ScanRequest,
): Promise<CallScan> {
  const isNewestFirst = order === 'newest_first';
  const list = { ...LIST, order: isNewestFirst ? ('descending' as const) : ('ascending' as const) };
  const direction = isNewestFirst ? -1 : 1;
  const select = (filters: readonly Filter<CallDocument>[]) =>
    callReports
      .find({ $and: [...filters] })
      .sort(LIST.keyFields.map((field): [string, 1 | -1] => [field, direction]));

  const start =
    after === null ? [] : [beyond<CallDocument>(list, keyFrom(after, 'after', list), 'later', false)];
  const narrowed = toFilter(projectId, indexedPart(filter));
  const callsMax = inputContains === undefined ? CALLS_MAX : INPUTS_MAX;
  const [last] = await repeat(() =>
    select([narrowed, ...start])
      .skip(callsMax - 1)
      .limit(1)
      .project<KeyFields>(KEY)
      .toArray(),
  );
  const end = last === undefined ? [] : [beyond<CallDocument>(list, keyOf(last), 'earlier', true)];
  const all = [toFilter(projectId, filter), ...start, ...end];

  const ids =
    inputContains === undefined ? null : await repeat(() => findIds(select, all, inputContains, limit));
  const found = ids === null ? all : [{ _id: { $in: ids } }];
  const documents = await repeat(() =>
    select(found)
      .limit(limit)
      .project<CallDocument>({ ...NOT_SHOWN, ...(!withText && NO_TEXT) })
      .toArray(),
  );
  const edges = documents.map((document) => ({
    cursor: encodeCursor(keyOf(document)),
    node: toCall(document),
  }));
  const isFull = documents.length === limit;
  const next = isFull
    ? (edges.at(-1)?.cursor ?? null)
    : last === undefined
      ? null
      : encodeCursor(keyOf(last));
  return { edges, next };
}

type Select = (filters: readonly Filter<CallDocument>[]) => ReturnType<Database['callReports']['find']>;

/** Of the calls that may have been asked with the text, the first that were. */
async function findIds(
  select: Select,
  filters: readonly Filter<CallDocument>[],
  text: string,
  limit: number,
): Promise<string[]> {
  const part = { $regex: escaped(searchPart(text)), $options: 'i' };
  const candidates = select([...filters, { 'content.text': { $ne: null, ...part } }])
    .project<Pick<CallDocument, '_id' | 'content'>>({ 'content.text': 1 })
    .batchSize(INPUTS_BATCH);
  const found: string[] = [];
  for await (const { _id, content } of candidates) {
    const input = content?.text ?? null;
    if (input !== null && hasText(input, text) && found.push(_id) === limit) break;
  }
  return found;
}

function keyOf({ startedAt, operationId }: Pick<KeyFields, 'startedAt' | 'operationId'>): [number, string] {
  return [startedAt, operationId];
}

/** The text as a regular expression that finds it. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
