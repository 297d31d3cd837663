import { createSourceEventStream, getOperationAST, GraphQLError, Kind } from 'graphql';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Authenticator } from '../domain/access/authenticator.ts';
import { ACCESS_ENDED } from './authentication.ts';
import type { Exchange, ServerContext, ServerPlugin } from './exchange.ts';
import { httpError } from './http-error.ts';
import { maskError } from './mask-error.ts';
import { logOperation } from './operation-log.ts';
import { limitExceeded } from './request-limits.ts';
import { createSharedResults } from './shared-results.ts';
import { createSlots, holderOf } from './slots.ts';
import { LINGER_MS } from './slow-socket.ts';
import { endAfter, endWhenStalled } from './stalled-response.ts';

const DONE: IteratorResult<ExecutionResult> = { done: true, value: undefined };

/** The subscriptions that are open now, over SSE and WebSocket alike. */
export interface LiveSubscriptions {
  plugin: ServerPlugin;
  /**
   * Completes every open subscription, and from now on each new one at once; but not those that end by themselves, as streamed calls
   * do: they have the grace time of every request.
   */
  endAll(): void;
}

/** `extensionsOf`: what is told beside the first result, by when a call has been let in; null for nothing. */
export function createLiveSubscriptions(
  logger: Logger,
  authenticator: Pick<Authenticator, 'watch'>,
  maxPerKey: number,
  extensionsOf: (exchange: Exchange) => object | null,
): LiveSubscriptions {
  const open = new Set<() => void>();
  const slots = createSlots(maxPerKey);
  const results = createSharedResults();
  let ended = false;

  /**
   * The results of what a source gives, with masked errors, which can be ended from outside and never throw: a failure is the last
   * result.
   */
  function track<Item>(
    source: AsyncIterable<Item>,
    resultOf: (item: Item) => ExecutionResult | Promise<ExecutionResult>,
    exchange: Exchange,
    endsByItself: boolean,
    giveBack: () => void,
    serverContext: ServerContext,
  ): AsyncGenerator<ExecutionResult> {
    const iterator = source[Symbol.asyncIterator]();
    // what is answered from now on is the subscription's own
    exchange.errorCodes = [];
    let events = 0;
    let isDone = false;
    let answerWaiting: ((last: IteratorResult<ExecutionResult>) => void) | null = null;
    /** What the next one who asks gets after the end. */
    let last: IteratorResult<ExecutionResult> = DONE;
    let stopWatching = (): void => undefined;

    function finish(): void {
      if (isDone) return;
      isDone = true;
      open.delete(finish);
      giveBack();
      stopWatching();
      if (answerWaiting !== null) {
        answerWaiting(last);
        last = DONE;
      }
      logOperation(logger, exchange, { events }, 'subscription ended');
      exchange.onEnded();
      // not awaited: a source that waits for its next event would hold up the end
      void release();
    }

    function expire(): void {
      const error = httpError(401, 'UNAUTHENTICATED', ACCESS_ENDED);
      last = { done: false, value: { errors: [maskError(error, exchange, logger)] } };
      finish();
    }

    async function release(): Promise<void> {
      try {
        await iterator.return?.();
      } catch (error) {
        logger.error(
          { err: error, requestId: exchange.requestId },
          'a subscription failed while it was ended',
        );
      }
    }

    async function pull(): Promise<IteratorResult<ExecutionResult>> {
      try {
        const { done, value } = await iterator.next();
        if (isDone || done) {
          finish();
          return DONE;
        }
        const result = resultOf(value);
        return deliver(result instanceof Promise ? await result : result);
      } catch (error) {
        return fail(error);
      }
    }

    function deliver(result: ExecutionResult): IteratorResult<ExecutionResult> {
      if (isDone) return DONE;
      events += 1;
      const extensions = events === 1 ? extensionsOf(exchange) : null;
      const { errors } = result;
      if (!errors && extensions === null) return { done: false, value: result };
      const masked = errors?.map((error) => maskError(error, exchange, logger));
      return {
        done: false,
        value: {
          ...result,
          ...(masked && { errors: masked }),
          ...(extensions && { extensions: { ...result.extensions, ...extensions } }),
        },
      };
    }

    function fail(error: unknown): IteratorResult<ExecutionResult> {
      if (isDone) return DONE;
      const originalError = error instanceof Error ? error : new Error(String(error));
      const masked = maskError(new GraphQLError(originalError.message, { originalError }), exchange, logger);
      // the one who waits gets the error, not the end
      answerWaiting = null;
      finish();
      return { done: false, value: { errors: [masked] } };
    }

    const { res } = serverContext;
    if (res) endWhenStalled(res);
    const { requestId, onTooSlow } = exchange;
    exchange.onTooSlow = (error) => {
      logger.info({ requestId, cursor: error.cursor }, 'a subscriber takes none of its events');
      onTooSlow(error);
      // the error follows the last event if the client reads that far
      if (res) endAfter(res, LINGER_MS);
    };
    logOperation(logger, exchange, {}, 'subscription opened');
    if (!endsByItself) open.add(finish);
    // a WebSocket ends its own; an SSE stream that waits for a slow reader doesn't notice that the reader has gone
    if (exchange.transport === 'http') {
      exchange.signal.addEventListener('abort', finish, { once: true });
      if (exchange.access) stopWatching = authenticator.watch(exchange.access, expire);
    }
    if ((ended && !endsByItself) || exchange.signal.aborted) finish();
    return {
      async next() {
        if (isDone) {
          const result = last;
          last = DONE;
          return result;
        }
        return new Promise((resolve) => {
          answerWaiting = resolve;
          exchange.isAnswering = true;
          void pull().then((result) => {
            answerWaiting = null;
            exchange.isAnswering = false;
            resolve(result);
          });
        });
      },
      async return() {
        finish();
        return DONE;
      },
      async throw(error) {
        finish();
        throw error;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
      async [Symbol.asyncDispose]() {
        finish();
      },
    };
  }

  return {
    plugin: {
      onSubscribe({ args, subscribeFn, setSubscribeFn }) {
        const context = args.contextValue as ServerContext & { request?: Request };
        const { exchange, request } = context;
        // a subscription can cost money, and a page of any site can make a browser send a GET request
        if (request?.method === 'GET')
          throw httpError(405, 'BAD_REQUEST', 'Subscribe with a POST request.', { allow: 'POST' });
        if (!exchange) return;
        const giveBack = slots.take(
          exchange.access === null ? 'nobody' : holderOf(exchange.access.principal),
        );
        if (giveBack === null) {
          const message = `This key has ${maxPerKey} subscriptions open, the most that it may have.`;
          throw limitExceeded(message, 'MAX_SUBSCRIPTIONS_PER_KEY', maxPerKey, 429);
        }
        setSubscribeFn(async (subscribeArgs) => {
          try {
            const shared = results.executorOf(subscribeArgs);
            const result: unknown = await (shared
              ? createSourceEventStream(subscribeArgs)
              : subscribeFn(subscribeArgs));
            if (isAsyncIterable(result)) {
              const resultOf = shared ?? ((item: unknown) => item as ExecutionResult);
              return track(result, resultOf, exchange, fieldEndsByItself(subscribeArgs), giveBack, context);
            }
            giveBack();
            return result;
          } catch (error) {
            giveBack();
            throw error;
          }
        });
      },
    },
    endAll() {
      ended = true;
      for (const finish of [...open]) finish();
    },
  };
}

/** True when the field of the subscription says that it ends by itself. */
function fieldEndsByItself({ document, operationName, schema }: ExecutionArgs): boolean {
  const [selection] = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  if (selection?.kind !== Kind.FIELD) return false;
  const field = schema.getSubscriptionType()?.getFields()[selection.name.value];
  return field?.extensions['endsByItself'] === true;
}
