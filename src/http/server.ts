import type { IncomingMessage } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { YogaServerInstance } from 'graphql-yoga';
import type { Logger } from 'pino';
import { UnauthenticatedError } from '../domain/access/access-errors.ts';
import type { Access, Authenticator } from '../domain/access/authenticator.ts';
import type { RateLimiter } from '../domain/access/rate-limiter.ts';
import type { SubscriberTooSlowError } from '../domain/errors.ts';
import type { Principal } from '../domain/access/principal.ts';
import { authenticateRequest, PROJECT_HEADER, useAuthentication } from './authentication.ts';
import { useBodyLimit } from './body-limit.ts';
import { createDocumentCache } from './document-cache.ts';
import { useDocumentLimits } from './document-limits.ts';
import { useExchange } from './exchange.ts';
import { useExport } from './export.ts';
import type { ExportOptions } from './export.ts';
import type { Exchange, ServerContext } from './exchange.ts';
import { useGraphiql } from './graphiql.ts';
import { useHealth } from './health.ts';
import { createListener } from './listener.ts';
import { createLiveSubscriptions } from './live-subscriptions.ts';
import type { LiveSubscriptions } from './live-subscriptions.ts';
import { httpError } from './http-error.ts';
import { foreignSiteProblem, useLoopbackOnly } from './loopback-only.ts';
import { useMaskedErrors } from './mask-error.ts';
import { useOperationLog } from './operation-log.ts';
import { usePersistedOperations } from './persisted-operations.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import type { RequestLimits } from './request-limits.ts';
import { RATE_LIMIT_HEADERS, rateLimitExtensions, useRateLimitReport } from './rate-limit-report.ts';
import { DEFAULT_HEADERS, SECURITY_HEADERS, useResponseHeaders } from './response-headers.ts';
import { useSchemaPrivacy } from './schema-privacy.ts';
import { createWebSocketEntrance } from './websocket.ts';

const GRAPHQL_PATH = '/graphql';
/** A space can't be in a request's address: Yoga's own health check, which can't be switched off, never answers. */
const NEVER = ' ';

/** What the context of an operation is made from. */
export interface OperationInfo {
  principal: Principal;
  requestId: string;
  /** Aborted when the client has gone. */
  signal: AbortSignal;
  /** To be told when a subscription is given up because the client takes none of its events. */
  onTooSlow: (error: SubscriberTooSlowError) => void;
  /** Has `listener` told when the subscription has ended, whoever ended it. */
  whenEnded: (listener: () => void) => void;
}

export interface HttpServerOptions {
  schema: GraphQLSchema;
  /** Called once for each operation, after it was authenticated and validated. */
  context(operation: OperationInfo): object;
  authenticator: Authenticator;
  rateLimiter: Pick<RateLimiter, 'reportOf'>;
  /** True lets in who sends no key, and then only from pages of this machine. */
  open: boolean;
  /** How many proxies in front add their peer to X-Forwarded-For. */
  proxyHops: number;
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Other web origins whose pages may call the API. */
  corsOrigins: readonly string[];
  maxBodyBytes: number;
  limits: RequestLimits;
  /** False hides the schema. */
  introspection: boolean;
  graphiql: boolean;
  /** Null when every operation may run. */
  persistedOperations: PersistedOperations | null;
  exportCalls: ExportOptions['exportCalls'];
  shutdownGraceMs: number;
  /** Throws when the store cannot be used; /health/ready shows the message. */
  checkStore: () => Promise<void>;
  /** True when the built-in sandbox answers calls. */
  sandbox: boolean;
  version: string;
  logger: Logger;
}

export interface HttpServer {
  /** Answers a request as the port would, without one; only WebSockets need the port. */
  fetch(request: Request): Promise<Response>;
  /** Rejects with the error of node:net (EADDRINUSE, EACCES …) when the port can't be had. */
  listen(): Promise<{ url: string; port: number }>;
  /** Ends subscriptions, lets running requests finish within the grace time, closes every connection. Idempotent. */
  close(): Promise<void>;
}

export function createHttpServer(options: HttpServerOptions): HttpServer {
  let state: 'starting' | 'running' | 'stopping' = 'starting';
  let closing: Promise<void> | null = null;
  const subscriptions = createLiveSubscriptions(
    options.logger,
    options.authenticator,
    options.limits.maxSubscriptionsPerKey,
    (exchange) => rateLimitExtensions(options.rateLimiter, exchange),
  );
  const yoga = createPipeline(options, subscriptions, () =>
    state === 'running' ? null : `The server is ${state}.`,
  );
  const webSockets = createWebSocketEntrance({
    yoga,
    authenticator: options.authenticator,
    proxyHops: options.proxyHops,
    maxMessageBytes: options.maxBodyBytes,
    json: options.limits.json,
    persistedOperations: options.persistedOperations,
    logger: options.logger,
  });
  const listener = createListener({
    host: options.host,
    port: options.port,
    onRequest(request, response) {
      if (hasAddress(request)) void yoga(request, response);
      else response.writeHead(400, { ...SECURITY_HEADERS, ...DEFAULT_HEADERS, connection: 'close' }).end();
    },
    webSockets,
    requestTimeoutMs: options.limits.requestTimeoutMs,
    maxSocketsPerAddress: options.limits.maxSocketsPerAddress,
    proxyHops: options.proxyHops,
    refuseUpgrade: (request) => upgradeRefusal(request, options),
  });

  async function stop(): Promise<void> {
    const wasListening = state === 'running';
    state = 'stopping';
    subscriptions.endAll();
    if (wasListening) await listener.close(options.shutdownGraceMs);
    await yoga.dispose();
  }

  return {
    fetch: async (request) => yoga.fetch(request, {}),
    async listen() {
      const address = await listener.listen();
      state = 'running';
      return address;
    },
    close: () => (closing ??= stop()),
  };
}

/** Yoga with everything that a request passes through, from the outside in. */
function createPipeline(
  options: HttpServerOptions,
  subscriptions: LiveSubscriptions,
  unreadyReason: () => string | null,
): YogaServerInstance<ServerContext, object> {
  const { authenticator, open, proxyHops, corsOrigins, persistedOperations, logger } = options;
  return createYoga<ServerContext, object>({
    schema: options.schema,
    context: ({ exchange }) => options.context(operationInfo(exchange)),
    graphqlEndpoint: GRAPHQL_PATH,
    healthCheckEndpoint: NEVER,
    landingPage: false,
    graphiql: false,
    batching: false,
    multipart: false,
    // ours: it states the limit, and doesn't pipe every small body through a stream
    maxRequestBodySize: false,
    // ours: it knows the request's id
    maskedErrors: false,
    parserAndValidationCache: {
      documentCache: createDocumentCache(),
      errorCache: createDocumentCache(),
    },
    // how a client names a persisted operation; without them it is as unknown as any other
    extraParamNames: persistedOperations ? ['documentId'] : [],
    cors: corsOrigins.length > 0 && ((request) => corsFor(request, corsOrigins)),
    logging: yogaLogger(logger),
    plugins: [
      // first, because the others answer and log under the exchange's id
      useExchange(),
      useResponseHeaders(),
      useOperationLog(logger),
      // pages and probes, which need no key
      useHealth({
        unreadyReason,
        checkStore: options.checkStore,
        sandbox: options.sandbox,
        version: options.version,
      }),
      ...(options.graphiql ? [useGraphiql({ open, logger })] : []),
      useExport({
        authenticate: (request, context) => authenticateExport(request, context, options),
        watch: (access, onEnd) => authenticator.watch(access, onEnd),
        exportCalls: options.exportCalls,
        maxPerKey: options.limits.maxExportsPerKey,
        logger,
      }),
      // who asks comes before what: nothing of a stranger's body is read
      ...(open ? [useLoopbackOnly(corsOrigins)] : []),
      useAuthentication(authenticator, proxyHops),
      useBodyLimit(options.maxBodyBytes, options.limits.json),
      ...(persistedOperations ? [usePersistedOperations(persistedOperations)] : []),
      useDocumentLimits(options.limits),
      ...(options.introspection ? [] : [useSchemaPrivacy()]),
      // around the execution; last, so that it masks what any of the others has thrown
      subscriptions.plugin,
      useRateLimitReport(options.rateLimiter),
      useMaskedErrors(logger),
    ],
  });
}

/** A download is let in as an operation is. */
async function authenticateExport(
  request: Request,
  context: ServerContext,
  { authenticator, open, proxyHops, corsOrigins }: HttpServerOptions,
): Promise<Access> {
  const { headers } = request;
  if (open) {
    const problem = foreignSiteProblem(
      { host: headers.get('host'), origin: headers.get('origin'), site: headers.get('sec-fetch-site') },
      corsOrigins,
    );
    if (problem !== null) throw httpError(403, 'FOREIGN_SITE', problem);
  }
  return authenticateRequest(authenticator, proxyHops, request, context);
}

function operationInfo(exchange: Exchange | undefined): OperationInfo {
  // cannot be while useAuthentication and the WebSocket's onConnect stand in front
  if (!exchange?.access) throw new UnauthenticatedError();
  const { access, requestId, signal } = exchange;
  return {
    principal: access.principal,
    requestId,
    signal,
    onTooSlow: (error) => exchange.onTooSlow(error),
    whenEnded: (listener) => (exchange.onEnded = listener),
  };
}

function corsFor(request: Request, origins: readonly string[]) {
  const origin = request.headers.get('origin');
  if (origin === null || !origins.includes(origin)) return false;
  return {
    origin,
    credentials: false,
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'x-request-id', PROJECT_HEADER],
    exposedHeaders: ['x-request-id', 'retry-after', ...RATE_LIMIT_HEADERS],
    maxAge: 600,
  };
}

/** False for a Host or path that makes no URL: Yoga would answer with a stack trace. */
function hasAddress({ url = '', headers: { host = 'localhost' } }: IncomingMessage): boolean {
  return URL.canParse(`http://${host}${url}`);
}

/** The HTTP status with which a WebSocket is refused, null for one that is welcome. Its key is asked for later, by the protocol. */
function upgradeRefusal(request: IncomingMessage, { open, corsOrigins }: HttpServerOptions): number | null {
  if (request.url?.split('?', 1)[0] !== GRAPHQL_PATH) return 404;
  const { host = null, origin = null, 'sec-fetch-site': site } = request.headers;
  if (
    open &&
    foreignSiteProblem({ host, origin, site: typeof site === 'string' ? site : null }, corsOrigins) !== null
  )
    return 403;
  return null;
}

function yogaLogger(logger: Logger) {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...parts: unknown[]): void => {
      const err = parts.find((part) => part instanceof Error);
      logger[level]({ err }, parts.filter((part) => part !== err).join(' '));
    };
  // what Yoga says of each step would be the longest part of a debug log
  return { debug: () => undefined, info: write('debug'), warn: write('warn'), error: write('error') };
}
