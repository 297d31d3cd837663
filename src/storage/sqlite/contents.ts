import type { CallError, CallOutput } from '../../domain/call/call.ts';
import type { CallKey } from '../../domain/call/call-store.ts';
import { keptError, lateOutput, reducedOutput, withoutContent } from '../../domain/content/content.ts';
import type { CallContent, ContentPolicy, ContentSweep, StoredInput } from '../../domain/content/content.ts';
import { toJsonOrNull } from './call-rows.ts';
import type { Database } from './database.ts';

/** Characters of answers that are looked through in one transaction. */
const REDUCED_LENGTH_MAX = 256 * 1024;

interface ContentRow {
  project_id: string;
  operation_id: string;
  policy: ContentPolicy;
  input: string | null;
  input_hash: string | null;
  output_hash: string | null;
  output: string | null;
  error: string | null;
}

export function insertContent(
  database: Database,
  { projectId, operationId, startedAt }: CallKey & { startedAt: number },
  { policy, text, hash }: StoredInput,
): void {
  database.run(
    `INSERT INTO call_contents (project_id, operation_id, stored_at, policy, input, input_hash, is_reduced)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    projectId,
    operationId,
    startedAt,
    policy,
    text,
    hash,
    policy === 'full',
  );
}

/** The content of each call, in the order of `operationIds`. */
export function contentOf(
  database: Database,
  projectId: string,
  operationIds: readonly string[],
): (CallContent | null)[] {
  const rows = database.all<ContentRow>(
    `SELECT *, NULL AS output, NULL AS error FROM call_contents
     WHERE project_id = ? AND operation_id IN (SELECT value FROM json_each(?))`,
    projectId,
    JSON.stringify(operationIds),
  );
  const contents = new Map(
    rows.map((row): [string, CallContent] => [
      row.operation_id,
      { policy: row.policy, text: row.input, hash: row.input_hash, outputHash: row.output_hash },
    ]),
  );
  return operationIds.map((operationId) => contents.get(operationId) ?? null);
}

export function sweepContents(
  database: Database,
  { now, reduceBefore, removeBefore, limit }: ContentSweep,
): number {
  const read = (condition: string, storedBefore: number): ContentRow[] =>
    database.all<ContentRow>(
      `SELECT call_contents.*, calls.output, calls.error FROM call_contents JOIN calls USING (project_id, operation_id)
       WHERE ${condition} AND stored_at < ? AND finished_at < ? AND status <> 'RUNNING' ORDER BY stored_at LIMIT ?`,
      storedBefore,
      reduceBefore,
      limit,
    );
  const expired = read('true', removeBefore);
  for (const row of expired) {
    const output = outputOf(row);
    if (output !== null) writeOutput(database, row, withoutContent(output, now));
    if (row.error !== null) removeWords(database, row, JSON.parse(row.error) as CallError);
    deleteContent(database, row);
  }
  let reduced = 0;
  let length = 0;
  for (const row of read('is_reduced = 0', reduceBefore)) {
    reduce(database, row, now);
    reduced += 1;
    length += row.output?.length ?? 0;
    // calls that begin and end wait meanwhile
    if (length > REDUCED_LENGTH_MAX) break;
  }
  return expired.length + reduced;
}

function reduce(database: Database, row: ContentRow, now: number): void {
  const { policy, project_id, operation_id } = row;
  const output = outputOf(row);
  const reduced = output && reducedOutput(policy, output, now);
  if (reduced !== null) writeOutput(database, row, reduced.output);
  if (policy === 'off') {
    deleteContent(database, row);
    return;
  }
  database.run(
    'UPDATE call_contents SET is_reduced = 1, output_hash = ? WHERE project_id = ? AND operation_id = ?',
    reduced?.hash ?? null,
    project_id,
    operation_id,
  );
}

/** What is stored of the answer of a call that was presumed spent before it came. */
export function keptLateOutput(
  database: Database,
  { projectId, operationId, startedAt }: CallKey & { startedAt: number },
  { finishedAt, output }: { finishedAt: number; output: CallOutput | null },
): CallOutput | null {
  const row = database.get<{ policy: ContentPolicy; is_reduced: bigint }>(
    'SELECT policy, is_reduced FROM call_contents WHERE project_id = ? AND operation_id = ?',
    projectId,
    operationId,
  );
  const content = row === undefined ? null : { policy: row.policy, isReduced: row.is_reduced === 1n };
  return lateOutput({ startedAt, finishedAt, output }, content);
}

function outputOf({ output }: ContentRow): CallOutput | null {
  return output === null ? null : (JSON.parse(output) as CallOutput);
}

function writeOutput(database: Database, row: ContentRow, output: CallOutput): void {
  database.run(
    'UPDATE calls SET output = ? WHERE project_id = ? AND operation_id = ?',
    toJsonOrNull(output),
    row.project_id,
    row.operation_id,
  );
}

/** What a provider or a model said of why it failed. */
function removeWords(database: Database, { project_id, operation_id }: ContentRow, error: CallError): void {
  database.run(
    'UPDATE calls SET error = ? WHERE project_id = ? AND operation_id = ?',
    JSON.stringify(keptError('off', error)),
    project_id,
    operation_id,
  );
  database.run(
    `UPDATE attempts SET error = json_set(error, '$.detail', NULL)
     WHERE project_id = ? AND operation_id = ? AND error IS NOT NULL`,
    project_id,
    operation_id,
  );
}

function deleteContent(database: Database, { project_id, operation_id }: ContentRow): void {
  database.run(
    'DELETE FROM call_contents WHERE project_id = ? AND operation_id = ?',
    project_id,
    operation_id,
  );
}
