import { GraphQLError } from 'graphql';
import { httpError } from './http-error.ts';

/** What is taken of a document, before it is checked against the schema and before it is executed. */
export interface DocumentLimits {
  maxCharacters: number;
  maxTokens: number;
  /** Levels of fields in each other. */
  maxDepth: number;
  maxAliases: number;
  maxRootFields: number;
  maxDirectives: number;
  /** Named fragments, and uses of them. */
  maxFragments: number;
  /** Fields that the answer can have. */
  maxCost: number;
}

/** What is taken of a JSON text. */
export interface JsonLimits {
  /** Levels of lists and objects. */
  maxDepth: number;
  maxValues: number;
}

export interface RequestLimits {
  document: DocumentLimits;
  json: JsonLimits;
  maxSubscriptionsPerKey: number;
  maxExportsPerKey: number;
  maxSocketsPerAddress: number;
  requestTimeoutMs: number;
}

export const LIMIT_EXCEEDED = 'LIMIT_EXCEEDED';

/**
 * A request above a limit: the message says which and how much is taken, and nothing of the request. `variable` is the
 * setting that an operator can change.
 */
export function limitExceeded(message: string, variable: string, max: number, status = 400): GraphQLError {
  const { extensions } = httpError(status, LIMIT_EXCEEDED, message);
  return new GraphQLError(message, { extensions: { ...extensions, limit: variable, max } });
}
