import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../../domain/token/json-text.ts';
import { NoInstance } from './instance-context.ts';

type Keywords = Readonly<Record<string, unknown>>;

/** A schema in which no reference and no `allOf` is left at its top. */
export interface FlatSchema {
  keywords: Keywords;
  /** Of each group one branch is to be taken: those of `anyOf`, `oneOf`, `if`. */
  choices: readonly (readonly unknown[])[];
}

const REFERENCES_MAX = 32;

/** Throws NoInstance for a schema that is false, points nowhere, or cannot be merged. */
export function flatten(schema: unknown, root: unknown, level = 0): FlatSchema {
  if (schema === false || level > REFERENCES_MAX) throw new NoInstance();
  if (!isObject(schema)) return { keywords: {}, choices: [] };
  const {
    $ref,
    $dynamicRef,
    allOf,
    anyOf,
    oneOf,
    if: condition,
    then,
    else: otherwise,
    ...keywords
  } = schema;
  const own: FlatSchema = {
    keywords,
    choices: [
      ...[anyOf, oneOf].filter((branches) => Array.isArray(branches)),
      ...(condition === undefined ? [] : [[{ allOf: [condition, then ?? {}] }, otherwise ?? {}]]),
    ],
  };
  const references = [$ref, $dynamicRef].filter((reference) => typeof reference === 'string');
  const parts: unknown[] = [
    ...references.map((reference) => targetOf(reference, root)),
    ...(Array.isArray(allOf) ? (allOf as unknown[]) : []),
  ];
  return parts.reduce<FlatSchema>((flat, part) => merge(flat, flatten(part, root, level + 1)), own);
}

/** What is valid by both. */
export function merge(one: FlatSchema, other: FlatSchema): FlatSchema {
  const keywords: Record<string, unknown> = { ...one.keywords };
  for (const [keyword, value] of Object.entries(other.keywords)) {
    keywords[keyword] = Object.hasOwn(keywords, keyword) ? both(keyword, keywords[keyword], value) : value;
  }
  return { keywords, choices: [...one.choices, ...other.choices] };
}

function both(keyword: string, one: unknown, other: unknown): unknown {
  switch (keyword) {
    case 'type':
      return commonTypes(listOf(one), listOf(other));
    case 'enum':
      return listOf(one).filter((value) => listOf(other).some((known) => isDeepStrictEqual(value, known)));
    case 'required':
      return [...new Set([...listOf(one), ...listOf(other)])];
    case 'properties':
    case 'patternProperties':
      return mergedByName(one, other);
    case 'items':
    case 'additionalProperties':
    case 'contains':
    case 'propertyNames':
      return one === false || other === false ? false : { allOf: [one, other] };
    case 'minimum':
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return Math.max(Number(one), Number(other));
    case 'maximum':
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return Math.min(Number(one), Number(other));
    case 'exclusiveMinimum':
      return typeof one === 'number' && typeof other === 'number' ? Math.max(one, other) : other;
    case 'exclusiveMaximum':
      return typeof one === 'number' && typeof other === 'number' ? Math.min(one, other) : other;
    case 'uniqueItems':
      return one === true || other === true;
    case 'const':
      if (!isDeepStrictEqual(one, other)) throw new NoInstance();
      return one;
    default:
      return other;
  }
}

function commonTypes(one: readonly unknown[], other: readonly unknown[]): unknown[] {
  const allows = (types: readonly unknown[], type: unknown) =>
    types.includes(type) || (type === 'integer' && types.includes('number'));
  const common = [
    ...one.filter((type) => allows(other, type)),
    ...other.filter((type) => allows(one, type) && !one.includes(type)),
  ];
  if (common.length === 0) throw new NoInstance();
  return common;
}

function mergedByName(one: unknown, other: unknown): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...(isObject(one) ? one : {}) };
  for (const [name, schema] of Object.entries(isObject(other) ? other : {})) {
    merged[name] = Object.hasOwn(merged, name) ? { allOf: [merged[name], schema] } : schema;
  }
  return merged;
}

/** The schema at `#`, `#/$defs/a`, or with that `$anchor`, `$dynamicAnchor` or `$id`. */
function targetOf(reference: string, root: unknown): unknown {
  if (reference === '#') return root;
  if (reference.startsWith('#/')) return atPointer(reference.slice(2), root);
  const name = reference.replace(/^#/, '');
  const found = namedSchema(root, name);
  if (found === undefined) throw new NoInstance();
  return found;
}

function atPointer(pointer: string, root: unknown): unknown {
  let value = root;
  for (const step of pointer.split('/')) {
    const key = decodeStep(step);
    if (isObject(value) && Object.hasOwn(value, key)) value = value[key];
    else if (Array.isArray(value) && Number(key) < value.length) value = (value as unknown[])[Number(key)];
    else throw new NoInstance();
  }
  return value;
}

function decodeStep(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

function namedSchema(root: unknown, name: string): unknown {
  const waiting: unknown[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) waiting.push(...(value as unknown[]));
    if (!isObject(value)) continue;
    if ([value['$anchor'], value['$dynamicAnchor'], value['$id']].includes(name)) return value;
    waiting.push(...Object.values(value));
  }
  return undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
