import { Kind } from 'graphql';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { limitExceeded } from './request-limits.ts';
import type { DocumentLimits } from './request-limits.ts';

/**
 * Most pairs of fields with one name that have to be merged. The rule of GraphQL that they must fit compares each with each, so a
 * document of one field ten thousand times would take seconds; honest ones have a few dozen, from the members of unions.
 */
const MAX_MERGED_PAIRS = 5_000;

/** Honest documents have one operation, or a few dozen of which one is chosen by its name. */
const MAX_OPERATIONS = 200;

/** A set of selections with the fragments that it uses: levels of fields, and fields at its top. */
interface Extent {
  depth: number;
  fields: number;
}

const EMPTY: Extent = { depth: 0, fields: 0 };

/** Throws for a document above a limit. In time that is linear in its length, also when its fragments use each other in circles. */
export function checkExtent(document: DocumentNode, limits: DocumentLimits): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const known = new Map<string, Extent>();
  let aliases = 0;
  let directives = 0;
  let uses = 0;

  function extentOf({ selections }: SelectionSetNode): Extent {
    let { depth, fields } = EMPTY;
    for (const node of selections) {
      directives += node.directives?.length ?? 0;
      let inner: Extent;
      if (node.kind === Kind.FIELD) {
        if (node.alias) aliases += 1;
        inner = { depth: 1 + (node.selectionSet ? extentOf(node.selectionSet).depth : 0), fields: 1 };
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        inner = extentOf(node.selectionSet);
      } else {
        uses += 1;
        inner = extentOfFragment(node.name.value);
      }
      depth = Math.max(depth, inner.depth);
      fields += inner.fields;
    }
    return { depth, fields };
  }

  function extentOfFragment(name: string): Extent {
    const extent = known.get(name);
    if (extent !== undefined) return extent;
    const fragment = fragments.get(name);
    // what is inside itself adds nothing; that it may not be is said by the validation
    known.set(name, EMPTY);
    if (fragment === undefined) return EMPTY;
    directives += fragment.directives?.length ?? 0;
    const found = extentOf(fragment.selectionSet);
    known.set(name, found);
    return found;
  }

  const operations = document.definitions.length - fragments.size;
  refuseAbove(limits.maxFragments, fragments.size, 'MAX_FRAGMENTS', 'fragments');
  refuseAbove(MAX_OPERATIONS, operations, 'MAX_OPERATIONS', 'operations');
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) extentOfFragment(node.name.value);
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    directives += node.directives?.length ?? 0;
    for (const { directives: own } of node.variableDefinitions ?? []) directives += own?.length ?? 0;
    const { depth, fields } = extentOf(node.selectionSet);
    refuseAbove(limits.maxDepth, depth, 'MAX_DEPTH', 'levels of fields');
    refuseAbove(limits.maxRootFields, fields, 'MAX_ROOT_FIELDS', 'fields at the top of an operation');
  }
  refuseAbove(limits.maxAliases, aliases, 'MAX_ALIASES', 'aliases');
  refuseAbove(limits.maxDirectives, directives, 'MAX_DIRECTIVES', 'directives');
  refuseAbove(limits.maxFragments, uses, 'MAX_FRAGMENTS', 'uses of fragments');
  const pairs = document.definitions.reduce(
    (sum, node) => sum + ('selectionSet' in node ? mergedPairs([node.selectionSet]) : 0),
    0,
  );
  if (pairs > MAX_MERGED_PAIRS)
    throw limitExceeded(
      'The document asks for the same fields too often; each is needed once.',
      'MAX_MERGED_PAIRS',
      MAX_MERGED_PAIRS,
    );
}

function refuseAbove(max: number, found: number, variable: string, what: string): void {
  if (found > max)
    throw limitExceeded(`The document has more than ${max} ${what}, the most that is taken.`, variable, max);
}

/** How many pairs of fields have one name in these sets together, and in theirs. */
function mergedPairs(sets: readonly SelectionSetNode[]): number {
  const byName = new Map<string, FieldNode[]>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet);
      if (node.kind !== Kind.FIELD) continue;
      const name = (node.alias ?? node.name).value;
      const same = byName.get(name);
      if (same) same.push(node);
      else byName.set(name, [node]);
    }
  };
  sets.forEach(collect);
  let pairs = 0;
  for (const fields of byName.values()) {
    pairs += (fields.length * (fields.length - 1)) / 2;
    const inner = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (inner.length > 0) pairs += mergedPairs(inner);
  }
  return pairs;
}
