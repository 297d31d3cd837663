import { getOperationAST } from 'graphql';
import type { ExecutionArgs } from 'graphql';
import type { Logger } from 'pino';
import { durationMsOf } from './exchange.ts';
import type { Exchange, ServerContext, ServerPlugin } from './exchange.ts';

/** Notes what is executed, and writes a line for each operation that was answered over HTTP; all other requests are debug lines. */
export function useOperationLog(logger: Logger): ServerPlugin {
  return {
    onExecute: ({ args }) => noteOperation(args),
    onSubscribe: ({ args }) => noteOperation(args),
    onResponse({ request, response, serverContext: { exchange } }) {
      if (!exchange) return;
      const { status } = response;
      // a subscription that was opened has lines of its own
      if (exchange.operation?.type === 'subscription' && exchange.errorCodes.length === 0) return;
      if (exchange.operation || exchange.errorCodes.length > 0) logOperation(logger, exchange, { status });
      else {
        const { requestId } = exchange;
        logger.debug(
          // without its parameters, which can be a document with texts of people
          {
            requestId,
            method: request.method,
            url: request.url.split('?', 1)[0],
            status,
            durationMs: durationMsOf(exchange),
          },
          'request',
        );
      }
    },
  };
}

/** The line of an operation: what it was, how long it took until it was answered, and the codes of its errors. */
export function logOperation(
  logger: Logger,
  exchange: Exchange,
  details: Record<string, unknown> = {},
  text = 'operation',
): void {
  const { requestId, transport, operation, errorCodes } = exchange;
  logger.info(
    {
      requestId,
      transport,
      operation: operation?.name ?? null,
      type: operation?.type ?? null,
      durationMs: durationMsOf(exchange),
      ...(errorCodes.length > 0 && { errors: errorCodes }),
      ...details,
    },
    text,
  );
}

function noteOperation({
  document,
  operationName,
  contextValue,
}: Pick<ExecutionArgs, 'document' | 'operationName' | 'contextValue'>): void {
  const { exchange } = contextValue as ServerContext;
  const node = getOperationAST(document, operationName);
  if (exchange && node) exchange.operation = { name: node.name?.value ?? null, type: node.operation };
}
