import { isObject } from './schema-keywords.ts';
import type { SchemaNode, SchemaObject } from './schema-keywords.ts';
import { targetOf } from './schema-references.ts';
import { typesOf } from './strict-conversion.ts';

/** Some 10 ms. A schema and an answer that need more get the answer back as it is from there on. */
const MAX_STEPS = 100_000;

/**
 * Leaves out of an answer each null of a property that may be missing and may not be null. What it does not know
 * the meaning of stays as it is, for the validation to find.
 */
export function createRestore(
  schemas: ReadonlyMap<string, SchemaNode>,
  root: SchemaNode,
): (answer: unknown) => unknown {
  const nullable = new Map<SchemaNode, boolean>();
  let steps = 0;

  /** The schemas that a node comes down to: without references and alternatives. */
  function plainNodes(nodes: readonly SchemaNode[]): SchemaObject[] {
    const plain: SchemaObject[] = [];
    const seen = new Set<SchemaNode>();
    const collect = (node: SchemaNode): void => {
      if (typeof node === 'boolean' || seen.has(node)) return;
      seen.add(node);
      steps += 1 + Object.keys(node['properties'] ?? {}).length;
      if (node['$ref'] !== undefined) collect(targetOf(node, schemas));
      const parts = ['allOf', 'anyOf', 'oneOf'].map((keyword) => (node[keyword] ?? []) as SchemaNode[]);
      for (const part of parts.flat()) collect(part);
      if (node['$ref'] === undefined && parts.every((part) => part.length === 0)) plain.push(node);
    };
    for (const node of nodes) collect(node);
    return plain;
  }

  function acceptsNull(node: SchemaNode): boolean {
    if (typeof node === 'boolean') return node;
    const known = nullable.get(node) ?? isNullable(node);
    nullable.set(node, known);
    return known;
  }

  function isNullable(node: SchemaNode): boolean {
    return plainNodes([node]).some((plain) => {
      if (Object.hasOwn(plain, 'const')) return plain['const'] === null;
      if (Array.isArray(plain['enum'])) return plain['enum'].includes(null);
      const types = typesOf(plain);
      return types.length === 0 || types.includes('null');
    });
  }

  function restore(value: unknown, nodes: readonly SchemaNode[]): unknown {
    if (steps > MAX_STEPS) return value;
    if (Array.isArray(value)) {
      const items = plainNodes(nodes).flatMap((node) => (isObject(node['items']) ? [node['items']] : []));
      return value.map((item) => restore(item, items));
    }
    if (!isObject(value)) return value;
    const candidates = meantBy(value, plainNodes(nodes));
    const entries = Object.entries(value).flatMap(([name, held]): [string, unknown][] => {
      steps += candidates.length;
      const owners = candidates.filter((node) => propertyOf(node, name) !== undefined);
      const isMissing =
        held === null &&
        owners.length > 0 &&
        owners.every((node) => !requires(node, name) && !acceptsNull(propertyOf(node, name) ?? true));
      return isMissing
        ? []
        : [
            [
              name,
              restore(
                held,
                owners.map((node) => propertyOf(node, name) ?? true),
              ),
            ],
          ];
    });
    return Object.fromEntries(entries);
  }

  return (answer) => {
    steps = 0;
    return restore(answer, [root]);
  };
}

/** Of alternatives that say by a constant which of them is meant, those that this object means. */
function meantBy(
  value: Readonly<Record<string, unknown>>,
  nodes: readonly SchemaObject[],
): readonly SchemaObject[] {
  const meant = nodes.filter((node) =>
    Object.entries((node['properties'] ?? {}) as Record<string, SchemaNode>).every(([name, property]) => {
      const held = value[name];
      if (typeof property === 'boolean' || held === null || held === undefined) return true;
      if (Object.hasOwn(property, 'const')) return property['const'] === held;
      return !Array.isArray(property['enum']) || property['enum'].includes(held);
    }),
  );
  return meant.length > 0 ? meant : nodes;
}

function propertyOf(node: SchemaObject, name: string): SchemaNode | undefined {
  const properties = node['properties'];
  return isObject(properties) && Object.hasOwn(properties, name)
    ? (properties[name] as SchemaNode)
    : undefined;
}

function requires(node: SchemaObject, name: string): boolean {
  return Array.isArray(node['required']) && node['required'].includes(name);
}
