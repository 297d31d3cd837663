import { isObject } from '../../../domain/token/json-text.ts';
import { listOf } from './flat-schema.ts';
import { hasRoom, NoInstance, numberOf } from './instance-context.ts';
import type { InstanceContext } from './instance-context.ts';

type Keywords = Readonly<Record<string, unknown>>;

/** All properties that the schema names while there is room, and what is required always. */
export function objectInstance(schema: Keywords, depth: number, context: InstanceContext): unknown {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const names = namesOf(schema, properties, depth);
  const made: [string, unknown][] = [];
  const most = numberOf(schema['maxProperties']) ?? Number.POSITIVE_INFINITY;
  const required = new Set(requiredOf(schema));
  for (const name of names) {
    // room is kept for what is required and still to come
    const needed = names.filter(
      (other) => required.has(other) && !made.some(([known]) => known === other),
    ).length;
    if (!required.has(name) && made.length + needed >= most) continue;
    const value = property(name, schema, depth, context);
    if (value !== NONE) made.push([name, value]);
    else if (required.has(name)) throw new NoInstance();
  }
  addMore(made, schema, depth, context);
  if (made.length > most) throw new NoInstance();
  return Object.fromEntries(made);
}

const NONE = Symbol('no value');

function requiredOf(schema: Keywords): string[] {
  return listOf(schema['required'] ?? []).map(String);
}

function namesOf(schema: Keywords, properties: Keywords, depth: number): string[] {
  const names = new Set(hasRoom(depth) ? [...Object.keys(properties)] : []);
  for (const name of requiredOf(schema)) names.add(name);
  const dependent = isObject(schema['dependentRequired']) ? schema['dependentRequired'] : {};
  for (const name of names) {
    for (const other of Array.isArray(dependent[name]) ? (dependent[name] as unknown[]) : [])
      names.add(String(other));
  }
  return [...names];
}

function property(name: string, schema: Keywords, depth: number, context: InstanceContext): unknown {
  const parts = schemasFor(name, schema);
  if (parts.includes(false)) return NONE;
  try {
    return context.make(parts.length === 1 ? parts[0] : { allOf: parts }, depth + 1);
  } catch (error) {
    if (error instanceof NoInstance) return NONE;
    throw error;
  }
}

function schemasFor(name: string, schema: Keywords): unknown[] {
  const { properties, patternProperties } = schema;
  const parts: unknown[] = [];
  if (isObject(properties) && Object.hasOwn(properties, name)) parts.push(properties[name]);
  for (const [pattern, inner] of Object.entries(isObject(patternProperties) ? patternProperties : {})) {
    if (matches(pattern, name)) parts.push(inner);
  }
  return parts.length > 0 ? parts : [schema['additionalProperties'] ?? true];
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name.slice(0, 100));
  } catch {
    return false;
  }
}

/** What `minProperties` asks for beyond the names, and one entry of an object that is a map. */
function addMore(made: [string, unknown][], schema: Keywords, depth: number, context: InstanceContext): void {
  const { patternProperties, additionalProperties, propertyNames } = schema;
  const isMap = made.length === 0 && (isObject(additionalProperties) || isObject(patternProperties));
  const wanted = Math.max(numberOf(schema['minProperties']) ?? 0, isMap && hasRoom(depth) ? 1 : 0);
  const [pattern] = Object.keys(isObject(patternProperties) ? patternProperties : {});
  for (let tried = 0; made.length < wanted && tried < wanted + 100; tried += 1) {
    const name = newName(
      tried,
      additionalProperties === false ? pattern : undefined,
      propertyNames,
      depth,
      context,
    );
    if (made.some(([known]) => known === name)) continue;
    const value = property(name, schema, depth, context);
    if (value === NONE) throw new NoInstance();
    made.push([name, value]);
  }
  if (made.length < (numberOf(schema['minProperties']) ?? 0)) throw new NoInstance();
}

function newName(
  tried: number,
  pattern: string | undefined,
  propertyNames: unknown,
  depth: number,
  context: InstanceContext,
): string {
  if (pattern !== undefined)
    return String(context.make({ type: 'string', pattern, minLength: tried }, depth + 1));
  if (isObject(propertyNames)) return String(context.make({ type: 'string', ...propertyNames }, depth + 1));
  return `name${tried + 1}`;
}
