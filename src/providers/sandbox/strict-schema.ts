import { isObject } from '../../domain/token/json-text.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Keywords that strict mode does not take ("Supported schemas" of OpenAI's guide to structured outputs). */
const REFUSED = [
  ...['allOf', 'oneOf', 'not', 'dependentRequired', 'dependentSchemas', 'if', 'then', 'else'],
  ...['patternProperties', 'unevaluatedProperties', 'uniqueItems', 'contains', 'propertyNames'],
];
/** "A schema may have up to … 10 levels of nesting" (the same). */
const LEVELS_MAX = 10;

/** Why OpenAI refuses a schema with `strict: true`, in its words; null when it takes it. */
export function strictSchemaError(schema: Schema): string | null {
  if (schema['type'] !== 'object') {
    return `schema must be a JSON Schema of 'type: "object"', got 'type: ${JSON.stringify(schema['type'] ?? 'None')}'.`;
  }
  return errorIn(schema, [], 0);
}

function errorIn(schema: unknown, context: readonly string[], level: number): string | null {
  if (!isObject(schema)) return null;
  const at = `In context=(${context.map((step) => `'${step}'`).join(', ')}),`;
  const refused = REFUSED.find((keyword) => keyword in schema);
  if (refused !== undefined) return `${at} '${refused}' is not permitted.`;
  const isObjectSchema = schema['type'] === 'object' || isObject(schema['properties']);
  const inner = isObjectSchema ? level + 1 : level;
  if (inner > LEVELS_MAX) return `${at} ${LEVELS_MAX} levels of nesting exceeded.`;
  if (isObjectSchema) {
    const problem = objectError(schema, at);
    if (problem !== null) return problem;
  }
  for (const [steps, child] of childrenOf(schema)) {
    const problem = errorIn(child, [...context, ...steps], inner);
    if (problem !== null) return problem;
  }
  return null;
}

function objectError(schema: Schema, at: string): string | null {
  if (schema['additionalProperties'] !== false) {
    return `${at} 'additionalProperties' is required to be supplied and to be false.`;
  }
  const names = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const missing = names.find((name) => !required.includes(name));
  if (missing === undefined) return null;
  return `${at} 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
}

function childrenOf(schema: Schema): [string[], unknown][] {
  const named = ['properties', '$defs', 'definitions'].flatMap((keyword) => {
    const children = schema[keyword];
    if (!isObject(children)) return [];
    return Object.entries(children).map(([name, child]): [string[], unknown] => [[keyword, name], child]);
  });
  const listed = ['anyOf', 'prefixItems'].flatMap((keyword) => {
    const children: unknown = schema[keyword];
    if (!Array.isArray(children)) return [];
    return children.map((child: unknown, index): [string[], unknown] => [[keyword, String(index)], child]);
  });
  return [...named, ...listed, [['items'], schema['items']]];
}
