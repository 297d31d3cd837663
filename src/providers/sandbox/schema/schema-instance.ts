import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../../domain/token/json-text.ts';
import { randomNumbers } from '../random-numbers.ts';
import { arrayInstance } from './array-instance.ts';
import { flatten, listOf, merge } from './flat-schema.ts';
import type { FlatSchema } from './flat-schema.ts';
import { hasRoom, NoInstance, pick, TooLarge } from './instance-context.ts';
import type { InstanceContext } from './instance-context.ts';
import { numberInstance } from './number-instance.ts';
import { objectInstance } from './object-instance.ts';
import { stringInstance } from './string-instance.ts';

export type SchemaInstance = { ok: true; value: unknown } | { ok: false };

const NODES_MAX = 20_000;
const DEPTH_MAX = 64;

/** Keywords by which a schema without a type says what it is for. */
const TYPES_BY_KEYWORD: readonly (readonly [string, readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties']],
  ['array', ['items', 'prefixItems', 'minItems', 'maxItems', 'contains', 'uniqueItems']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

/**
 * A value that is valid by a JSON Schema, always the same one for the same seed: all properties that it names, lists of two. It knows the
 * keywords of drafts 7 and 2020-12 except `not`, `unevaluated…` and `$ref` to other documents. Not ok when the schema has no instance, or
 * none was found.
 */
export function instanceOf(schema: unknown, seed: number): SchemaInstance {
  const context: InstanceContext = {
    random: randomNumbers(seed),
    make: (inner, depth) => {
      nodes += 1;
      if (nodes > NODES_MAX) throw new TooLarge();
      if (depth > DEPTH_MAX) throw new NoInstance();
      return makeFlat(context.flatten(inner), depth, context);
    },
    flatten: (inner) => flatten(inner, schema),
  };
  let nodes = 0;
  try {
    return { ok: true, value: context.make(schema, 0) };
  } catch (error) {
    if (error instanceof NoInstance || error instanceof TooLarge) return { ok: false };
    throw error;
  }
}

function makeFlat({ keywords, choices }: FlatSchema, depth: number, context: InstanceContext): unknown {
  const [branches, ...rest] = choices;
  if (branches === undefined) return makeOne(keywords, depth, context);
  const ordered = hasRoom(depth) ? branches : [...branches].sort((one, other) => weight(one) - weight(other));
  return firstOf(ordered, (branch) =>
    makeFlat(merge({ keywords, choices: rest }, context.flatten(branch)), depth, context),
  );
}

function makeOne(
  schema: Readonly<Record<string, unknown>>,
  depth: number,
  context: InstanceContext,
): unknown {
  if ('const' in schema) return pick(allowedOf([schema['const']], schema), context.random);
  if (Array.isArray(schema['enum']))
    return pick(allowedOf(schema['enum'] as unknown[], schema), context.random);
  const types = typesOf(schema);
  const ordered = hasRoom(depth)
    ? types
    : [...types].sort((one, other) => typeWeight(one) - typeWeight(other));
  return firstOf(ordered, (type) => makeTyped(type, schema, depth, context));
}

/** Those of the values that are of the type, and among the values of `enum` where there is one too. */
function allowedOf(
  values: readonly unknown[],
  schema: Readonly<Record<string, unknown>>,
): readonly unknown[] {
  const types = schema['type'] === undefined ? null : listOf(schema['type']);
  const listed = Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : values;
  const allowed = values.filter(
    (value) =>
      (types === null || types.some((type) => isOfType(value, type))) &&
      listed.some((known) => isDeepStrictEqual(known, value)),
  );
  if (allowed.length === 0) throw new NoInstance();
  return allowed;
}

function makeTyped(
  type: unknown,
  schema: Readonly<Record<string, unknown>>,
  depth: number,
  context: InstanceContext,
): unknown {
  switch (type) {
    case 'object':
      return objectInstance(schema, depth, context);
    case 'array':
      return arrayInstance(schema, depth, context);
    case 'number':
    case 'integer':
      return numberInstance(schema, type === 'integer', context);
    case 'boolean':
      return context.random() < 0.5;
    case 'null':
      return null;
    case 'string':
      return stringInstance(schema, context);
    default:
      throw new NoInstance();
  }
}

/** `null` last: it says least. */
function typesOf(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  if (schema['type'] !== undefined) {
    const types = listOf(schema['type']);
    return [...types.filter((type) => type !== 'null'), ...types.filter((type) => type === 'null')];
  }
  return [
    TYPES_BY_KEYWORD.find(([, keywords]) => keywords.some((keyword) => keyword in schema))?.[0] ?? 'string',
  ];
}

function isOfType(value: unknown, type: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** What is sure to end comes first where there is no room left. */
function weight(branch: unknown): number {
  if (!isObject(branch)) return 0;
  if ('const' in branch || 'enum' in branch) return 0;
  return branch['type'] === undefined ? 4 : Math.max(...listOf(branch['type']).map(typeWeight));
}

function typeWeight(type: unknown): number {
  if (type === 'object') return 3;
  return type === 'array' ? 2 : Number(type !== 'null');
}

function firstOf<T>(options: readonly T[], make: (option: T) => unknown): unknown {
  for (const option of options) {
    try {
      return make(option);
    } catch (error) {
      if (!(error instanceof NoInstance)) throw error;
    }
  }
  throw new NoInstance();
}
