/**
 * What each keyword of JSON Schema holds (draft 2020-12 and 07):
 * a schema, a list of schemas, schemas by name, or a value. `items` and `dependencies` hold more than one kind.
 * Keywords that aren't here are annotations or unknown, both of which have no say about a value; they are left out.
 */
export const SCHEMA_KEYWORDS = new Map<string, 'schema' | 'list' | 'map' | 'value'>([
  ['items', 'schema'],
  ['additionalItems', 'schema'],
  ['contains', 'schema'],
  ['additionalProperties', 'schema'],
  ['propertyNames', 'schema'],
  ['unevaluatedProperties', 'schema'],
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['allOf', 'list'],
  ['anyOf', 'list'],
  ['oneOf', 'list'],
  ['prefixItems', 'list'],
  ['properties', 'map'],
  ['patternProperties', 'map'],
  ['dependentSchemas', 'map'],
  ['dependencies', 'map'],
  ['$defs', 'map'],
  ['definitions', 'map'],
  ...[
    '$ref',
    'type',
    'enum',
    'const',
    'multipleOf',
    'maximum',
    'exclusiveMaximum',
    'minimum',
    'exclusiveMinimum',
    'maxLength',
    'minLength',
    'pattern',
    'maxItems',
    'minItems',
    'uniqueItems',
    'maxContains',
    'minContains',
    'maxProperties',
    'minProperties',
    'required',
    'dependentRequired',
    'title',
    'description',
    'format',
  ].map((keyword): [string, 'value'] => [keyword, 'value']),
]);

/** Keywords whose schemas speak of the value itself, and not of something inside it. */
export const IN_PLACE_KEYWORDS = new Set([
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentSchemas',
  'dependencies',
]);

/**
 * What is not supported, with what to use instead. References that are resolved at run time cannot be checked before;
 * and ajv is wrong about items that `contains` has evaluated.
 */
export const REFUSED_KEYWORDS: Readonly<Record<string, string>> = {
  $dynamicRef: '$ref',
  $recursiveRef: '$ref',
  unevaluatedItems: 'items',
};

export type SchemaObject = Readonly<Record<string, unknown>>;
/** A schema as the walk over it leaves it: known keywords only, a tree of fresh objects. */
export type SchemaNode = boolean | SchemaObject;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schemas directly inside a node, with the keyword that holds each and its path below the node. */
export function* childrenOf(node: SchemaNode): Generator<[string, readonly string[], SchemaNode]> {
  if (typeof node === 'boolean') return;
  for (const [keyword, held] of Object.entries(node)) {
    const kind = SCHEMA_KEYWORDS.get(keyword);
    if (kind === undefined || kind === 'value') continue;
    if (kind === 'schema' && !Array.isArray(held)) {
      yield [keyword, [keyword], held as SchemaNode];
      continue;
    }
    // a list's entries have their index as name; a dependency may be a list of names, which is no schema
    for (const [name, child] of Object.entries(held as object)) {
      if (!Array.isArray(child)) yield [keyword, [keyword, name], child as SchemaNode];
    }
  }
}
