import type { z } from 'zod';
import { ValidationError } from './errors.ts';

/** What a schema found wrong: the shape that zod and every Standard Schema library report. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The typed error of a failed validation; `prefix` parts at the head of each path are left out. */
export function toValidationError(
  issues: readonly SchemaIssue[],
  prefix: readonly string[] = [],
): ValidationError {
  return new ValidationError(
    issues.map((issue) => {
      const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
      const shown = prefix.every((part, index) => path[index] === part) ? path.slice(prefix.length) : path;
      return { path: shown.join('.'), message: issue.message };
    }),
  );
}

/** The value as the schema gives it. Throws ValidationError with a problem for each wrong field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw toValidationError(result.error.issues);
  return result.data;
}

/** Runs a check whose problems are about one field of an input, and puts the field's path in place of their first word. */
export function atPath<Checked>(path: string, check: () => Checked): Checked {
  const moved = (error: unknown): unknown => {
    if (!(error instanceof ValidationError)) return error;
    return new ValidationError(
      error.fields.map((field) => ({ ...field, path: [path, ...field.path.split('.').slice(1)].join('.') })),
    );
  };
  try {
    const checked = check();
    if (!(checked instanceof Promise)) return checked;
    return checked.catch((error: unknown) => {
      throw moved(error);
    }) as Checked;
  } catch (error) {
    throw moved(error);
  }
}
