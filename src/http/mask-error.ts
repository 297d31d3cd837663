import { GraphQLError } from 'graphql';
import type { GraphQLErrorExtensions } from 'graphql';
import type { Logger } from 'pino';
import {
  CursorAheadError,
  CursorExpiredError,
  SubscriberTooSlowError,
  TollgateError,
} from '../domain/errors.ts';
import type { Exchange, ServerPlugin } from './exchange.ts';
import { withoutValues } from './input-echo.ts';
import { LIMIT_EXCEEDED } from './request-limits.ts';

/** Of errors that graphql-js and Yoga make; they have none when the value of a variable is wrong. */
const CODES_OF_LIBRARIES = [
  undefined,
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
];

/**
 * An error as clients see it, with `extensions.code` and `extensions.requestId`. Expected errors (TollgateError, GraphQLError)
 * pass; anything else is logged under the request's id and masked. Its code is added to the exchange.
 */
export function maskError(error: GraphQLError, exchange: Exchange, logger: Logger): GraphQLError {
  const cause = originOf(error);
  const expected = expectedExtensions(error, cause);
  // the status and headers of an HTTP answer, which Yoga takes out; over a WebSocket there are none
  if (exchange.transport === 'websocket' && expected !== null) delete expected['http'];
  if (expected === null) logUnexpected(error, cause, exchange, logger);
  const extensions = {
    ...(expected ?? { code: 'INTERNAL_SERVER_ERROR', unexpected: true }),
    requestId: exchange.requestId,
  };
  if (!exchange.errorCodes.includes(extensions.code)) exchange.errorCodes.push(extensions.code);
  const message = expected
    ? shownMessage(error, cause)
    : `Internal error. Quote requestId ${exchange.requestId} when you report it.`;
  const { nodes = null, source = null, positions = null, path = null } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

/** Masks the errors of answers over HTTP. Subscriptions mask theirs one by one. */
export function useMaskedErrors(logger: Logger): ServerPlugin {
  return {
    onResultProcess(event) {
      const { exchange } = event.serverContext;
      const { result } = event;
      if (!exchange || !('errors' in result) || !result.errors) return;
      event.setResult({
        ...result,
        errors: result.errors.map((error) => maskError(error, exchange, logger)),
      });
    },
  };
}

/** The error at the bottom: what was thrown, under what GraphQL and Yoga wrapped around it. */
function originOf(error: Error): Error {
  return error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error;
}

/** What an expected error says; of a request that was not executed, without what the client has sent. */
function shownMessage(error: GraphQLError, origin: Error): string {
  if (!(origin instanceof GraphQLError) || error.path) return error.message;
  const isOurs = !CODES_OF_LIBRARIES.includes(origin.extensions['code'] as string | undefined);
  return withoutValues(error.message, origin.message, isOurs);
}

/** Extensions of an error that may be shown, null for one that may not. */
function expectedExtensions(
  error: GraphQLError,
  origin: Error,
): (GraphQLErrorExtensions & { code: string }) | null {
  if (origin instanceof TollgateError) {
    const { code, category, retryable } = origin;
    return {
      code,
      category,
      retryable,
      ...((origin instanceof CursorExpiredError || origin instanceof CursorAheadError) && {
        oldestCursor: origin.oldestCursor,
      }),
      ...(origin instanceof SubscriberTooSlowError && { cursor: origin.cursor }),
    };
  }
  // Yoga sets `unexpected` on what was thrown without being an Error
  if (!(origin instanceof GraphQLError) || error.extensions['unexpected'] === true) return null;
  if (error.path) return { code: 'EXECUTION_FAILED', ...error.extensions };
  // what is above a limit was not looked at as GraphQL, so it is no answer of status 200 for clients of old either
  if (error.extensions['code'] === LIMIT_EXCEEDED) {
    const { http, ...extensions } = error.extensions;
    return { ...extensions, code: LIMIT_EXCEEDED, http: { ...http, spec: false } };
  }
  // without a path nothing was executed: the document or its variables are wrong
  return { code: 'BAD_USER_INPUT', http: { status: 400, spec: true }, ...error.extensions };
}

function logUnexpected(
  error: GraphQLError,
  origin: Error,
  { requestId, operation }: Exchange,
  logger: Logger,
): void {
  const details = { err: origin, requestId, operation: operation?.name, path: error.path?.join('.') };
  // a client that goes away is no fault of ours
  if (origin.name === 'AbortError') logger.debug(details, 'aborted');
  else logger.error(details, 'unexpected error');
}
