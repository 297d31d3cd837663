import type { Attempt, CallError, CostBasis } from '../../domain/call/call.ts';
import type { CallKey, RepriceCommand } from '../../domain/call/call-store.ts';
import type { FinishReason } from '../../domain/provider/provider.ts';
import type { UsageBuckets } from '../../domain/token/usage.ts';
import { toJsonOrNull } from './call-rows.ts';
import type { Database } from './database.ts';

interface AttemptRow {
  operation_id: string;
  number: bigint;
  provider: string;
  model: string;
  model_family: string;
  started_at: bigint;
  finished_at: bigint;
  usage: string | null;
  prompt_nano: bigint;
  completion_nano: bigint;
  total_nano: bigint;
  cost_basis: CostBasis;
  price_version: string | null;
  finish_reason: FinishReason | null;
  error: string | null;
  request_id: string | null;
}

export function insertAttempts(database: Database, key: CallKey, attempts: readonly Attempt[]): void {
  for (const attempt of attempts) {
    database.insert('attempts', {
      project_id: key.projectId,
      operation_id: key.operationId,
      number: attempt.number,
      provider: attempt.provider,
      model: attempt.model,
      model_family: attempt.modelFamily,
      started_at: attempt.startedAt,
      finished_at: attempt.finishedAt,
      usage: toJsonOrNull(attempt.usage),
      prompt_nano: attempt.cost.promptNano,
      completion_nano: attempt.cost.completionNano,
      total_nano: attempt.cost.totalNano,
      cost_basis: attempt.cost.basis,
      price_version: attempt.cost.priceVersion,
      finish_reason: attempt.finishReason,
      error: toJsonOrNull(attempt.error),
      request_id: attempt.requestId,
    });
  }
}

export function updateAttemptCosts(
  database: Database,
  key: CallKey,
  attempts: RepriceCommand['attempts'],
): void {
  for (const { number, cost } of attempts) {
    database.run(
      `UPDATE attempts SET prompt_nano = ?, completion_nano = ?, total_nano = ?, cost_basis = ?, price_version = ?
       WHERE project_id = ? AND operation_id = ? AND number = ?`,
      cost.promptNano,
      cost.completionNano,
      cost.totalNano,
      cost.basis,
      cost.priceVersion,
      key.projectId,
      key.operationId,
      number,
    );
  }
}

/** The attempts of each call, in the order of `operationIds`. */
export function attemptsOf(
  database: Database,
  projectId: string,
  operationIds: readonly string[],
): Attempt[][] {
  const rows = database.all<AttemptRow>(
    `SELECT * FROM attempts
     WHERE project_id = ? AND operation_id IN (SELECT value FROM json_each(?))
     ORDER BY operation_id, number`,
    projectId,
    JSON.stringify(operationIds),
  );
  const attempts = new Map<string, Attempt[]>(operationIds.map((operationId) => [operationId, []]));
  for (const row of rows) attempts.get(row.operation_id)?.push(toAttempt(row));
  return operationIds.map((operationId) => attempts.get(operationId) ?? []);
}

function toAttempt(row: AttemptRow): Attempt {
  return {
    number: Number(row.number),
    provider: row.provider,
    model: row.model,
    modelFamily: row.model_family,
    startedAt: Number(row.started_at),
    finishedAt: Number(row.finished_at),
    usage: row.usage === null ? null : (JSON.parse(row.usage) as UsageBuckets),
    cost: {
      promptNano: row.prompt_nano,
      completionNano: row.completion_nano,
      totalNano: row.total_nano,
      basis: row.cost_basis,
      priceVersion: row.price_version,
    },
    finishReason: row.finish_reason,
    error: row.error === null ? null : (JSON.parse(row.error) as CallError),
    requestId: row.request_id,
  };
}
