import type { Difference, ProjectSpan } from '../../domain/verify/book-store.ts';
import { formatUsd } from '../../lib/money.ts';
import type { Database } from './database.ts';

interface CallSums {
  project_id: string;
  operation_id: string;
  cost: bigint | null;
  booked: bigint | null;
  attempted: bigint | null;
  attempts: bigint;
  attempt_count: bigint;
}

/** Calls that are booked at something else than they cost, or whose attempts cost something else. */
const MISBOOKED_CALLS = `
  WITH
    booked AS (SELECT project_id, operation_id, sum(prompt_nano) AS prompt, sum(completion_nano) AS completion
      FROM cost_entries GROUP BY project_id, operation_id),
    attempted AS (SELECT project_id, operation_id, count(*) AS attempts, sum(prompt_nano) AS prompt,
      sum(completion_nano) AS completion FROM attempts GROUP BY project_id, operation_id)
  SELECT calls.project_id, calls.operation_id, total_nano AS cost, booked.prompt + booked.completion AS booked,
    attempted.prompt + attempted.completion AS attempted, coalesce(attempts, 0) AS attempts, attempt_count
  FROM calls LEFT JOIN booked USING (project_id, operation_id) LEFT JOIN attempted USING (project_id, operation_id)
  WHERE coalesce(prompt_nano, 0) <> coalesce(booked.prompt, 0)
    OR coalesce(completion_nano, 0) <> coalesce(booked.completion, 0)
    OR attempt_count <> coalesce(attempts, 0)
    OR (attempts > 0 AND (prompt_nano <> attempted.prompt OR completion_nano <> attempted.completion))
  LIMIT ?`;

/** Periods whose ledger says something else than their holds, and holds on a period that has no ledger. */
const MISLED_PERIODS = `
  WITH charges AS (
    SELECT project_id, budget_id, period_key, coalesce(sum(charged_nano), 0) AS charged,
      sum(CASE WHEN state = 'held' THEN amount_nano ELSE 0 END) AS open
    FROM holds GROUP BY project_id, budget_id, period_key)
  SELECT project_id, budget_id, period_key, spent_nano AS spent, held_nano AS held,
    coalesce(charged, 0) AS charged, coalesce(open, 0) AS open
  FROM budget_periods LEFT JOIN charges USING (project_id, budget_id, period_key)
  WHERE spent_nano <> coalesce(charged, 0) OR held_nano <> coalesce(open, 0)
  UNION ALL
  SELECT project_id, budget_id, period_key, NULL, NULL, charged, open
  FROM charges LEFT JOIN budget_periods USING (project_id, budget_id, period_key) WHERE spent_nano IS NULL
  LIMIT ?`;

/** Holds that are not as their call, or whose charge is not what chargeOf (src/domain/budget/charge.ts) says. */
const MISSTATED_HOLDS = `
  WITH charges AS (
    SELECT holds.project_id, holds.operation_id, budget_id, state, hold_state, charged_nano AS charged, total_nano AS cost,
      CASE
        WHEN state = 'held' THEN NULL
        WHEN scope_key NOT LIKE 'model:%' THEN total_nano
        ELSE coalesce((
          SELECT CASE WHEN count(*) = 0 THEN NULL ELSE
            sum(iif(scope_key IN ('model:' || attempts.model, 'model:' || model_family), attempts.total_nano, 0)) END
          FROM attempts WHERE attempts.project_id = holds.project_id AND attempts.operation_id = holds.operation_id
        ), total_nano)
      END AS expected
    FROM holds LEFT JOIN calls USING (project_id, operation_id))
  SELECT * FROM charges WHERE state IS NOT hold_state OR charged IS NOT expected LIMIT ?`;

/** Calls and rollups, so that a rollup whose calls are gone is looked at. */
const PROJECT_SPANS = `
  SELECT project_id, sum(calls) AS calls, min(first) AS first, max(last) AS last FROM (
    SELECT project_id, count(*) AS calls, min(started_at) AS first, max(started_at) AS last FROM calls GROUP BY project_id
    UNION ALL
    SELECT project_id, 0, min(start), max(start) FROM usage_quarters GROUP BY project_id)
  GROUP BY project_id ORDER BY project_id`;

export function projectSpans(database: Database): ProjectSpan[] {
  return database
    .all<{ project_id: string; calls: bigint; first: bigint; last: bigint }>(PROJECT_SPANS)
    .map(({ project_id, calls, first, last }) => ({
      projectId: project_id,
      calls: Number(calls),
      firstStart: Number(first),
      lastStart: Number(last),
    }));
}

/** On one snapshot. */
export function bookDifferences(database: Database, limit: number): Difference[] {
  const calls = database.all<CallSums>(MISBOOKED_CALLS, limit).map((row) => ({
    projectId: row.project_id,
    message:
      `call ${row.operation_id} costs ${usd(row.cost)} USD, its cost entries add up to ${usd(row.booked)}, ` +
      `its ${row.attempts} of ${row.attempt_count} attempts to ${usd(row.attempted)}`,
  }));
  const periods = database
    .all<{
      project_id: string;
      budget_id: string;
      period_key: string;
      spent: bigint | null;
      held: bigint | null;
      charged: bigint;
      open: bigint;
    }>(MISLED_PERIODS, limit)
    .map((row) => ({
      projectId: row.project_id,
      message:
        `budget ${row.budget_id}, period ${row.period_key}: ` +
        (row.spent === null
          ? 'there is no ledger, '
          : `the ledger has spent ${usd(row.spent)} USD and holds ${usd(row.held)}, `) +
        `the calls were charged ${usd(row.charged)} USD and hold ${usd(row.open)}`,
    }));
  const holds = database
    .all<{
      project_id: string;
      operation_id: string;
      budget_id: string;
      state: string;
      hold_state: string | null;
      charged: bigint | null;
      cost: bigint | null;
      expected: bigint | null;
    }>(MISSTATED_HOLDS, limit)
    .map((row) => ({
      projectId: row.project_id,
      message:
        `call ${row.operation_id} is ${row.hold_state ?? 'gone'} and costs ${usd(row.cost)} USD, its hold on budget ` +
        `${row.budget_id} is ${row.state} and was charged ${usd(row.charged)} instead of ${usd(row.expected)}`,
    }));
  return [...calls, ...periods, ...holds];
}

function usd(amount: bigint | null): string {
  return formatUsd(amount ?? 0n);
}
