import { isDeepStrictEqual } from 'node:util';
import { NoInstance, hasRoom, numberOf } from './instance-context.ts';
import type { InstanceContext } from './instance-context.ts';

type Keywords = Readonly<Record<string, unknown>>;

const LENGTH = 2;
/** How often another value is made where all are to differ. */
const ATTEMPTS_MAX = 50;

/** Two elements where the schema does not say otherwise. */
export function arrayInstance(schema: Keywords, depth: number, context: InstanceContext): unknown {
  const { contains, uniqueItems } = schema;
  const least = numberOf(schema['minItems']) ?? 0;
  const most = numberOf(schema['maxItems']) ?? Number.POSITIVE_INFINITY;
  const { first, rest } = elementsOf(schema);
  const wished = hasRoom(depth) ? Math.max(LENGTH, first.length) : 0;
  const needed = Math.max(least, contains === undefined ? 0 : (numberOf(schema['minContains']) ?? 1));
  const length = Math.min(most, Math.max(wished, needed));
  const values: unknown[] = [];
  while (values.length < length) {
    const index = values.length;
    const own = index < first.length ? first[index] : rest;
    const isContained = contains !== undefined && index >= length - (numberOf(schema['minContains']) ?? 1);
    const value = element(
      isContained ? { allOf: [own, contains] } : own,
      uniqueItems === true ? values : [],
      depth,
      context,
    );
    if (value === NONE) break;
    values.push(value);
  }
  if (values.length < needed) throw new NoInstance();
  return values;
}

const NONE = Symbol('no value');

/** The schemas of the first elements, and that of all others; in draft 7 `items` can be the list of the first. */
function elementsOf({ prefixItems, items, additionalItems }: Keywords): {
  first: readonly unknown[];
  rest: unknown;
} {
  if (Array.isArray(prefixItems)) return { first: prefixItems as unknown[], rest: items ?? true };
  if (Array.isArray(items)) return { first: items as unknown[], rest: additionalItems ?? true };
  return { first: [], rest: items ?? true };
}

/** A value that is not among the others; NONE when there is none. */
function element(
  schema: unknown,
  others: readonly unknown[],
  depth: number,
  context: InstanceContext,
): unknown {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    let value: unknown;
    try {
      value = context.make(schema, depth + 1);
    } catch (error) {
      if (error instanceof NoInstance) return NONE;
      throw error;
    }
    if (!others.some((other) => isDeepStrictEqual(value, other))) return value;
  }
  return NONE;
}
