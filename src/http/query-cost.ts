import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
} from 'graphql';

/** Entries of a list whose size nothing tells; a field's extension `assumedSize` says better. */
const LIST_SIZE = 10;
/** Of a connection without `first` and `last`, and the most that one gives (src/graphql/page-arguments.ts). */
const PAGE_SIZE = 20;
const PAGE_MAX = 100;

export interface Cost {
  fields: number;
  /** True when it depends on variables. */
  varies: boolean;
}

/**
 * How many fields the operation's answer can have: each field is one, or what its extension `cost` says because it is summed up
 * anew, those in a list count once for each entry, and a page has as many as its `first` or `last` says. The document must be valid. The idea is that of IBM's GraphQL Cost Directives.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Cost {
  let varies = false;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const known = new Map<string, number>();

  /** `pageSize` is that of the connection whose fields these are; null elsewhere. */
  function costOfSet(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType | undefined,
    pageSize: number | null,
  ): number {
    let cost = 0;
    for (const node of selections) {
      if (node.kind === Kind.FIELD) cost += costOfField(node, type, pageSize);
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        const narrowed = node.typeCondition ? schema.getType(node.typeCondition.name.value) : type;
        cost += costOfSet(node.selectionSet, narrowed, pageSize);
      } else cost += costOfFragment(node.name.value, pageSize);
    }
    return cost;
  }

  function costOfFragment(name: string, pageSize: number | null): number {
    const key = `${name}:${pageSize}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const fragment = fragments.get(name);
    if (fragment === undefined) return 0;
    const cost = costOfSet(
      fragment.selectionSet,
      schema.getType(fragment.typeCondition.name.value),
      pageSize,
    );
    known.set(key, cost);
    return cost;
  }

  function costOfField(node: FieldNode, type: GraphQLNamedType | undefined, pageSize: number | null): number {
    const field = fieldOf(schema, type, node.name.value);
    if (field === undefined || !node.selectionSet) return 1;
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return 1;
    const own = numberIn(field, 'cost') ?? 1;
    const size = isListType(getNullableType(field.type))
      ? (pageSize ?? numberIn(field, 'assumedSize') ?? LIST_SIZE)
      : 1;
    return own + size * costOfSet(node.selectionSet, named, pageSizeOf(node, field));
  }

  function pageSizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
    const sizes = field.args.filter(({ name }) => name === 'first' || name === 'last');
    if (sizes.length === 0) return null;
    const given = (node.arguments ?? [])
      .filter(({ name }) => sizes.some((size) => size.name === name.value))
      .map(({ value }) => numberOf(value))
      .filter((size) => size !== null);
    return given.length === 0 ? PAGE_SIZE : Math.min(PAGE_MAX, Math.max(...given));
  }

  function numberOf(value: ValueNode): number | null {
    if (value.kind === Kind.INT) return Number(value.value);
    if (value.kind !== Kind.VARIABLE) return null;
    varies = true;
    const name = value.name.value;
    if (Object.hasOwn(variables, name)) {
      const given = variables[name];
      return typeof given === 'number' ? given : null;
    }
    const fallback = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
    return fallback?.defaultValue?.kind === Kind.INT ? Number(fallback.defaultValue.value) : null;
  }

  const rootType = schema.getRootType(operation.operation) ?? undefined;
  const fields = costOfSet(operation.selectionSet, rootType, null);
  return { fields, varies };
}

function fieldOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function numberIn(
  { extensions }: GraphQLField<unknown, unknown>,
  name: 'cost' | 'assumedSize',
): number | null {
  const value = extensions[name];
  return typeof value === 'number' ? value : null;
}
