import { z } from 'zod';

const LABEL_MAX_LENGTH = 200;

/** Ids and labels that callers choose: short, and without control characters. */
export function labelSchema(maxLength = LABEL_MAX_LENGTH) {
  const pattern = new RegExp(`^[^\\u0000-\\u001f\\u007f]{1,${maxLength}}$`);
  return z.string().regex(pattern, `must be 1 to ${maxLength} characters without control characters`);
}

/** A number from `least` to `most`, both included. */
export function rangeSchema(least: number, most: number) {
  const accepted = `must be a number from ${least} to ${most}`;
  return z.number(accepted).min(least, accepted).max(most, accepted);
}

/** A whole number from `least` to `most`, both included. */
export function integerSchema(least: number, most: number) {
  const accepted = `must be a whole number from ${least} to ${most}`;
  return z.number(accepted).int(accepted).min(least, accepted).max(most, accepted);
}

/** GraphQL says null where it may leave a field out; the domain knows only `undefined`. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}
