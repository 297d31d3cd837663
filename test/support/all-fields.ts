import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isAbstractType, isObjectType, isRequiredArgument } from 'graphql';
import type { GraphQLNamedType, GraphQLObjectType } from 'graphql';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

/** A selection of every field that a type of the schema has, down to the leaves, so that none is forgotten when one is added. */
export function allFieldsOf(typeName: string): string {
  return selectionOf(requireType(typeName));
}

function requireType(name: string): GraphQLNamedType {
  const type = schema.getType(name);
  if (!type) throw new Error(`the schema has no type ${name}`);
  return type;
}

function selectionOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return `{ ${fieldsOf(type, '')} }`;
  if (!isAbstractType(type)) return '';
  // an alias for each kind: two kinds may have a field of one name and different types
  const kinds = schema
    .getPossibleTypes(type)
    .map((kind) => `... on ${kind.name} { ${fieldsOf(kind, `${kind.name}_`)} }`);
  return `{ __typename ${kinds.join(' ')} }`;
}

function fieldsOf(type: GraphQLObjectType, prefix: string): string {
  // one with arguments that it needs is for a test of its own
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  return fields
    .map(
      ({ name, type: of }) =>
        `${prefix === '' ? '' : `${prefix}${name}: `}${name} ${selectionOf(getNamedType(of))}`,
    )
    .join(' ');
}
