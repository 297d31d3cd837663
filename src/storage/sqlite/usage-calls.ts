import type { CallStatus, CostBasis, Tag } from '../../domain/call/call.ts';
import type { TimeRange } from '../../domain/usage/read-plan.ts';
import type { UsageCall, UsageFeedback } from '../../domain/usage/usage.ts';
import type { Database } from './database.ts';

/** Rows that are read at once, so that a busy quarter doesn't fill the memory. */
const CHUNK = 5_000;

interface UsageCallRow {
  operation_id: string;
  started_at: bigint;
  finished_at: bigint | null;
  status: CallStatus;
  agent_id: string | null;
  capability_type: string | null;
  model: string;
  provider: string;
  template_id: string | null;
  template_version: bigint | null;
  api_key_id: string | null;
  finish_reason: string | null;
  error_category: string | null;
  kind: string;
  tags: string;
  attempt_count: bigint;
  fresh_input_tokens: bigint | null;
  cache_read_tokens: bigint;
  cache_write_tokens: bigint;
  output_tokens: bigint;
  reasoning_tokens: bigint;
  prompt_nano: bigint | null;
  completion_nano: bigint;
  cost_basis: CostBasis;
  time_to_first_token_ms: bigint | null;
  over_hold: bigint;
}

const COLUMNS = `operation_id, started_at, finished_at, status, agent_id, capability_type, model, provider,
  template_id, template_version, api_key_id, finish_reason, error_category, kind, tags, attempt_count,
  fresh_input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, prompt_nano, completion_nano,
  cost_basis, time_to_first_token_ms, over_hold`;

/** Gives the calls of the range, running ones too, to `use`, one by one. */
export function readUsageCalls(
  database: Database,
  projectId: string,
  { from, before }: TimeRange,
  use: (call: UsageCall) => void,
): void {
  const feedback = readFeedback(database, projectId, { from, before });
  let startedAt: number | bigint = from;
  let operationId = '';
  for (;;) {
    const rows: UsageCallRow[] = database.all<UsageCallRow>(
      `SELECT ${COLUMNS} FROM calls INDEXED BY calls_by_start
       WHERE project_id = ? AND (started_at, operation_id) > (?, ?) AND started_at < ?
       ORDER BY started_at, operation_id LIMIT ${CHUNK}`,
      projectId,
      startedAt,
      operationId,
      before,
    );
    for (const row of rows) use(toUsageCall(row, feedback.get(row.operation_id) ?? NO_FEEDBACK));
    const last: UsageCallRow | undefined = rows.at(-1);
    if (last === undefined || rows.length < CHUNK) return;
    startedAt = last.started_at;
    operationId = last.operation_id;
  }
}

const NO_FEEDBACK: readonly UsageFeedback[] = [];
const NO_TAGS: readonly Tag[] = [];

function toUsageCall(row: UsageCallRow, feedback: readonly UsageFeedback[]): UsageCall {
  return {
    startedAt: Number(row.started_at),
    finishedAt: toNumberOrNull(row.finished_at),
    status: row.status,
    // in the order of CALL_DIMENSIONS
    dimensions: [
      row.agent_id,
      row.capability_type,
      row.model,
      row.provider,
      row.template_id,
      row.template_version === null ? null : String(row.template_version),
      row.api_key_id,
      row.finish_reason,
      row.error_category,
      row.kind,
    ],
    tags: row.tags === '[]' ? NO_TAGS : (JSON.parse(row.tags) as Tag[]),
    attempts: Number(row.attempt_count),
    usage:
      row.fresh_input_tokens === null
        ? null
        : {
            freshInput: Number(row.fresh_input_tokens),
            cacheRead: Number(row.cache_read_tokens),
            cacheWrite: Number(row.cache_write_tokens),
            output: Number(row.output_tokens),
            reasoning: Number(row.reasoning_tokens),
          },
    cost:
      row.prompt_nano === null
        ? null
        : { promptNano: row.prompt_nano, completionNano: row.completion_nano, basis: row.cost_basis },
    timeToFirstTokenMs: toNumberOrNull(row.time_to_first_token_ms),
    overHold: row.over_hold === 1n,
    feedback,
  };
}

function readFeedback(
  database: Database,
  projectId: string,
  { from, before }: TimeRange,
): Map<string, UsageFeedback[]> {
  const rows = database.all<{
    operation_id: string;
    name: string;
    label: string | null;
    score_micro: bigint | null;
  }>(
    `SELECT operation_id, name, label, score_micro FROM feedback
     WHERE project_id = ? AND call_started_at >= ? AND call_started_at < ?`,
    projectId,
    from,
    before,
  );
  const feedback = new Map<string, UsageFeedback[]>();
  for (const { operation_id, name, label, score_micro } of rows) {
    const entry = {
      name,
      label,
      count: 1,
      scored: score_micro === null ? 0 : 1,
      scoreMicro: Number(score_micro ?? 0n),
    };
    const known = feedback.get(operation_id);
    if (known === undefined) feedback.set(operation_id, [entry]);
    else known.push(entry);
  }
  return feedback;
}

function toNumberOrNull(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
