import { ACCESS_SCHEMA } from './access-schema.ts';
import { INDEX_SCHEMA } from './index-schema.ts';
import { WEBHOOK_SCHEMA } from './webhook-schema.ts';

/**
 * The schema, as the steps that lead to it: step n takes a database from version n - 1 to n. A step that was released is
 * never changed. Money is in nano-dollars, instants are UTC milliseconds, and `project_id` comes first in every key.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE schema_versions (
    number INTEGER PRIMARY KEY,
    applied_by TEXT NOT NULL
  ) STRICT;

  CREATE TABLE budgets (
    project_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    scope TEXT NOT NULL,
    scope_key TEXT NOT NULL,
    amount_nano INTEGER NOT NULL CHECK (amount_nano >= 0),
    period TEXT NOT NULL,
    warning_thresholds TEXT NOT NULL,
    hard INTEGER NOT NULL CHECK (hard IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    PRIMARY KEY (project_id, id)
  ) STRICT;
  CREATE INDEX budgets_by_scope ON budgets (project_id, scope_key, id) WHERE deleted_at IS NULL;

  CREATE TABLE budget_periods (
    project_id TEXT NOT NULL,
    budget_id TEXT NOT NULL,
    period_key TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    spent_nano INTEGER NOT NULL CHECK (spent_nano >= 0),
    held_nano INTEGER NOT NULL CHECK (held_nano >= 0),
    warned_thresholds TEXT NOT NULL,
    reported_used_up INTEGER NOT NULL CHECK (reported_used_up IN (0, 1)),
    PRIMARY KEY (project_id, budget_id, period_key),
    FOREIGN KEY (project_id, budget_id) REFERENCES budgets (project_id, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE calls (
    project_id TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    sandbox INTEGER NOT NULL CHECK (sandbox IN (0, 1)),
    agent_id TEXT,
    capability_type TEXT,
    tags TEXT NOT NULL,
    api_key_id TEXT,
    started_at INTEGER NOT NULL,
    max_tokens INTEGER NOT NULL,
    worst_usage TEXT NOT NULL,
    worst_prompt_nano INTEGER NOT NULL,
    worst_completion_nano INTEGER NOT NULL,
    worst_total_nano INTEGER NOT NULL CHECK (worst_total_nano >= 0),
    worst_price_version TEXT NOT NULL,
    held_nano INTEGER NOT NULL CHECK (held_nano >= 0),
    hold_state TEXT NOT NULL CHECK (hold_state IN ('held', 'settled', 'released', 'presumed_spent')),
    lease_until INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    finished_at INTEGER,
    fresh_input_tokens INTEGER,
    cache_read_tokens INTEGER,
    cache_write_tokens INTEGER,
    output_tokens INTEGER,
    reasoning_tokens INTEGER,
    usage_estimated INTEGER,
    prompt_nano INTEGER,
    completion_nano INTEGER,
    total_nano INTEGER CHECK (total_nano >= 0 AND total_nano = prompt_nano + completion_nano),
    cost_basis TEXT,
    price_version TEXT,
    output TEXT,
    error TEXT,
    attempt_count INTEGER NOT NULL,
    time_to_first_token_ms INTEGER,
    over_hold INTEGER NOT NULL CHECK (over_hold IN (0, 1)),
    PRIMARY KEY (project_id, operation_id),
    CHECK ((status = 'RUNNING') = (hold_state = 'held')),
    CHECK ((status = 'RUNNING') = (total_nano IS NULL))
  ) STRICT;
  CREATE INDEX calls_running ON calls (lease_until) WHERE hold_state = 'held';
  CREATE INDEX calls_by_start ON calls (project_id, started_at, operation_id);
  CREATE INDEX calls_by_agent ON calls (project_id, agent_id, started_at, operation_id);
  CREATE INDEX calls_by_model ON calls (project_id, model, started_at, operation_id);

  CREATE TABLE holds (
    project_id TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    budget_id TEXT NOT NULL,
    period_key TEXT NOT NULL,
    amount_nano INTEGER NOT NULL CHECK (amount_nano >= 0),
    state TEXT NOT NULL CHECK (state IN ('held', 'settled', 'released', 'presumed_spent')),
    charged_nano INTEGER CHECK (charged_nano >= 0),
    PRIMARY KEY (project_id, operation_id, budget_id),
    FOREIGN KEY (project_id, operation_id) REFERENCES calls (project_id, operation_id),
    FOREIGN KEY (project_id, budget_id, period_key) REFERENCES budget_periods (project_id, budget_id, period_key),
    CHECK ((state = 'held') = (charged_nano IS NULL))
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE attempts (
    project_id TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    usage TEXT,
    prompt_nano INTEGER NOT NULL,
    completion_nano INTEGER NOT NULL,
    total_nano INTEGER NOT NULL CHECK (total_nano >= 0 AND total_nano = prompt_nano + completion_nano),
    cost_basis TEXT NOT NULL,
    price_version TEXT,
    finish_reason TEXT,
    error TEXT,
    request_id TEXT,
    PRIMARY KEY (project_id, operation_id, number),
    FOREIGN KEY (project_id, operation_id) REFERENCES calls (project_id, operation_id)
  ) STRICT, WITHOUT ROWID;

  -- What was booked, in the order of its booking; the sum over a call's entries is the call's cost.
  CREATE TABLE cost_entries (
    project_id TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('settlement', 'presumption', 'correction')),
    booked_at INTEGER NOT NULL,
    prompt_nano INTEGER NOT NULL,
    completion_nano INTEGER NOT NULL,
    total_nano INTEGER NOT NULL CHECK (total_nano = prompt_nano + completion_nano),
    cost_basis TEXT NOT NULL,
    price_version TEXT,
    PRIMARY KEY (project_id, operation_id, number),
    FOREIGN KEY (project_id, operation_id) REFERENCES calls (project_id, operation_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER cost_entries_are_final BEFORE UPDATE ON cost_entries
    BEGIN SELECT RAISE(ABORT, 'a cost entry is never changed; book a correction'); END;

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    at INTEGER NOT NULL,
    agent_id TEXT,
    operation_id TEXT,
    capability_type TEXT,
    model TEXT,
    budget_id TEXT,
    payload TEXT NOT NULL
  ) STRICT;

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE instances (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    alive_until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- One row that a health check writes.
  CREATE TABLE health (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    checks INTEGER NOT NULL
  ) STRICT;
  INSERT INTO health (id, checks) VALUES (1, 0);
  `,
  `
  CREATE TABLE model_prices (
    project_id TEXT NOT NULL,
    version TEXT NOT NULL,
    model TEXT NOT NULL,
    effective_from INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    tiers TEXT NOT NULL,
    PRIMARY KEY (project_id, version)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE calls ADD COLUMN requested_models TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE calls ADD COLUMN cancel_requested_at INTEGER;
  ALTER TABLE calls ADD COLUMN prompt_tokens_saved INTEGER;
  ALTER TABLE attempts ADD COLUMN model_family TEXT NOT NULL DEFAULT '';
  ALTER TABLE holds ADD COLUMN scope_key TEXT NOT NULL DEFAULT '';

  -- until now a call had one model
  UPDATE calls SET requested_models = json_array(model);
  `,
  `
  CREATE TABLE templates (
    project_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    tags TEXT NOT NULL,
    latest INTEGER NOT NULL CHECK (latest >= 1),
    labels TEXT NOT NULL,
    moves INTEGER NOT NULL,
    author TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER,
    search_text TEXT NOT NULL,
    PRIMARY KEY (project_id, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE template_versions (
    project_id TEXT NOT NULL,
    template_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    publish_id TEXT NOT NULL,
    content TEXT NOT NULL,
    note TEXT,
    author TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (project_id, template_id, number),
    FOREIGN KEY (project_id, template_id) REFERENCES templates (project_id, id)
  ) STRICT;
  CREATE TRIGGER template_versions_are_final BEFORE UPDATE ON template_versions
    BEGIN SELECT RAISE(ABORT, 'a version is never changed; publish another one'); END;

  CREATE TABLE template_label_moves (
    project_id TEXT NOT NULL,
    template_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    move_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('move', 'rollback', 'removal')),
    label TEXT NOT NULL,
    from_version INTEGER,
    to_version INTEGER,
    moved_by TEXT NOT NULL,
    at INTEGER NOT NULL,
    note TEXT,
    PRIMARY KEY (project_id, template_id, number),
    FOREIGN KEY (project_id, template_id) REFERENCES templates (project_id, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX template_label_moves_by_label ON template_label_moves (project_id, template_id, label, number);

  ALTER TABLE calls ADD COLUMN template_id TEXT;
  ALTER TABLE calls ADD COLUMN template_version INTEGER;
  ALTER TABLE calls ADD COLUMN template_label TEXT;
  ALTER TABLE calls ADD COLUMN template_unknown TEXT;
  ALTER TABLE calls ADD COLUMN context TEXT;
  `,
  `
  ALTER TABLE calls ADD COLUMN finish_reason TEXT;
  ALTER TABLE calls ADD COLUMN error_category TEXT;
  UPDATE calls SET finish_reason = output ->> '$.finishReason', error_category = error ->> '$.category'
    WHERE status <> 'RUNNING';

  -- Quarters of an hour with finished calls. The version grows with every change of one of them; the quarter's rollup is up
  -- to date while it is of that version.
  CREATE TABLE usage_quarters (
    project_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    version INTEGER NOT NULL,
    rolled_up_version INTEGER NOT NULL,
    PRIMARY KEY (project_id, start)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO usage_quarters (project_id, start, version, rolled_up_version)
    SELECT DISTINCT project_id, started_at / 900000 * 900000, 1, 0 FROM calls WHERE status <> 'RUNNING';

  -- Sums over the finished calls of a quarter, of the hours of a UTC day, or of the day, in several views
  -- (src/domain/usage/view.ts); the bytes are those of src/domain/usage/section.ts. The version is that of the quarter, or the
  -- sum of those of the day's quarters.
  CREATE TABLE usage_rollups (
    project_id TEXT NOT NULL,
    grain TEXT NOT NULL CHECK (grain IN ('quarter', 'hour', 'day')),
    view TEXT NOT NULL,
    start INTEGER NOT NULL,
    version INTEGER NOT NULL,
    numbers BLOB NOT NULL,
    histograms BLOB NOT NULL,
    PRIMARY KEY (project_id, grain, view, start)
  ) STRICT;

  -- What people and programs thought of a call: one entry for each name of each API key.
  CREATE TABLE feedback (
    project_id TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- of the key that gave it; empty for the admin key
    api_key_id TEXT NOT NULL,
    call_started_at INTEGER NOT NULL,
    -- in millionths
    score_micro INTEGER,
    label TEXT,
    comment TEXT,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (project_id, operation_id, name, api_key_id),
    FOREIGN KEY (project_id, operation_id) REFERENCES calls (project_id, operation_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX feedback_by_start ON feedback (project_id, call_started_at);
  `,
  `
  CREATE INDEX events_by_operation ON events (project_id, operation_id, seq);
  CREATE INDEX events_by_agent ON events (project_id, agent_id, seq);
  CREATE INDEX events_by_budget ON events (project_id, budget_id, seq) WHERE budget_id IS NOT NULL;
  `,
  WEBHOOK_SCHEMA,
  ACCESS_SCHEMA,
  `
  -- What is kept of what calls are asked; a row for each call with content that is still to be reduced or removed.
  CREATE TABLE call_contents (
    project_id TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    stored_at INTEGER NOT NULL,
    policy TEXT NOT NULL CHECK (policy IN ('off', 'hash', 'redacted', 'full')),
    input TEXT,
    input_hash TEXT,
    output_hash TEXT,
    is_reduced INTEGER NOT NULL CHECK (is_reduced IN (0, 1)),
    PRIMARY KEY (project_id, operation_id),
    FOREIGN KEY (project_id, operation_id) REFERENCES calls (project_id, operation_id)
  ) STRICT;
  CREATE INDEX call_contents_by_time ON call_contents (stored_at);
  CREATE INDEX call_contents_to_reduce ON call_contents (stored_at) WHERE is_reduced = 0;
  INSERT INTO call_contents (project_id, operation_id, stored_at, policy, is_reduced)
    SELECT project_id, operation_id, started_at, 'full', 1 FROM calls WHERE output IS NOT NULL OR status = 'RUNNING';

  -- whether it was told that the period will spend more than the amount
  ALTER TABLE budget_periods ADD COLUMN forecast_told INTEGER NOT NULL DEFAULT 0 CHECK (forecast_told IN (0, 1));
  `,
  `
  -- A project's own keys at providers, sealed: see SecretBox.
  CREATE TABLE provider_keys (
    project_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    sealed_key TEXT NOT NULL,
    hint TEXT NOT NULL,
    base_url TEXT,
    set_at INTEGER NOT NULL,
    set_by TEXT NOT NULL,
    PRIMARY KEY (project_id, provider)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The amount that it was said to spend more than, so that a higher one is judged anew.
  ALTER TABLE budget_periods ADD COLUMN forecast_told_nano INTEGER;
  UPDATE budget_periods SET forecast_told_nano = (SELECT amount_nano FROM budgets
    WHERE budgets.project_id = budget_periods.project_id AND budgets.id = budget_periods.budget_id) WHERE forecast_told = 1;
  ALTER TABLE budget_periods DROP COLUMN forecast_told;
  `,
  INDEX_SCHEMA,
  `
  -- What was used of the limits by model: two instants in nanoseconds by the model that the limit names.
  ALTER TABLE rate_uses ADD COLUMN models TEXT NOT NULL DEFAULT '{}';
  `,
  `
  -- JSON of every version of a template whose text is in the prompt; null for calls that have none, or are older than this.
  ALTER TABLE calls ADD COLUMN template_versions TEXT;
  `,
  `
  -- Those that may have asked several models.
  CREATE INDEX calls_with_attempts ON calls (project_id, started_at) WHERE attempt_count > 1;
  `,
];
