import { isObject } from '../../domain/token/json-text.ts';
import { flatten, listOf } from './schema/flat-schema.ts';
import { NoInstance } from './schema/instance-context.ts';

/**
 * The JSON text of a value of a schema as a model writes it that makes a mistake: `broken` is no JSON, `invalid` is not valid by the
 * schema (where the schema says anything), `fenced` stands between words and fences.
 */
export function mistakenJson(how: string, value: unknown, schema: unknown): string {
  const text = JSON.stringify(value);
  switch (how) {
    case 'broken':
      return isObject(value) || Array.isArray(value)
        ? text.slice(0, Math.ceil(text.length / 2))
        : `{"value":${text}`;
    case 'invalid':
      return JSON.stringify(invalidValue(value, schema));
    case 'fenced':
      return `Here it is:\n\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n\nIs there anything else?`;
    default:
      return text;
  }
}

/** Without a property that is required, or of another type. */
function invalidValue(value: unknown, schema: unknown): unknown {
  const [required] = requiredOf(schema);
  if (isObject(value) && required !== undefined) {
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== required));
  }
  return typeof value === 'string' ? 0 : 'not what was asked for';
}

function requiredOf(schema: unknown): string[] {
  try {
    return listOf(flatten(schema, schema).keywords['required'] ?? []).map(String);
  } catch (error) {
    if (error instanceof NoInstance) return [];
    throw error;
  }
}
