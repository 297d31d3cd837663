import { createHash } from 'node:crypto';
import { ValidationError } from '../errors.ts';
import { checkReferences } from './schema-references.ts';
import { isObject, REFUSED_KEYWORDS, SCHEMA_KEYWORDS } from './schema-keywords.ts';
import type { SchemaNode } from './schema-keywords.ts';

export type SchemaDraft = '2020-12' | '07';

/** A schema whose size, shape and references were checked. What its keywords hold is checked when it is compiled. */
export interface JsonSchema {
  readonly draft: SchemaDraft;
  /** Known keywords only. */
  readonly root: SchemaNode;
  /** `root` as JSON. */
  readonly text: string;
  /** How many schemas are in it, itself included. */
  readonly nodes: number;
  /** The same for schemas that accept the same values in the same words. */
  readonly hash: string;
}

export const SCHEMA_LIMITS = {
  maxBytes: 100_000,
  /** Schemas inside schemas. */
  maxDepth: 32,
  /** Schemas in all. */
  maxNodes: 2000,
  /** Lists and objects inside each other, which counts what `enum`, `const` and annotations hold too. */
  maxValueDepth: 128,
  /** In one of the keywords whose compiling takes time that grows with the square of their entries. */
  maxAlternatives: 100,
  maxPatternLength: 1000,
};

const DRAFTS: Readonly<Record<string, SchemaDraft>> = {
  'json-schema.org/draft/2020-12/schema': '2020-12',
  'json-schema.org/draft-07/schema': '07',
};

/** Throws ValidationError with the path of the one place that is wrong, which starts with `schema`. */
export function checkSchema(schema: unknown): JsonSchema {
  measure(schema, 0);
  const bytes = Buffer.byteLength(JSON.stringify(schema) ?? '');
  if (bytes > SCHEMA_LIMITS.maxBytes) {
    refuse([], `must be at most ${SCHEMA_LIMITS.maxBytes} bytes of JSON, and has ${bytes}`);
  }
  const walk: Walk = { nodes: 0, old: false };
  const root = copyNode(schema, [], walk);
  checkReferences(root);
  const draft = namedDraft(schema) ?? (walk.old ? '07' : '2020-12');
  if (draft === '2020-12' && walk.listItems !== undefined) {
    refuse(walk.listItems, 'must be one schema; a list of them is called prefixItems in draft 2020-12');
  }
  const text = JSON.stringify(root);
  const hash = createHash('sha256').update(`${draft} ${text}`).digest('hex');
  return { draft, root, text, nodes: walk.nodes, hash };
}

export function refuse(path: readonly string[], message: string): never {
  throw new ValidationError([{ path: ['schema', ...path].join('.'), message }]);
}

/** Before anything recurses without a limit, and before unbounded text is made of it. */
function measure(value: unknown, depth: number): void {
  if (depth > SCHEMA_LIMITS.maxValueDepth) {
    refuse([], `must not be nested deeper than ${SCHEMA_LIMITS.maxValueDepth} levels of JSON`);
  }
  if (value === null || typeof value !== 'object') return;
  for (const child of Object.values(value)) measure(child, depth + 1);
}

interface Walk {
  nodes: number;
  /** True when a keyword was met that only draft 07 has. */
  old: boolean;
  /** Where `items` is a list. */
  listItems?: readonly string[];
}

function copyNode(schema: unknown, path: readonly string[], walk: Walk, depth = 0): SchemaNode {
  walk.nodes += 1;
  if (walk.nodes > SCHEMA_LIMITS.maxNodes) {
    refuse([], `must have at most ${SCHEMA_LIMITS.maxNodes} schemas in it`);
  }
  if (depth > SCHEMA_LIMITS.maxDepth) {
    refuse(path, `must not be nested deeper than ${SCHEMA_LIMITS.maxDepth} schemas`);
  }
  if (typeof schema === 'boolean') return schema;
  if (!isObject(schema)) refuse(path, 'must be a JSON Schema: an object, or true or false');
  checkKeywords(schema, path, depth);
  const copy: Record<string, unknown> = {};
  for (const [keyword, held] of Object.entries(schema)) {
    const kind = SCHEMA_KEYWORDS.get(keyword);
    if (kind === undefined) continue;
    copy[keyword] = kind === 'value' ? held : copyHeld(keyword, held, [...path, keyword], walk, depth);
  }
  // ajv forgets what `if` has evaluated when there is no `then` with a rule
  if (copy['if'] !== undefined) copy['then'] ??= { allOf: [true] };
  return copy;
}

function checkKeywords(schema: Record<string, unknown>, path: readonly string[], depth: number): void {
  for (const [keyword, instead] of Object.entries(REFUSED_KEYWORDS)) {
    if (Object.hasOwn(schema, keyword)) refuse([...path, keyword], `is not supported; use ${instead}`);
  }
  if (depth > 0 && typeof schema['$id'] === 'string') {
    refuse([...path, '$id'], 'is only accepted at the top; refer to parts of the schema by #/$defs/name');
  }
  checkPattern(schema['pattern'], [...path, 'pattern']);
  const dependent = schema['dependentRequired'];
  if (isObject(dependent)) limitAlternatives('dependentRequired', dependent, [...path, 'dependentRequired']);
}

function checkPattern(pattern: unknown, path: readonly string[]): void {
  if (typeof pattern !== 'string' || pattern.length <= SCHEMA_LIMITS.maxPatternLength) return;
  refuse(path, `must be at most ${SCHEMA_LIMITS.maxPatternLength} characters`);
}

function copyHeld(
  keyword: string,
  held: unknown,
  path: readonly string[],
  walk: Walk,
  depth: number,
): unknown {
  if (keyword === 'additionalItems' || keyword === 'dependencies') walk.old = true;
  const kind = SCHEMA_KEYWORDS.get(keyword);
  const isList = kind === 'list' || (keyword === 'items' && Array.isArray(held));
  if (isList) {
    if (!Array.isArray(held) || held.length === 0) refuse(path, 'must be a list of at least one schema');
    if (keyword === 'items') {
      walk.old = true;
      walk.listItems ??= path;
    }
    limitAlternatives(keyword, held, path);
    return held.map((child, index) => copyNode(child, [...path, String(index)], walk, depth + 1));
  }
  if (kind === 'schema') return copyNode(held, path, walk, depth + 1);
  if (!isObject(held)) refuse(path, 'must be an object whose values are schemas');
  const names = Object.keys(held);
  limitAlternatives(keyword, held, path);
  if (keyword === 'patternProperties') for (const name of names) checkPattern(name, path);
  return Object.fromEntries(
    names.map((name) => {
      // an object's prototype has this name, so that a property of it can be neither read nor checked safely
      if (name === '__proto__') refuse([...path, name], 'is not accepted as a name');
      const child = held[name];
      const isNames = keyword === 'dependencies' && Array.isArray(child);
      return [name, isNames ? child : copyNode(child, [...path, name], walk, depth + 1)];
    }),
  );
}

const LIMITED = new Set([
  'allOf',
  'anyOf',
  'oneOf',
  'patternProperties',
  'dependentSchemas',
  'dependentRequired',
  'dependencies',
]);

function limitAlternatives(keyword: string, held: object, path: readonly string[]): void {
  if (!LIMITED.has(keyword)) return;
  const entries = Object.values(held);
  const largest = Math.max(
    entries.length,
    ...entries.map((entry) => (Array.isArray(entry) ? entry.length : 0)),
  );
  if (largest <= SCHEMA_LIMITS.maxAlternatives) return;
  refuse(path, `must have at most ${SCHEMA_LIMITS.maxAlternatives} entries, and has ${largest}`);
}

function namedDraft(schema: unknown): SchemaDraft | undefined {
  const uri = isObject(schema) ? schema['$schema'] : undefined;
  if (uri === undefined) return undefined;
  const draft =
    typeof uri === 'string' ? DRAFTS[uri.replace(/^https?:\/\//, '').replace(/#$/, '')] : undefined;
  return draft ?? refuse(['$schema'], 'must be JSON Schema draft 2020-12 or draft-07, or be left out');
}
