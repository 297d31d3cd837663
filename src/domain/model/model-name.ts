/** How a provider dates the names of its snapshots: `-2024-08-06` or `-0613`; `-20250929`. */
export type SnapshotFormat = 'dashed' | 'compact';

const MONTH_DAY = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';
const SNAPSHOTS: Readonly<Record<SnapshotFormat, RegExp>> = {
  dashed: new RegExp(`^(.+?)-(?:20\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])|${MONTH_DAY})$`),
  compact: new RegExp(`^(.+?)-20\\d\\d${MONTH_DAY}$`),
};

/**
 * The model that a dated name is a snapshot of: `gpt-4o` of `gpt-4o-2024-08-06`, `gpt-4` of `gpt-4-0613`, and in the compact
 * format `claude-opus-4-5` of `claude-opus-4-5-20251101`; null for any other name, and for one that is dated twice.
 */
export function snapshotOf(name: string, format: SnapshotFormat): string | null {
  const base = SNAPSHOTS[format].exec(name)?.[1] ?? null;
  return base === null || Object.values(SNAPSHOTS).some((pattern) => pattern.test(base)) ? null : base;
}

/**
 * `ft:<base>:<organisation>:<suffix, may be empty>:<id>`, and `:ckpt-step-<n>` for a checkpoint, as OpenAI's
 * fine-tuning guide shows them (developers.openai.com/api/docs/guides/supervised-fine-tuning).
 */
const FINE_TUNE = /^ft:([^:]+):[^:]+:[^:]*:[^:]+(?::ckpt-step-\d+)?$/;

/**
 * The model that a fine-tuned one was made from: `gpt-4o-2024-08-06` of `ft:gpt-4o-2024-08-06:acme::9x2b`;
 * null for any other name.
 */
export function fineTuneOf(name: string): string | null {
  return FINE_TUNE.exec(name)?.[1] ?? null;
}

/** The two parts of `provider/model`, split at the first slash: ids of models may have slashes too. Null without a slash. */
export function splitQualifiedName(name: string): { provider: string; id: string } | null {
  const slash = name.indexOf('/');
  return slash === -1 ? null : { provider: name.slice(0, slash), id: name.slice(slash + 1) };
}
