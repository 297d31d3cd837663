import type { UsageDimension, UsageQuery, UsageRow } from '../../domain/usage/usage.ts';
import type { Database, SqlValue } from './database.ts';

const QUARTER_MS = 15 * 60 * 1000;

/** The columns that a report is grouped by. */
const DIMENSION_SQL: Readonly<Record<UsageDimension, string>> = {
  agent: 'agent_id',
  model: 'model',
  capability: 'capability_type',
  day: `started_at / ${QUARTER_MS} * ${QUARTER_MS}`,
};

interface AggregateRow {
  agent: string | null;
  model: string | null;
  capability: string | null;
  day: bigint | null;
  calls: bigint;
  completed: bigint;
  failed: bigint;
  cancelled: bigint;
  running: bigint;
  attempts: bigint;
  fresh_input: bigint;
  cache_read: bigint;
  cache_write: bigint;
  output: bigint;
  reasoning: bigint;
  prompt_nano: bigint;
  completion_nano: bigint;
  total_nano: bigint;
}

/** Sums over the calls themselves, so that a report can't disagree with them. */
export function aggregateUsage(database: Database, query: UsageQuery): UsageRow[] {
  const { filter } = query;
  const conditions = ['project_id = ?', 'started_at >= ?', 'started_at < ?'];
  const values: SqlValue[] = [query.projectId, query.from, query.before];
  const equals = { agent_id: filter.agentId, model: filter.model, capability_type: filter.capabilityType };
  for (const [column, value] of Object.entries(equals)) {
    if (value === undefined) continue;
    conditions.push(`${column} = ?`);
    values.push(value);
  }
  return database.all<AggregateRow>(aggregateSql(query.groupBy, conditions), ...values).map(toUsageRow);
}

function aggregateSql(groupBy: readonly UsageDimension[], conditions: readonly string[]): string {
  const dimensions = Object.entries(DIMENSION_SQL).map(([dimension, sql]) =>
    groupBy.some((wanted) => wanted === dimension) ? `${sql} AS "${dimension}"` : `NULL AS "${dimension}"`,
  );
  const sum = (column: string, name: string) => `coalesce(sum(${column}), 0) AS ${name}`;
  const metrics = [
    'count(*) AS calls',
    sum("status = 'COMPLETED'", 'completed'),
    sum("status = 'FAILED'", 'failed'),
    sum("status = 'CANCELLED'", 'cancelled'),
    sum("status = 'RUNNING'", 'running'),
    sum('attempt_count', 'attempts'),
    sum('fresh_input_tokens', 'fresh_input'),
    sum('cache_read_tokens', 'cache_read'),
    sum('cache_write_tokens', 'cache_write'),
    sum('output_tokens', 'output'),
    sum('reasoning_tokens', 'reasoning'),
    sum('prompt_nano', 'prompt_nano'),
    sum('completion_nano', 'completion_nano'),
    sum('total_nano', 'total_nano'),
  ];
  const groups = groupBy.map((dimension) => DIMENSION_SQL[dimension]).join(', ');
  return `SELECT ${[...dimensions, ...metrics].join(', ')} FROM calls WHERE ${conditions.join(' AND ')}
    ${groups === '' ? '' : `GROUP BY ${groups}`} HAVING count(*) > 0`;
}

function toUsageRow(row: AggregateRow): UsageRow {
  return {
    agentId: row.agent,
    model: row.model,
    capabilityType: row.capability,
    quarterStart: row.day === null ? null : Number(row.day),
    metrics: {
      calls: Number(row.calls),
      completed: Number(row.completed),
      failed: Number(row.failed),
      cancelled: Number(row.cancelled),
      running: Number(row.running),
      attempts: Number(row.attempts),
      tokens: {
        freshInput: Number(row.fresh_input),
        cacheRead: Number(row.cache_read),
        cacheWrite: Number(row.cache_write),
        output: Number(row.output),
        reasoning: Number(row.reasoning),
      },
      promptCostNano: row.prompt_nano,
      completionCostNano: row.completion_nano,
      totalCostNano: row.total_nano,
    },
  };
}
