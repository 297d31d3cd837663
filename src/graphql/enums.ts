import type { Builder } from './builder.ts';

/** Values of an enum whose names are the domain's words in upper case: `rate_limit` is RATE_LIMIT. Each is described. */
export function upperCaseEnum<Value extends string>(
  builder: Builder,
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
) {
  const entries = Object.entries<string>(values).map(([value, valueDescription]) => [
    value.toUpperCase(),
    { value: value as Value, description: valueDescription },
  ]);
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(entries) as Record<string, { value: Value; description: string }>,
  });
}
