import { EventEmitter, once } from 'node:events';
import { createSchema } from 'graphql-yoga';
import { createClient } from 'graphql-ws';
import type { Client, ClientOptions } from 'graphql-ws';
import { WebSocket } from 'ws';
import { onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { OperationConflictError } from '../../src/domain/errors.ts';
import { createHttpServer } from '../../src/http/server.ts';
import type { HttpServer, HttpServerOptions, OperationInfo } from '../../src/http/server.ts';
import { createLogger } from '../../src/logger.ts';
import { testAuthenticator } from './test-authenticator.ts';

export const KEY = 'a-key-of-the-tests-0123456789';
export const SECRET = 'canary-in-an-unexpected-error';

export interface HttpTestServer extends HttpServer {
  url: string;
  port: number;
  /** Log lines up to now. */
  lines: Record<string, unknown>[];
  /** Emits `waiting` when the query `wait` has begun, and `left` when the generator of `forever` has ended; `go` lets `wait` answer. */
  events: EventEmitter;
  post(body: object, headers?: Record<string, string>): Promise<Response>;
}

/** A server on a free port with a small schema of its own; it is closed when the test ends. */
export async function startHttpServer(overrides: Partial<HttpServerOptions> = {}): Promise<HttpTestServer> {
  const events = new EventEmitter();
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const server = createHttpServer({
    schema: testSchema(events),
    context: (operation) => ({ operation }),
    authenticator: testAuthenticator({ adminKey: KEY }),
    rateLimiter: { reportOf: () => null },
    open: false,
    proxyHops: 0,
    host: '127.0.0.1',
    port: 0,
    corsOrigins: [],
    maxBodyBytes: 10_000,
    limits: loadConfig({}).limits,
    introspection: true,
    graphiql: true,
    persistedOperations: null,
    // eslint-disable-next-line require-yield
    async *exportCalls() {
      throw new Error('there are no calls here');
    },
    shutdownGraceMs: 10_000,
    checkStore: async () => undefined,
    sandbox: true,
    version: '1.2.3',
    logger: createLogger({ log: { level: 'debug', format: 'json' }, secrets: [], destination }),
    ...overrides,
  });
  const { url, port } = await server.listen();
  onTestFinished(() => server.close());
  return {
    ...server,
    url: `${url}/graphql`,
    port,
    lines,
    events,
    post: async (body, headers = { authorization: `Bearer ${KEY}` }) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}

/** A graphql-ws client that gives up at the first lost connection. */
export function connect(server: HttpTestServer, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    url: server.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${KEY}` },
    retryAttempts: 0,
    onNonLazyError: () => undefined,
    ...options,
  });
  onTestFinished(() => client.dispose());
  return client;
}

function testSchema(events: EventEmitter) {
  const context = (value: unknown) => (value as { operation: OperationInfo }).operation;
  return createSchema({
    typeDefs: /* GraphQL */ `
      type Query {
        role: String
        requestId: String
        add(left: Int!, right: Int!): Int
        unexpected: String
        conflict: String
        wait: String
      }
      type Mutation {
        echo(text: String!): String
      }
      type Subscription {
        count(to: Int!): Int
        forever: String
        broken: Int
      }
    `,
    resolvers: {
      Query: {
        role: (_, __, value) => context(value).principal.role,
        requestId: (_, __, value) => context(value).requestId,
        add: (_, { left, right }: { left: number; right: number }) => left + right,
        unexpected: () => {
          throw new TypeError(SECRET);
        },
        conflict: () => {
          throw new OperationConflictError('op-1');
        },
        wait: async (_, __, value) => {
          const { signal } = context(value);
          // combined, as a call's deadline is
          const gone = AbortSignal.any([signal, new AbortController().signal]);
          gone.addEventListener('abort', () => events.emit('aborted'));
          const answer = once(events, 'go');
          events.emit('waiting');
          await answer;
          return 'done';
        },
      },
      Mutation: { echo: (_, { text }: { text: string }) => text },
      Subscription: {
        count: {
          async *subscribe(_: unknown, { to }: { to: number }) {
            for (let count = 1; count <= to; count += 1) yield { count };
          },
        },
        forever: {
          subscribe: () => endless(events),
        },
        broken: {
          async *subscribe() {
            yield { broken: 1 };
            throw new TypeError(SECRET);
          },
        },
      },
    },
  });
}

/** One event, then silence until the subscriber leaves. */
function endless(events: EventEmitter): AsyncGenerator<{ forever: string }> {
  let sent = false;
  const done = { done: true, value: undefined } as const;
  let leave: (() => void) | undefined;
  return {
    async next() {
      if (sent) {
        await new Promise<void>((resolve) => {
          leave = resolve;
        });
        return done;
      }
      sent = true;
      return { done: false, value: { forever: 'hello' } };
    },
    async return() {
      leave?.();
      events.emit('left');
      return done;
    },
    async throw(error) {
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return(undefined);
    },
  };
}
