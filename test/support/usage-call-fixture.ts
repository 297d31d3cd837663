import { createUsageAccumulator } from '../../src/domain/usage/accumulator.ts';
import { CALL_DIMENSIONS } from '../../src/domain/usage/usage.ts';
import type { CallDimension, UsageCall, UsageStore } from '../../src/domain/usage/usage.ts';
import { NOON } from './call-fixture.ts';

/** A completed call of a second for 100 nano-dollars. */
export function usageCall({
  values = {},
  ...changes
}: Partial<UsageCall> & { values?: Partial<Record<CallDimension, string>> } = {}): UsageCall {
  const startedAt = changes.startedAt ?? NOON;
  return {
    startedAt,
    finishedAt: startedAt + 1_000,
    status: 'COMPLETED',
    dimensions: CALL_DIMENSIONS.map((dimension) => values[dimension] ?? null),
    tags: [],
    attempts: 1,
    usage: { freshInput: 10, cacheRead: 0, cacheWrite: 0, output: 5, reasoning: 0 },
    cost: { promptNano: 40n, completionNano: 60n, basis: 'measured' },
    timeToFirstTokenMs: null,
    overHold: false,
    feedback: [],
    ...changes,
  };
}

/** Sums up these calls, as a store without rollups would. */
export function usageStoreOf(calls: readonly UsageCall[]): UsageStore {
  const aggregate: UsageStore['aggregate'] = (query) => {
    const accumulator = createUsageAccumulator(query);
    for (const call of calls)
      if (call.startedAt >= query.from && call.startedAt < query.before) accumulator.addCall(call);
    return Promise.resolve(accumulator.rows());
  };
  return {
    aggregate,
    aggregateCalls: aggregate,
    costsOfOtherModels: () => Promise.resolve([]),
    rollUp: () => Promise.resolve(0),
  };
}
