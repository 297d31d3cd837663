import type { Filter } from 'mongodb';
import type { TimeRange } from '../../domain/usage/read-plan.ts';
import type { UsageCall, UsageFeedback } from '../../domain/usage/usage.ts';
import { inTurns } from '../../lib/in-turns.ts';
import { DISPATCHED_PHASES } from './call-documents.ts';
import type { CallDocument } from './call-documents.ts';
import type { Database } from './database.ts';
import { beyond } from './keyset.ts';

/** Calls that are in memory at once. */
const BATCH = 1_000;

const LIST = { keyFields: ['startedAt', 'operationId'], order: 'ascending' } as const;

const FIELDS = {
  _id: 0,
  operationId: 1,
  startedAt: 1,
  finishedAt: 1,
  status: 1,
  agentId: 1,
  capabilityType: 1,
  model: 1,
  provider: 1,
  template: 1,
  apiKeyId: 1,
  'output.finishReason': 1,
  'error.category': 1,
  kind: 1,
  tags: 1,
  attemptCount: 1,
  usage: 1,
  cost: 1,
  timeToFirstTokenMs: 1,
  overHold: 1,
  feedback: 1,
} as const;

type UsageFields = Pick<
  CallDocument,
  | 'startedAt'
  | 'finishedAt'
  | 'status'
  | 'agentId'
  | 'capabilityType'
  | 'model'
  | 'provider'
  | 'apiKeyId'
  | 'kind'
  | 'tags'
  | 'attemptCount'
  | 'usage'
  | 'cost'
  | 'timeToFirstTokenMs'
  | 'overHold'
  | 'feedback'
> & {
  template?: { id: string; version: number } | null;
  // absent where a server projects nothing out of null
  output?: { finishReason: string } | null;
  error?: { category: string } | null;
};

/**
 * Each of the dispatched calls of the range, running ones too, by the time they began. Few are in memory at once, and the event
 * loop does other work between them.
 */
export async function readUsageCalls(
  { callReports, repeat }: Database,
  projectId: string,
  range: TimeRange,
  task: (call: UsageCall) => void,
): Promise<void> {
  const all = usageCallsFilter(projectId, range);
  let filter = all;
  for (;;) {
    const documents = await repeat(() =>
      callReports
        .find(filter)
        .project<UsageFields & { operationId: string }>(FIELDS)
        .sort({ startedAt: 1, operationId: 1 })
        .limit(BATCH)
        .toArray(),
    );
    await inTurns(documents, (document) => task(toUsageCall(document)));
    const last = documents.at(-1);
    if (last === undefined || documents.length < BATCH) return;
    filter = { $and: [all, beyond(LIST, [last.startedAt, last.operationId], 'later', false)] };
  }
}

export function usageCallsFilter(projectId: string, { from, before }: TimeRange): Filter<CallDocument> {
  return { projectId, startedAt: { $gte: from, $lt: before }, phase: { $in: DISPATCHED_PHASES } };
}

export function toUsageCall(document: UsageFields): UsageCall {
  const { template, feedback } = document;
  return {
    startedAt: document.startedAt,
    finishedAt: document.finishedAt,
    status: document.status,
    // in the order of CALL_DIMENSIONS
    dimensions: [
      document.agentId,
      document.capabilityType,
      document.model,
      document.provider,
      template?.id ?? null,
      template ? String(template.version) : null,
      document.apiKeyId,
      document.output?.finishReason ?? null,
      document.error?.category ?? null,
      document.kind,
    ],
    tags: document.tags,
    attempts: document.attemptCount,
    usage: document.usage,
    cost: document.cost,
    timeToFirstTokenMs: document.timeToFirstTokenMs,
    overHold: document.overHold,
    feedback: Object.values(feedback ?? {}).map(({ name, label, scoreMicro }): UsageFeedback => ({
      name,
      label,
      count: 1,
      scored: scoreMicro === null ? 0 : 1,
      scoreMicro: scoreMicro ?? 0,
    })),
  };
}
