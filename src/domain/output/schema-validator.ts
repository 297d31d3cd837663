import type { JsonSchema } from './json-schema.ts';

/** One thing that is wrong with a value, in words that whoever wrote the value can act on. */
export interface SchemaProblem {
  /** JSON pointer to the place in the value, `` for the whole. */
  path: string;
  message: string;
}

export const MAX_SCHEMA_PROBLEMS = 20;

export type SchemaVerdict =
  | { kind: 'valid' }
  /** At least one problem, and at most MAX_SCHEMA_PROBLEMS of those that were found. */
  | { kind: 'invalid'; problems: readonly SchemaProblem[] }
  /** The value could not be checked within the limits: it is not known to be valid. */
  | { kind: 'undecided'; reason: string };

export interface CompiledSchema {
  readonly schema: JsonSchema;
  /** Takes JSON: what JSON.parse gives. Never rejects. */
  validate(value: unknown): Promise<SchemaVerdict>;
}

/** Checks values against the schemas of callers without holding the event loop, whatever the schema and the value. */
export interface SchemaValidator {
  /**
   * Throws ValidationError (paths start with `schema`) when it is no JSON Schema of draft 2020-12 or 07, is beyond
   * SCHEMA_LIMITS, refers to something outside itself, has a pattern that can't be matched in linear time, or takes
   * too long to compile. Formats are not checked.
   */
  compile(schema: unknown): Promise<CompiledSchema>;
  close(): Promise<void>;
}

/** The problems as one text for a model that is asked to correct its answer. */
export function formatProblems(problems: readonly SchemaProblem[]): string {
  return problems
    .map(({ path, message }) => `- ${path === '' ? 'the whole value' : path}: ${message}`)
    .join('\n');
}
