/** The step of the schema for what would be looked for among all rows without it. A released step is never changed. */
export const INDEX_SCHEMA = `
  CREATE INDEX events_by_project ON events (project_id, seq);
  CREATE INDEX events_by_topic ON events (project_id, topic, seq);

  -- The version that is in the rollup of its day.
  ALTER TABLE usage_quarters ADD COLUMN day_version INTEGER NOT NULL DEFAULT 0;
  UPDATE usage_quarters SET day_version = version WHERE EXISTS (
    SELECT 1 FROM usage_rollups AS days
    WHERE days.project_id = usage_quarters.project_id AND days.grain = 'day' AND days.view = 'total'
      AND days.start = usage_quarters.start / 86400000 * 86400000
      AND days.version = (
        SELECT sum(version) FROM usage_quarters AS quarters WHERE quarters.project_id = days.project_id
          AND quarters.start >= days.start AND quarters.start < days.start + 86400000));
  CREATE INDEX usage_quarters_stale ON usage_quarters (start) WHERE version <> rolled_up_version;
  CREATE INDEX usage_quarters_of_stale_days ON usage_quarters (start) WHERE version <> day_version;
`;
