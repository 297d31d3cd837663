import { defaultFieldResolver, GraphQLError } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { hasRole, ROLES } from '../domain/access/principal.ts';
import type { Principal, Role } from '../domain/access/principal.ts';
import type { GraphQLContext } from './context.ts';

/** Who may use a field: those with the role or one above it; the operator's are for no role. */
export type Rule = Role | 'operator';

type RootField = GraphQLField<unknown, GraphQLContext, object>;
type Resolver = GraphQLFieldResolver<unknown, GraphQLContext, object>;

/** Which of the rules hold for the caller. */
export function rulesFor(principal: Principal): Record<Rule, boolean> {
  return {
    viewer: true,
    agent: hasRole(principal, 'agent'),
    admin: hasRole(principal, 'admin'),
    operator: principal.isOperator,
  };
}

export function forbidden(): GraphQLError {
  return new GraphQLError('This key may not do that.', { extensions: { code: 'FORBIDDEN' } });
}

/**
 * Asks for the rule of every root field before anything else of it happens: the plugins look at the input first, and their answer
 * would tell what is wrong with it. Throws for a root field without exactly one rule, so that no server starts with one.
 */
export function guardRootFields(schema: GraphQLSchema): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const field of roots.flatMap((root) => Object.values(root?.getFields() ?? {}))) {
    const rule = ruleOf(field);
    // what isn't subscribed to never comes to the second
    field.resolve = guarded(rule, field.resolve ?? defaultFieldResolver);
    if (field.subscribe) field.subscribe = guarded(rule, field.subscribe);
  }
  return schema;
}

function guarded(rule: Rule, resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    if (!rulesFor(context.principal)[rule]) throw forbidden();
    return resolve(source, args, context, info);
  };
}

function ruleOf({ name, extensions }: RootField): Rule {
  const options = extensions['pothosOptions'] as { authScopes?: unknown } | undefined;
  const scopes = Object.entries(options?.authScopes ?? {});
  const rule = [...ROLES, 'operator' as const].find((one) => scopes[0]?.[0] === one && scopes[0][1] === true);
  if (rule === undefined || scopes.length !== 1)
    throw new Error(`the field ${name} needs authScopes with exactly one rule`);
  return rule;
}
