import { z } from 'zod';

/**
 * A variable of the environment: what --help, .env.example and the README's table say of it. `schema` gets the text,
 * or undefined when the variable is absent and has no default.
 */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  /** Null when there is none: the variable is off while it is absent. */
  default: string | null;
  meaning: string;
  accepted: string;
  /** Its value is never shown, and can be read from a file. */
  secret?: true;
  /** It can be read from a file although it is not all secret: it may hold a password. */
  fromFile?: true;
  /** As a flag it needs no value. */
  isSwitch?: true;
}

/** What the schemas of a group of variables give. */
export type ValuesOf<Variables extends Record<string, Variable>> = {
  [Name in keyof Variables]: z.output<Variables[Name]['schema']>;
};

export function variable<Schema extends z.ZodType>(parts: Variable<Schema>): Variable<Schema> {
  return parts;
}

export function wholeNumber(fallback: number, min: number, max: number, meaning: string) {
  return variable({
    schema: z
      .string()
      .regex(/^\d{1,12}$/)
      .transform(Number)
      .pipe(z.number().min(min).max(max)),
    default: String(fallback),
    meaning,
    accepted: `a whole number from ${min} to ${max}`,
  });
}

export function choice<const Options extends readonly string[]>(
  options: Options,
  fallback: Options[number],
  meaning: string,
) {
  return variable({
    schema: z.enum(options),
    default: fallback,
    meaning,
    accepted: `one of ${options.join(', ')}`,
  });
}

export function toggle(fallback: boolean, meaning: string) {
  return variable({
    schema: z.enum(['true', 'false']).transform((value) => value === 'true'),
    default: String(fallback),
    meaning,
    accepted: 'true or false',
    isSwitch: true,
  });
}
