import { refuse } from './json-schema.ts';
import { childrenOf, IN_PLACE_KEYWORDS } from './schema-keywords.ts';
import type { SchemaNode, SchemaObject } from './schema-keywords.ts';

/** How often, at most, one value is looked at for one schema with all that it refers to. */
const MAX_EXPANSION = 10_000;

/** Every schema inside a schema by the JSON pointer that `$ref` names it by, `#` for the whole. */
export function schemasByPointer(root: SchemaNode): Map<string, SchemaNode> {
  const found = new Map<string, SchemaNode>();
  const collect = (node: SchemaNode, pointer: string): void => {
    found.set(pointer, node);
    for (const [, path, child] of childrenOf(node)) {
      collect(child, [pointer, ...path.map(escapePointer)].join('/'));
    }
  };
  collect(root, '#');
  return found;
}

export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The pointer of a `$ref` as `schemasByPointer` writes it: without percent encoding. */
export function normalPointer(reference: string): string {
  try {
    const pointer = decodeURIComponent(reference);
    return pointer === '#/' ? '#' : pointer;
  } catch {
    return reference;
  }
}

/** The schema that the `$ref` of a checked schema's node points to. */
export function targetOf(node: SchemaObject, schemas: ReadonlyMap<string, SchemaNode>): SchemaNode {
  return schemas.get(normalPointer(String(node['$ref']))) ?? true;
}

/**
 * Throws ValidationError when a reference leaves the schema or points at no schema, when one leads back to itself
 * without a property or an item between (no value could ever be checked), and when references multiply so that
 * one value would be checked more than MAX_EXPANSION times. A tree that contains itself is fine: it ends with the value.
 */
export function checkReferences(root: SchemaNode): void {
  const targets = schemasByPointer(root);
  const costs = new Map<SchemaNode, number | 'open'>();

  function costOf(node: SchemaNode, path: readonly string[]): number {
    if (typeof node === 'boolean') return 1;
    const known = costs.get(node);
    if (known === 'open') refuse(path, 'refers to itself with no property or item in between');
    if (known !== undefined) return known;
    costs.set(node, 'open');
    let cost = 1;
    const reference = node['$ref'];
    if (reference !== undefined) cost += costOf(checkedTarget(reference, path), [...path, '$ref']);
    for (const [keyword, below, child] of childrenOf(node)) {
      if (IN_PLACE_KEYWORDS.has(keyword)) cost += costOf(child, [...path, ...below]);
    }
    if (cost > MAX_EXPANSION) {
      refuse(path, `multiplies by its references to more than ${MAX_EXPANSION} schemas`);
    }
    costs.set(node, cost);
    return cost;
  }

  function checkedTarget(reference: unknown, path: readonly string[]): SchemaNode {
    const target = typeof reference === 'string' ? targets.get(normalPointer(reference)) : undefined;
    if (target !== undefined) return target;
    return refuse(
      [...path, '$ref'],
      'must point to a schema inside this one, such as #/$defs/name; other documents are not fetched',
    );
  }

  const visit = (node: SchemaNode, path: readonly string[]): void => {
    costOf(node, path);
    for (const [, below, child] of childrenOf(node)) visit(child, [...path, ...below]);
  };
  visit(root, []);
}
