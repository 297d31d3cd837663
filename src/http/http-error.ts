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
