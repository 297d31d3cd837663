import type { Feedback } from '../../domain/feedback/feedback.ts';
import type { Database } from './database.ts';
import { markChanged } from './usage-marks.ts';

interface FeedbackRow {
  project_id: string;
  operation_id: string;
  name: string;
  api_key_id: string;
  score_micro: bigint | null;
  label: string | null;
  comment: string | null;
  given_at: bigint;
}

export function giveFeedback(database: Database, feedback: Feedback): boolean {
  const { projectId, operationId } = feedback;
  const call = database.get<{ started_at: bigint }>(
    'SELECT started_at FROM calls WHERE project_id = ? AND operation_id = ?',
    projectId,
    operationId,
  );
  if (call === undefined) return false;
  database.run(
    `INSERT INTO feedback (project_id, operation_id, name, api_key_id, call_started_at, score_micro, label, comment, given_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (project_id, operation_id, name, api_key_id) DO UPDATE SET score_micro = excluded.score_micro,
       label = excluded.label, comment = excluded.comment, given_at = excluded.given_at`,
    projectId,
    operationId,
    feedback.name,
    feedback.apiKeyId ?? '',
    call.started_at,
    feedback.scoreMicro,
    feedback.label,
    feedback.comment,
    feedback.givenAt,
  );
  markChanged(database, projectId, Number(call.started_at));
  return true;
}

/** The entries of each call, in the order of `operationIds`. */
export function feedbackOf(
  database: Database,
  projectId: string,
  operationIds: readonly string[],
): Feedback[][] {
  const rows = database.all<FeedbackRow>(
    `SELECT * FROM feedback WHERE project_id = ? AND operation_id IN (SELECT value FROM json_each(?))
     ORDER BY operation_id, name, api_key_id`,
    projectId,
    JSON.stringify(operationIds),
  );
  const entries = new Map<string, Feedback[]>(operationIds.map((operationId) => [operationId, []]));
  for (const row of rows) entries.get(row.operation_id)?.push(toFeedback(row));
  return operationIds.map((operationId) => entries.get(operationId) ?? []);
}

function toFeedback(row: FeedbackRow): Feedback {
  return {
    projectId: row.project_id,
    operationId: row.operation_id,
    name: row.name,
    apiKeyId: row.api_key_id === '' ? null : row.api_key_id,
    scoreMicro: row.score_micro === null ? null : Number(row.score_micro),
    label: row.label,
    comment: row.comment,
    givenAt: Number(row.given_at),
  };
}
