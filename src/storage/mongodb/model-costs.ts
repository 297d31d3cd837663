import type { ModelCost, ModelCostQuery } from '../../domain/usage/usage.ts';
import type { CallDocument } from './call-documents.ts';
import type { Database } from './database.ts';
import { usageCallsFilter } from './usage-calls.ts';

type MovedCall = Pick<CallDocument, 'startedAt' | 'model' | 'cost' | 'attempts'>;

export async function costsOfOtherModels(
  { callReports, repeat }: Database,
  { projectId, from, before, stepMs }: ModelCostQuery,
): Promise<ModelCost[]> {
  const costs = new Map<string, ModelCost>();
  const add = (startedAt: number, model: string, costNano: bigint): void => {
    const start = Math.floor(startedAt / stepMs) * stepMs;
    const key = JSON.stringify([start, model]);
    costs.set(key, { start, model, costNano: (costs.get(key)?.costNano ?? 0n) + costNano });
  };
  await repeat(async () => {
    costs.clear();
    const calls = callReports
      .find({ ...usageCallsFilter(projectId, { from, before }), attemptCount: { $gt: 1 } })
      .project<MovedCall>({
        _id: 0,
        startedAt: 1,
        model: 1,
        cost: 1,
        'attempts.model': 1,
        'attempts.cost': 1,
      });
    for await (const { startedAt, model, cost, attempts } of calls) {
      if (attempts.every((attempt) => attempt.model === model)) continue;
      add(startedAt, model, -(cost?.totalNano ?? 0n));
      for (const attempt of attempts) add(startedAt, attempt.model, attempt.cost.totalNano);
    }
  });
  return [...costs.values()];
}
