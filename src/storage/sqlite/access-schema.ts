/** The step of the schema for who gets in, to what, how much, and what they changed. A released step is never changed. */
export const ACCESS_SCHEMA = `
  CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO projects (id, name, created_at) VALUES ('default', 'Default', unixepoch() * 1000);

  CREATE TABLE api_keys (
    project_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'agent', 'admin')),
    agent_ids TEXT,
    models TEXT,
    limits TEXT NOT NULL,
    secrets TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    last_used_at INTEGER,
    PRIMARY KEY (project_id, id)
  ) STRICT;

  -- Which key a hash opens: nobody's project is known before that.
  CREATE TABLE api_key_hashes (
    hash TEXT PRIMARY KEY,
    project_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    FOREIGN KEY (project_id, key_id) REFERENCES api_keys (project_id, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit_log (
    project_id TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    action TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (project_id, at, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER audit_log_is_final BEFORE UPDATE ON audit_log
    BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END;
  CREATE TRIGGER audit_log_is_kept BEFORE DELETE ON audit_log
    BEGIN SELECT RAISE(ABORT, 'an audit entry is never removed'); END;

  -- What the rate limits of a key have let through; instants in nanoseconds, see RateUse.
  CREATE TABLE rate_uses (
    project_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    requests_until INTEGER NOT NULL,
    tokens_until INTEGER NOT NULL,
    slots TEXT NOT NULL,
    PRIMARY KEY (project_id, key_id)
  ) STRICT, WITHOUT ROWID;
  `;
