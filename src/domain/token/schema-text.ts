import { isObject, jsonText } from './json-text.ts';

/** A schema inside this many is counted as JSON: OpenAI takes no more than ten levels where it checks a schema. */
const DEPTH_MAX = 32;
const INDENT_LEVELS_MAX = 8;

/** What a schema's text is made from, or not counted: the others are added as a comment. */
const KNOWN_KEYWORDS: ReadonlySet<string> = new Set([
  ...['$schema', '$id', '$ref', '$defs', 'definitions', 'strict'],
  ...['type', 'title', 'description', 'examples', 'default', 'nullable', 'enum', 'const'],
  ...['properties', 'required', 'additionalProperties', 'items', 'prefixItems', 'anyOf', 'oneOf', 'allOf'],
]);

type Schema = Readonly<Record<string, unknown>>;

/** Shared by all schemas of a request. */
export interface ReferenceBudget {
  /** References are written out while it is above 0: ten that refer to ten each make millions of lines. */
  charactersLeft: number;
}

interface Rendering {
  root: unknown;
  /** How many schemas the text is inside of. */
  depth: number;
  /** The references that the text is inside of. */
  open: Set<string>;
  budget: ReferenceBudget;
}

/**
 * A JSON Schema as the TypeScript type that a model reads in its place, or null for one that has no properties:
 * a function without arguments.
 *
 * The format is that of OpenAI's harmony renderer (github.com/openai/harmony, docs/format.md, "Function calling"), with the
 * indentation that the published counts show. What that renderer leaves out is added, so that the text is not
 * shorter than what is sent: references in full, constants, and the constraints as comments. Never throws, and
 * takes time in proportion to its text, whatever the value is.
 */
export function schemaText(schema: unknown, budget: ReferenceBudget): string | null {
  if (!isObject(schema) || !hasType(schema)) return null;
  const rendering = { root: schema, depth: 0, open: new Set<string>(), budget };
  const comments = [
    ...commentOf(schema['description'], 0),
    ...constraintsOf(schema).map((text) => `// ${text}`),
  ];
  return [...comments, typeText(schema, 0, rendering)].join('\n');
}

function hasType(schema: Schema): boolean {
  const { properties } = schema as { properties?: unknown };
  if (isObject(properties) && Object.keys(properties).length > 0) return true;
  return ['$ref', 'anyOf', 'oneOf', 'allOf', 'patternProperties'].some((keyword) => keyword in schema);
}

/** `level` is that of the properties of an object, should the schema be one. */
function typeText(schema: unknown, level: number, rendering: Rendering): string {
  if (!isObject(schema)) return 'any';
  if (rendering.depth >= DEPTH_MAX) return jsonText(schema);
  rendering.depth += 1;
  const text = objectSchemaText(schema, level, rendering);
  rendering.depth -= 1;
  return text;
}

function objectSchemaText(schema: Schema, level: number, rendering: Rendering): string {
  const { $ref: reference } = schema as { $ref?: unknown };
  if (typeof reference === 'string') return referenceText(reference, level, rendering);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => jsonText(value)).join(' | ');
  if ('const' in schema) return jsonText(schema['const']);
  const parts = [
    ...(['anyOf', 'oneOf'] as const).map((keyword) => variantsText(schema[keyword], ' | ', level, rendering)),
    variantsText(schema['allOf'], ' & ', level, rendering),
  ].filter((part) => part !== null);
  const types = Array.isArray(schema['type']) ? (schema['type'] as unknown[]) : [schema['type']];
  if (parts.length === 0 || schema['type'] !== undefined) {
    parts.unshift(types.map((type) => namedTypeText(type, schema, level, rendering)).join(' | '));
  }
  return parts.join(' & ');
}

function referenceText(reference: string, level: number, rendering: Rendering): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1) || 'any';
  const target = targetOf(reference, rendering.root);
  if (target === undefined || rendering.open.has(reference) || rendering.budget.charactersLeft <= 0)
    return name;
  rendering.open.add(reference);
  const text = typeText(target, level, rendering);
  rendering.open.delete(reference);
  rendering.budget.charactersLeft -= text.length;
  return text;
}

/** The value at a JSON pointer such as `#/$defs/Address`. */
function targetOf(reference: string, root: unknown): unknown {
  if (!reference.startsWith('#')) return undefined;
  const steps = reference.split('/').slice(1);
  return steps.reduce<unknown>((value, step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, root);
}

function variantsText(
  variants: unknown,
  separator: string,
  level: number,
  rendering: Rendering,
): string | null {
  if (!Array.isArray(variants)) return null;
  return variants
    .map((variant: unknown) => {
      const comments = isObject(variant) ? trailingComments(variant, [variant['description']]) : '';
      return `${typeText(variant, level, rendering)}${comments}`;
    })
    .join(separator);
}

function namedTypeText(type: unknown, schema: Schema, level: number, rendering: Rendering): string {
  if (type === 'array') return `${itemsText(schema, level, rendering)}[]`;
  if (type === 'integer') return 'number';
  if (type === 'object' || (type === undefined && isObject(schema['properties'])))
    return objectText(schema, level, rendering);
  return typeof type === 'string' ? type : 'any';
}

function itemsText(schema: Schema, level: number, rendering: Rendering): string {
  const items = Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : [schema['items']];
  return items
    .map((item: unknown) => {
      const comments = isObject(item) ? trailingComments(item, [item['title'], item['description']]) : '';
      return `${typeText(item, level, rendering)}${comments}`;
    })
    .join(', ');
}

function objectText(schema: Schema, level: number, rendering: Rendering): string {
  const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  const required = Array.isArray(schema['required']) ? new Set<unknown>(schema['required']) : new Set();
  const lines = properties.flatMap(([name, property]) =>
    propertyLines(required.has(name) ? name : `${name}?`, property, level, rendering),
  );
  const additional = schema['additionalProperties'];
  if (isObject(additional)) lines.push(...propertyLines('[key: string]', additional, level, rendering));
  return ['{', ...lines, `${indentOf(level - 1)}}`].join('\n');
}

function propertyLines(name: string, schema: unknown, level: number, rendering: Rendering): string[] {
  const line = `${indentOf(level)}${name}: ${typeText(schema, level + 1, rendering)}`;
  if (!isObject(schema)) return [`${line},`];
  const title = commentOf(schema['title'], level);
  return [
    ...title,
    ...(title.length > 0 ? [`${indentOf(level)}//`] : []),
    ...commentOf(schema['description'], level),
    ...(Array.isArray(schema['examples']) ? schema['examples'] : []).map(
      (example) => `${indentOf(level)}// - ${jsonText(example)}`,
    ),
    `${line}${schema['nullable'] === true ? ' | null' : ''},${trailingComments(schema, [])}`,
  ];
}

function commentOf(text: unknown, level: number): string[] {
  if (typeof text !== 'string' || text === '') return [];
  return text.split('\n').map((line) => `${indentOf(level)}// ${line}`);
}

function trailingComments(schema: Schema, texts: readonly unknown[]): string {
  const comments = [
    ...texts.filter((text) => typeof text === 'string'),
    ...('default' in schema ? [`default: ${jsonText(schema['default'])}`] : []),
    ...constraintsOf(schema),
  ];
  return comments.length === 0 ? '' : ` // ${comments.join(', ')}`;
}

function constraintsOf(schema: Schema): string[] {
  return Object.entries(schema)
    .filter(([keyword]) => !KNOWN_KEYWORDS.has(keyword))
    .map(([keyword, value]) => `${keyword}: ${jsonText(value)}`);
}

function indentOf(level: number): string {
  return '  '.repeat(Math.min(Math.max(level, 0), INDENT_LEVELS_MAX));
}
