import { indexedPart } from '../../domain/call/call-filter.ts';
import type { CallFilter } from '../../domain/call/call-filter.ts';
import type { CallScan, ScanRequest } from '../../domain/call/call-store.ts';
import { hasText, searchPart } from '../../domain/content/find-text.ts';
import { encodeCursor } from '../../lib/page.ts';
import { toCall } from './call-rows.ts';
import type { CallRow } from './call-rows.ts';
import { toConditions } from './calls.ts';
import type { Database } from './database.ts';
import { beyond, keyFrom } from './keyset.ts';
import type { Condition } from './keyset.ts';

/** Calls that one piece looks at, and of those whose stored input has to be read. */
const CALLS_MAX = 5_000;
const INPUTS_MAX = 1_000;

const LIST = {
  keyColumns: ['started_at', 'operation_id'],
  keyTypes: ['number', 'string'],
} as const;

interface KeyRow {
  started_at: bigint;
  operation_id: string;
}

/** A piece of the list: of the calls up to a key that is looked up first, in the index alone. */
export function scanCalls(
  database: Database,
  projectId: string,
  { inputContains, ...filter }: CallFilter,
  { after, order, limit, withText }: ScanRequest,
): CallScan {
  const isNewestFirst = order === 'newest_first';
  const list = { ...LIST, order: isNewestFirst ? ('descending' as const) : ('ascending' as const) };
  const orderBy = LIST.keyColumns.map((column) => `${column} ${isNewestFirst ? 'DESC' : 'ASC'}`).join(', ');
  const select = <Row>(columns: string, conditions: readonly Condition[], most: number, skipped = 0): Row[] =>
    database.all<Row>(
      `SELECT ${columns} FROM calls WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}
       ORDER BY ${orderBy} LIMIT ? OFFSET ?`,
      ...conditions.flatMap(({ values }) => values),
      most,
      skipped,
    );

  const start = after === null ? [] : [beyond(list, keyFrom(after, 'after', list), 'later', false)];
  const narrowed = toConditions(projectId, indexedPart(filter));
  const callsMax = inputContains === undefined ? CALLS_MAX : INPUTS_MAX;
  const [last] = select<KeyRow>(LIST.keyColumns.join(', '), [...narrowed, ...start], 1, callsMax - 1);
  const end = last === undefined ? [] : [beyond(list, keyOf(last), 'earlier', true)];
  const conditions = [...toConditions(projectId, filter), ...start, ...end];

  const keys =
    inputContains === undefined
      ? null
      : findKeys(database, projectId, inputContains, limit, () =>
          select<KeyRow>(LIST.keyColumns.join(', '), [...conditions, mayContain(inputContains)], callsMax),
        );
  const found = keys === null ? conditions : [...toConditions(projectId, {}), isOneOf(keys)];
  const rows = select<CallRow>(withText ? '*' : COLUMNS_WITHOUT_TEXT, found, limit);
  const edges = rows.map((row) => ({ cursor: encodeCursor(keyOf(row)), node: toCall(row) }));
  const isFull = rows.length === limit;
  const next = isFull
    ? (edges.at(-1)?.cursor ?? null)
    : last === undefined
      ? null
      : encodeCursor(keyOf(last));
  return { edges, next };
}

/** Of the calls that may have been asked with the text, the first that were: their inputs are read one by one. */
function findKeys(
  database: Database,
  projectId: string,
  text: string,
  limit: number,
  candidates: () => KeyRow[],
): string[] {
  const found: string[] = [];
  for (const { operation_id } of candidates()) {
    const row = database.get<{ input: string }>(
      'SELECT input FROM call_contents WHERE project_id = ? AND operation_id = ?',
      projectId,
      operation_id,
    );
    if (row !== undefined && hasText(row.input, text) && found.push(operation_id) === limit) break;
  }
  return found;
}

function mayContain(text: string): Condition {
  return {
    sql: `EXISTS (SELECT 1 FROM call_contents AS c WHERE c.project_id = calls.project_id
      AND c.operation_id = calls.operation_id AND instr(lower(c.input), lower(?)) > 0)`,
    values: [searchPart(text)],
  };
}

function isOneOf(operationIds: readonly string[]): Condition {
  return {
    sql: 'operation_id IN (SELECT value FROM json_each(?))',
    values: [JSON.stringify(operationIds)],
  };
}

function keyOf({ started_at, operation_id }: KeyRow): [number, string] {
  return [Number(started_at), operation_id];
}

/** Every column of a CallRow; of what was answered, the finish reason alone. */
const COLUMNS_WITHOUT_TEXT = `project_id, operation_id, kind, fingerprint, provider, model, requested_models, sandbox, agent_id,
  capability_type, tags, api_key_id, template_id, template_version, template_label, template_unknown, template_versions, context, started_at,
  max_tokens, prompt_tokens_saved, worst_usage, worst_prompt_nano, worst_completion_nano, worst_total_nano, worst_price_version,
  held_nano, hold_state, lease_until, status, finished_at, fresh_input_tokens, cache_read_tokens, cache_write_tokens,
  output_tokens, reasoning_tokens, usage_estimated, prompt_nano, completion_nano, total_nano, cost_basis, price_version, error,
  attempt_count, time_to_first_token_ms, over_hold,
  CASE WHEN output IS NULL THEN NULL
    ELSE json_object('text', '', 'refusal', NULL, 'finishReason', finish_reason) END AS output`;
