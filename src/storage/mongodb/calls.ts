import type { Filter, FindOptions, UpdateFilter } from 'mongodb';
import type { Call } from '../../domain/call/call.ts';
import type { CallFilter } from '../../domain/call/call-filter.ts';
import type { CallKey, IndexedFilter } from '../../domain/call/call-store.ts';
import { definedOnly } from '../../lib/defined-only.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { callIdOf, DISPATCHED_PHASES, toCall } from './call-documents.ts';
import type { CallDocument } from './call-documents.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import { isDuplicateKey } from './store-failure.ts';

/** True when the document is in the store; false when the operationId is taken. */
export async function insertCall(database: Database, document: CallDocument): Promise<boolean> {
  try {
    await database.repeat(() => database.calls.insertOne(document));
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // it may be this very document, whose first reply was lost
    return (await readCallDocument(database, document, LATEST))?.holdKey === document.holdKey;
  }
}

/** True when the document was as the filter says. */
export async function updateCall(
  database: Database,
  filter: Filter<CallDocument>,
  update: UpdateFilter<CallDocument>,
): Promise<boolean> {
  const { matchedCount } = await database.repeat(() => database.calls.updateOne(filter, update));
  return matchedCount === 1;
}

export async function renewLeases(
  database: Database,
  calls: readonly CallKey[],
  leaseUntil: number,
): Promise<void> {
  if (calls.length === 0) return;
  database.runningCalls.renew(calls, leaseUntil);
  await database.repeat(() =>
    database.calls.updateMany(
      { _id: { $in: calls.map(callIdOf) }, phase: 'running' },
      // a renewal that was under way for long doesn't shorten the lease
      { $max: { leaseUntil, dueAt: leaseUntil } },
    ),
  );
}

/** The document of the call in whatever phase: as a majority has it, or with LATEST as the primary has it. */
export function readCallDocument(
  database: Database,
  key: CallKey,
  options: FindOptions = {},
): Promise<CallDocument | null> {
  return database.repeat(() => database.calls.findOne({ _id: callIdOf(key) }, options));
}

/** Whether the call runs, or has run, with the holds of that key; for who has just failed to change its document. */
export async function isDispatched(database: Database, key: CallKey, holdKey: string): Promise<boolean> {
  const document = await readCallDocument(database, key, LATEST);
  return document?.holdKey === holdKey && DISPATCHED_PHASES.includes(document.phase);
}

/** The document of a call that was dispatched. */
export async function readCall(database: Database, key: CallKey): Promise<CallDocument | null> {
  const document = await readCallDocument(database, key);
  return document !== null && DISPATCHED_PHASES.includes(document.phase) ? document : null;
}

/** Calls of all projects in the phase that have been due since before `now`, the longest due first. */
export function readDueCalls(
  database: Database,
  phases: readonly CallDocument['phase'][],
  now: number,
  limit: number,
): Promise<CallDocument[]> {
  return database.repeat(() =>
    database.calls
      .find({ dueAt: { $lt: now }, phase: { $in: [...phases] } })
      .sort({ dueAt: 1 })
      .limit(limit)
      .toArray(),
  );
}

export async function findCall(database: Database, key: CallKey): Promise<Call | null> {
  const document = await readCall(database, key);
  return document === null ? null : toCall(document);
}

export async function listCalls(
  database: Database,
  projectId: string,
  filter: IndexedFilter,
  page: PageRequest,
): Promise<Page<Call>> {
  const rows = await readPage<CallDocument>(
    database,
    {
      collection: database.callReports,
      filter: toFilter(projectId, filter),
      keyFields: ['startedAt', 'operationId'],
      keyTypes: ['number', 'string'],
      order: 'descending',
      without: ['content', 'attempts', 'entries'],
    },
    page,
    (document) => [document.startedAt, document.operationId],
  );
  return mapPage(rows, toCall);
}

/** All that the filter says but the text of what was asked. */
export function toFilter(projectId: string, filter: CallFilter): Filter<CallDocument> {
  const {
    startedFrom,
    startedBefore,
    templateId,
    templateVersion,
    finishReason,
    errorCategory,
    tag,
    inputContains: _,
    minCostNano,
    maxCostNano,
    minLatencyMs,
    maxLatencyMs,
    ...equal
  } = filter;
  const between = (bounds: Record<string, unknown>): object | undefined => {
    const given = definedOnly(bounds);
    return Object.keys(given).length === 0 ? undefined : given;
  };
  const latency = { $subtract: ['$finishedAt', '$startedAt'] };
  const latencies = [
    ...(minLatencyMs === undefined ? [] : [{ $gte: [latency, minLatencyMs] }]),
    ...(maxLatencyMs === undefined ? [] : [{ $lte: [latency, maxLatencyMs] }]),
  ];
  return {
    projectId,
    ...definedOnly({
      ...equal,
      'template.id': templateId,
      'template.version': templateVersion,
      'output.finishReason': finishReason,
      'error.category': errorCategory,
      tags: tag && { $elemMatch: { key: tag.key, value: tag.value } },
      'cost.totalNano': between({ $gte: minCostNano, $lte: maxCostNano }),
      startedAt: between({ $gte: startedFrom, $lt: startedBefore }),
      ...(latencies.length > 0 && { finishedAt: { $ne: null }, $expr: { $and: latencies } }),
    }),
    phase: { $in: DISPATCHED_PHASES },
  };
}
