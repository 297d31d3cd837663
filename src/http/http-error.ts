import { GraphQLError } from 'graphql';

/** A request that is turned away before anything of it is executed; answered as a GraphQL error with this HTTP status. */
export function httpError(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}

/** An error of `httpError`. */
export interface GraphQLHttpError extends GraphQLError {
  extensions: { code: string; http: { status: number; headers: Record<string, string> } };
}

export function isGraphQLHttpError(error: unknown): error is GraphQLHttpError {
  return error instanceof GraphQLError && 'http' in error.extensions;
}
