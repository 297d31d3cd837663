import type { Document } from 'mongodb';
import type { UsageDimension, UsageQuery, UsageRow } from '../../domain/usage/usage.ts';
import { definedOnly } from '../../lib/defined-only.ts';
import { DISPATCHED_PHASES } from './call-documents.ts';
import type { Database } from './database.ts';

const QUARTER_MS = 15 * 60 * 1000;

/** What a report is grouped by. */
const DIMENSIONS: Readonly<Record<UsageDimension, unknown>> = {
  agent: '$agentId',
  model: '$model',
  capability: '$capabilityType',
  day: { $subtract: ['$startedAt', { $mod: ['$startedAt', QUARTER_MS] }] },
};

interface Group {
  _id: { agent?: string | null; model?: string; capability?: string | null; day?: number };
  [metric: string]: unknown;
}

/** Sums over the calls themselves, so that a report can't disagree with them. */
export async function aggregateUsage(database: Database, query: UsageQuery): Promise<UsageRow[]> {
  const groups = await database.repeat(() =>
    database.callReports.aggregate<Group>(usagePipeline(query), { allowDiskUse: true }).toArray(),
  );
  return groups.map(toUsageRow);
}

export function usagePipeline({ projectId, from, before, groupBy, filter }: UsageQuery): Document[] {
  const match = {
    projectId,
    startedAt: { $gte: from, $lt: before },
    ...definedOnly(filter),
    phase: { $in: DISPATCHED_PHASES },
  };
  const group = {
    _id: Object.fromEntries(groupBy.map((dimension) => [dimension, DIMENSIONS[dimension]])),
    calls: { $sum: 1 },
    completed: countOf('COMPLETED'),
    failed: countOf('FAILED'),
    cancelled: countOf('CANCELLED'),
    running: countOf('RUNNING'),
    attempts: { $sum: '$attemptCount' },
    freshInput: { $sum: '$usage.freshInput' },
    cacheRead: { $sum: '$usage.cacheRead' },
    cacheWrite: { $sum: '$usage.cacheWrite' },
    output: { $sum: '$usage.output' },
    reasoning: { $sum: '$usage.reasoning' },
    promptNano: { $sum: '$cost.promptNano' },
    completionNano: { $sum: '$cost.completionNano' },
    totalNano: { $sum: '$cost.totalNano' },
  };
  return [{ $match: match }, { $group: group }];
}

function countOf(status: string): object {
  return { $sum: { $cond: [{ $eq: ['$status', status] }, 1, 0] } };
}

function toUsageRow({ _id, ...sums }: Group): UsageRow {
  const count = (name: string) => Number(sums[name]);
  // a sum over no cost at all is an int32
  const money = (name: string) => BigInt(sums[name] as bigint | number);
  return {
    agentId: _id.agent ?? null,
    model: _id.model ?? null,
    capabilityType: _id.capability ?? null,
    quarterStart: _id.day ?? null,
    metrics: {
      calls: count('calls'),
      completed: count('completed'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      running: count('running'),
      attempts: count('attempts'),
      tokens: {
        freshInput: count('freshInput'),
        cacheRead: count('cacheRead'),
        cacheWrite: count('cacheWrite'),
        output: count('output'),
        reasoning: count('reasoning'),
      },
      promptCostNano: money('promptNano'),
      completionCostNano: money('completionNano'),
      totalCostNano: money('totalNano'),
    },
  };
}
