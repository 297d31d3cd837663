const SNAPSHOT =
  /^(.+?)-(?:20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$/;

/**
 * The model that a dated name is a snapshot of: `gpt-4o` of `gpt-4o-2024-08-06`, `gpt-4` of `gpt-4-0613`;
 * null for any other name, and for one that is dated twice.
 */
export function snapshotOf(name: string): string | null {
  const base = SNAPSHOT.exec(name)?.[1] ?? null;
  return base === null || SNAPSHOT.test(base) ? null : base;
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
