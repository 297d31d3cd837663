import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { getOperationAST, GraphQLError } from 'graphql';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { CloseCode, handleProtocols, makeServer, MessageType } from 'graphql-ws';
import type { SubscribePayload } from 'graphql-ws';
import { isAsyncIterable } from 'graphql-yoga';
import type { YogaServerInstance } from 'graphql-yoga';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { UnauthenticatedError } from '../domain/access/access-errors.ts';
import type { Access, Authenticator, Credentials } from '../domain/access/authenticator.ts';
import { ACCESS_ENDED, refusalOf } from './authentication.ts';
import type { SubscriberTooSlowError } from '../domain/errors.ts';
import { createExchange } from './exchange.ts';
import type { Exchange, ServerContext } from './exchange.ts';
import { jsonProblem } from './json-limits.ts';
import { keepAlive } from './keep-alive.ts';
import { maskError } from './mask-error.ts';
import { attempt, parseWith, toGraphQLError } from './operation-failure.ts';
import { logOperation } from './operation-log.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import type { JsonLimits } from './request-limits.ts';
import { closeTooSlow, closeWithin, createSender, cutOffAbove, LINGER_MS } from './slow-socket.ts';
import { credentialsOf, openingOf } from './websocket-credentials.ts';

const INIT_TIMEOUT_MS = 3000;
/** Of who has not shown a key yet: room for the message that brings it. */
const MAX_STRANGER_MESSAGE_BYTES = 16_384;
/** What a stranger may send in all, finished or not: ws holds a message in memory until its end. */
const MAX_STRANGER_BYTES = 65_536;
const CLOSE_TIMEOUT_MS = 1000;
/** RFC 6455, 7.4.1: the endpoint is going away. */
const GOING_AWAY = 1001;
/** graphql-ws says what it got, which can be longer than a reason may be (123 bytes). */
const REASONS: Partial<Record<number, string>> = {
  [CloseCode.BadRequest]: 'The message is not one of graphql-transport-ws.',
  [CloseCode.SubscriberAlreadyExists]: 'An operation with this id is running.',
};

export interface WebSocketOptions {
  yoga: YogaServerInstance<ServerContext, object>;
  authenticator: Authenticator;
  /** How many proxies in front add their peer to X-Forwarded-For. */
  proxyHops: number;
  /** Longest message, in bytes. */
  maxMessageBytes: number;
  json: JsonLimits;
  /** Null when every operation may run. */
  persistedOperations: PersistedOperations | null;
  logger: Logger;
}

export interface WebSocketEntrance {
  /** Takes over a connection whose upgrade request was accepted. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Resolves when every operation that is under way has ended. */
  drained(): Promise<void>;
  /** Closes every connection. */
  close(): Promise<void>;
}

/** One connection; `access` is null until it has been authenticated. */
interface Connection {
  socket: WebSocket;
  /** Of the request that began it. */
  opening: Credentials;
  signal: AbortSignal;
  access: Access | null;
  /** Called when it is let in. */
  onAccess(): void;
  /** Ends its operations at once, and soon the connection, whether the client answers or not. */
  close(code: number, reason: string): void;
  /** The operation whose events aren't taken, when the connection is being given up for it. */
  tooSlow: { id: string; error: SubscriberTooSlowError } | null;
}

/**
 * GraphQL over WebSocket by the protocol graphql-transport-ws, through the same pipeline as HTTP. On graphql-ws's core and not
 * its ready-made adapter for ws, which writes to the console and cannot tell which operations are still running.
 */
export function createWebSocketEntrance({
  yoga,
  authenticator,
  proxyHops,
  maxMessageBytes,
  json,
  persistedOperations,
  logger,
}: WebSocketOptions): WebSocketEntrance {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, handleProtocols });
  const running = new Set<Promise<void>>();
  const pipelines = new WeakMap<
    ExecutionArgs,
    { exchange: Exchange; enveloped: ReturnType<typeof yoga.getEnveloped> }
  >();

  const server = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: INIT_TIMEOUT_MS,
    async onConnect({ connectionParams, extra }) {
      try {
        const access = await authenticator.authenticate(credentialsOf(connectionParams ?? {}, extra.opening));
        extra.access = access;
        extra.onAccess();
        const stop = authenticator.watch(access, () => end(extra));
        extra.signal.addEventListener('abort', stop, { once: true });
        return true;
      } catch (error) {
        const refused = refusalOf(error);
        if (refused === null) throw error;
        extra.close(refused.closeCode, refused.message);
        return false;
      }
    },
    async onSubscribe({ extra }, id, payload) {
      if (extra.access?.isValid() === false) {
        end(extra);
        return [new GraphQLError(ACCESS_ENDED, { extensions: { code: 'UNAUTHENTICATED' } })];
      }
      const exchange = createExchange('websocket', null, extra.signal);
      // each operation has a principal of its own, as its key is now
      exchange.access = extra.access && { ...extra.access, principal: extra.access.current() };
      exchange.onTooSlow = (error) => giveUp(extra, id, exchange, error);
      const prepared = await prepare(exchange, payload);
      if (!Array.isArray(prepared)) return prepared;
      const errors = prepared.map((error) => maskError(error, exchange, logger));
      logOperation(logger, exchange);
      return errors;
    },
    onComplete({ extra: { socket, tooSlow } }, id) {
      if (tooSlow?.id === id) closeTooSlow(socket, tooSlow.error);
    },
    execute: (args) => run(args, 'execute'),
    subscribe: (args) => run(args, 'subscribe'),
  });

  /**
   * A client that reads on gets its last events, then the error, then the close code. To one that doesn't, the error and the code are
   * sent behind what is stuck, unless the last event itself is not on its way yet.
   */
  function giveUp(
    connection: Connection,
    id: string,
    exchange: Exchange,
    error: SubscriberTooSlowError,
  ): void {
    connection.tooSlow ??= { id, error };
    const { socket } = connection;
    const timer = setTimeout(() => {
      if (socket.readyState !== socket.OPEN) return;
      if (exchange.isAnswering) return closeTooSlow(socket, null);
      const errors = [maskError(toGraphQLError(error), exchange, logger)];
      socket.send(JSON.stringify({ id, type: MessageType.Next, payload: { errors } }));
      closeTooSlow(socket, error);
    }, LINGER_MS);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  }

  async function prepare(
    exchange: Exchange,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | GraphQLError[]> {
    try {
      const enveloped = yoga.getEnveloped({ exchange, params: payload });
      const query = persistedOperations?.textOf(payload) ?? payload.query;
      const document = parseWith(enveloped.parse, query);
      const errors = enveloped.validate(enveloped.schema, document) as GraphQLError[];
      if (errors.length > 0) return errors;
      const operationName = payload.operationName ?? null;
      if (!getOperationAST(document, operationName)) {
        return [
          new GraphQLError('Could not determine what operation to execute.', {
            extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
          }),
        ];
      }
      const args: ExecutionArgs = {
        schema: enveloped.schema,
        document,
        operationName,
        variableValues: payload.variables ?? null,
        contextValue: await enveloped.contextFactory(),
      };
      pipelines.set(args, { exchange, enveloped });
      return args;
    } catch (error) {
      return [toGraphQLError(error)];
    }
  }

  async function run(
    args: ExecutionArgs,
    kind: 'execute' | 'subscribe',
  ): Promise<ExecutionResult | AsyncGenerator<ExecutionResult>> {
    const pipeline = pipelines.get(args);
    if (!pipeline) throw new Error('an operation that was not prepared');
    const { exchange, enveloped } = pipeline;
    const result = await attempt(
      async () => (await enveloped[kind](args)) as ExecutionResult | AsyncGenerator<ExecutionResult>,
    );
    // its results are masked and logged one by one (live-subscriptions.ts)
    if (isAsyncIterable(result)) return result;
    const errors = result.errors?.map((error) => maskError(error, exchange, logger));
    logOperation(logger, exchange);
    return errors ? { ...result, errors } : result;
  }

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage, wire: Duplex) => {
    const gone = new AbortController();
    // not the request itself: it would take memory for as long as the connection stays
    const opening = openingOf(request, proxyHops);
    const connection: Connection = {
      socket,
      opening,
      signal: gone.signal,
      access: null,
      onAccess: cutOffAbove(MAX_STRANGER_BYTES, socket, wire),
      close(code, reason) {
        closeWithin(CLOSE_TIMEOUT_MS, socket, code, reason);
        leave(code, reason);
      },
      tooSlow: null,
    };
    const stopKeepAlive = keepAlive(socket);
    const report = (error: unknown): void => logger.error({ err: error }, 'a WebSocket connection failed');
    const leave = (code: number, reason: string): void => {
      if (gone.signal.aborted) return;
      gone.abort();
      // not at once: the protocol can be refused before there is anything to close
      void Promise.resolve()
        .then(() => closed(code, reason))
        .catch(report);
    };

    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: createSender(socket, wire),
        close: (code = GOING_AWAY, reason = '') => connection.close(code, REASONS[code] ?? reason),
        onMessage: (handle) =>
          socket.on('message', (data) => {
            // one that is being closed has said what counts
            if (socket.readyState !== socket.OPEN) return;
            const message = data as Buffer;
            if (connection.access === null && message.length > MAX_STRANGER_MESSAGE_BYTES)
              return connection.close(CloseCode.Unauthorized, new UnauthenticatedError().message);
            const problem = jsonProblem(message, json);
            if (problem !== null) return connection.close(CloseCode.BadRequest, problem.message);
            const handled = handle(message.toString('utf8')).catch((error: unknown) => {
              report(error);
              connection.close(CloseCode.InternalServerError, 'Internal error');
            });
            running.add(handled);
            void handled.finally(() => running.delete(handled));
          }),
      },
      connection,
    );
    // of the client's making (a message too long, a broken frame); ws closes the connection with the right code
    socket.on('error', (error) => logger.debug({ err: error }, 'a WebSocket client broke the protocol'));
    socket.once('close', (code, reason) => {
      stopKeepAlive();
      leave(code, String(reason));
    });
  });

  return {
    accept(request, socket, head) {
      sockets.handleUpgrade(request, socket, head, (webSocket) =>
        sockets.emit('connection', webSocket, request, socket),
      );
    },
    async drained() {
      while (running.size > 0) await Promise.all(running);
    },
    async close() {
      const open = [...sockets.clients];
      const closing = open.map(
        (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
      );
      for (const client of open) client.close(GOING_AWAY, 'server is stopping');
      const timer = setTimeout(() => {
        for (const client of open) client.terminate();
      }, CLOSE_TIMEOUT_MS);
      await Promise.all(closing);
      clearTimeout(timer);
    },
  };
}

/** Ends a connection whose key no longer opens anything, with the code after which clients don't try again. */
function end(connection: Connection): void {
  connection.close(CloseCode.Unauthorized, ACCESS_ENDED);
}
