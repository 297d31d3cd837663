import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
} from 'graphql';
import type { GraphQLArgument, GraphQLInputType, GraphQLSchema } from 'graphql';

export type OperationKind = 'query' | 'mutation' | 'subscription';
export type Rule = 'viewer' | 'agent' | 'admin' | 'operator';
const RULES: readonly Rule[] = ['viewer', 'agent', 'admin', 'operator'];

/** A field of the API's surface, with a whole operation that asks for it. */
export interface RootField {
  kind: OperationKind;
  name: string;
  /** The name of the type that it gives. */
  typeName: string;
  /** The least role that may use it. */
  rule: Rule;
  /** Asks with what is required and with every id that it can be given. */
  withIds: Operation;
  /** Asks with what is required alone: the whole of a list. */
  bare: Operation;
}

export interface Operation {
  /** The operation with this selection of what the field gives. */
  document(selection: string): string;
  /** Values for what it asks for; what is an id is this one. */
  variables(id: string): Record<string, unknown>;
}

/** Arguments and fields of inputs that name something that is stored. */
const NAMES_A_RECORD = /(^id|Id)s?$/;

/** A plausible value of everything that is required, so that what is asked is as good as it can be without knowing the field. */
const PLAUSIBLE: Readonly<Record<string, unknown>> = {
  prompt: 'Hello',
  content: 'Hello',
  model: 'gpt-4o',
  timeZone: 'UTC',
  amount: '1',
  input: '1',
  output: '1',
  hard: false,
};

/** Every field of Query, Mutation and Subscription. Throws for one without a rule of its own: a field of the API needs one. */
export function rootFieldsOf(schema: GraphQLSchema): RootField[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).map((field): RootField => {
      const options = field.extensions['pothosOptions'] as
        { authScopes?: Record<string, unknown> } | undefined;
      const scopes = Object.keys(options?.authScopes ?? {});
      const rule = RULES.find((one) => scopes.length === 1 && scopes[0] === one);
      if (rule === undefined) throw new Error(`${kind} ${field.name} has no rule that says who may use it`);
      const { name, args } = field;
      return {
        kind,
        name,
        typeName: getNamedType(field.type).name,
        rule,
        withIds: operation(
          kind,
          name,
          args.filter((arg) => isNeeded(arg.name, arg.type)),
        ),
        bare: operation(kind, name, args.filter(isRequiredArgument)),
      };
    }),
  );
}

function operation(kind: OperationKind, name: string, args: readonly GraphQLArgument[]): Operation {
  const inBrackets = (parts: string[]) => (parts.length === 0 ? '' : `(${parts.join(', ')})`);
  const declared = inBrackets(args.map((arg) => `$${arg.name}: ${String(arg.type)}`));
  const given = inBrackets(args.map((arg) => `${arg.name}: $${arg.name}`));
  return {
    document: (selection) => `${kind}${declared} { ${name}${given} ${selection} }`,
    variables: (id) => Object.fromEntries(args.map((arg) => [arg.name, valueOf(arg.name, arg.type, id)])),
  };
}

/** What is required, and what names a record, alone or inside a filter. */
function isNeeded(name: string, type: GraphQLInputType): boolean {
  if (isNonNullType(type) || NAMES_A_RECORD.test(name)) return true;
  const named = getNamedType(type);
  if (!isInputObjectType(named) || named.isOneOf) return false;
  return Object.values(named.getFields()).some((field) => NAMES_A_RECORD.test(field.name));
}

function valueOf(name: string, type: GraphQLInputType, id: string): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [valueOf(name.replace(/s$/, ''), nullable.ofType, id)];
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    const needed = nullable.isOneOf
      ? fields.slice(0, 1)
      : fields.filter((field) => isNeeded(field.name, field.type));
    return Object.fromEntries(needed.map((field) => [field.name, valueOf(field.name, field.type, id)]));
  }
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  if (NAMES_A_RECORD.test(name)) return id;
  if (name in PLAUSIBLE) return PLAUSIBLE[name];
  switch (getNamedType(type).name) {
    case 'Boolean':
      return true;
    case 'Int':
    case 'Float':
      return 1;
    case 'Decimal':
      return '1';
    case 'DateTime':
      return name === 'end' ? '2100-01-02T00:00:00Z' : '2100-01-01T00:00:00Z';
    default:
      return `a ${name}`;
  }
}
