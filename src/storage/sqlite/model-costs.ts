import type { ModelCost, ModelCostQuery } from '../../domain/usage/usage.ts';
import type { Database } from './database.ts';

interface ModelCostRow {
  start: bigint;
  model: string;
  cost: bigint;
}

/** Calls with attempts of other models than their own, of the range. */
const CALLS = `
  FROM calls WHERE project_id = ? AND started_at >= ? AND started_at < ? AND attempt_count > 1
    AND EXISTS (SELECT 1 FROM attempts WHERE attempts.project_id = calls.project_id
      AND attempts.operation_id = calls.operation_id AND attempts.model <> calls.model)`;

export function costsOfOtherModels(
  database: Database,
  { projectId, from, before, stepMs }: ModelCostQuery,
): ModelCost[] {
  const range = [projectId, from, before];
  const rows = database.all<ModelCostRow>(
    `WITH moved AS (SELECT operation_id, model, started_at - started_at % ? AS start, coalesce(total_nano, 0) AS total_nano ${CALLS})
     SELECT start, model, sum(cost) AS cost FROM (
       SELECT start, model, -total_nano AS cost FROM moved
       UNION ALL
       SELECT start, attempts.model, attempts.total_nano FROM moved
       JOIN attempts ON attempts.project_id = ? AND attempts.operation_id = moved.operation_id
     ) GROUP BY start, model`,
    ...[stepMs, ...range, projectId],
  );
  return rows.map(({ start, model, cost }) => ({ start: Number(start), model, costNano: cost }));
}
