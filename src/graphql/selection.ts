import { Kind } from 'graphql';
import type { GraphQLResolveInfo, SelectionNode } from 'graphql';

/** True when the field, or anything below it, selects a field of one of these names. */
export function selectsAny(info: GraphQLResolveInfo, names: readonly string[]): boolean {
  const seen = new Set<string>();
  const isOrHas = (node: SelectionNode): boolean => {
    if (node.kind === Kind.FIELD && names.includes(node.name.value)) return true;
    if (node.kind !== Kind.FRAGMENT_SPREAD) return node.selectionSet?.selections.some(isOrHas) ?? false;
    const name = node.name.value;
    if (seen.has(name)) return false;
    seen.add(name);
    return info.fragments[name]?.selectionSet.selections.some(isOrHas) ?? false;
  };
  return info.fieldNodes.some(isOrHas);
}
