import { GraphQLError } from 'graphql';
import type { DocumentNode } from 'graphql';

/** Parses a document. Throws a GraphQLError with the code GRAPHQL_PARSE_FAILED, unless it has another. */
export function parseWith(parseDocument: (source: string) => DocumentNode, query: string): DocumentNode {
  try {
    return parseDocument(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { source = null, positions = null, extensions } = error;
    throw new GraphQLError(error.message, {
      source,
      positions,
      extensions: { code: 'GRAPHQL_PARSE_FAILED', ...extensions },
    });
  }
}

/** The result of an operation, or what it failed with as one. */
export async function attempt<Result>(
  operation: () => Promise<Result>,
): Promise<Result | { errors: GraphQLError[] }> {
  try {
    return await operation();
  } catch (error) {
    return { errors: [toGraphQLError(error)] };
  }
}

export function toGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
