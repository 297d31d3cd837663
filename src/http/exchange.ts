import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '../lib/ids.ts';
import type { Access } from '../domain/access/authenticator.ts';
import type { SubscriberTooSlowError } from '../domain/errors.ts';
import type { Plugin } from 'graphql-yoga';

/** What is known of one HTTP request, or of one operation over a WebSocket. */
export interface Exchange {
  /** In the answer's header, in the extensions of its errors and in its log lines. */
  requestId: string;
  transport: 'http' | 'websocket';
  /** By performance.now(). */
  startedAt: number;
  /** Null until it is authenticated. */
  access: Access | null;
  /** Null until something is executed. */
  operation: { name: string | null; type: 'query' | 'mutation' | 'subscription' } | null;
  /** Codes of the errors that were answered. */
  errorCodes: string[];
  /** Aborted when the client has gone. */
  signal: AbortSignal;
  /** Told when its subscription is given up because the client takes none of its events. Set by the transport. */
  onTooSlow: (error: SubscriberTooSlowError) => void;
  /** Told when its subscription has ended, whoever ended it. Set by the operation. */
  onEnded: () => void;
  /** True while a subscription makes its next result or waits for it; false while the last one is on its way to the client. */
  isAnswering: boolean;
}

/** What every plugin is given beside the request. `req` and `res` are absent for a request that came through no socket. */
export interface ServerContext {
  req?: IncomingMessage;
  res?: ServerResponse;
  /** Absent where Yoga answers before the first plugin (a preflight request). */
  exchange?: Exchange;
}

export type ServerPlugin = Plugin<ServerContext, ServerContext>;

const SANE_REQUEST_ID = /^[\w.-]{1,64}$/;

/** Begins an exchange; the client's own request id is kept if it is sane, so that it can follow a request through several logs. */
export function createExchange(
  transport: Exchange['transport'],
  requestIdHeader: string | null | undefined,
  signal: AbortSignal,
): Exchange {
  return {
    requestId:
      typeof requestIdHeader === 'string' && SANE_REQUEST_ID.test(requestIdHeader)
        ? requestIdHeader
        : newId(),
    transport,
    startedAt: performance.now(),
    access: null,
    operation: null,
    errorCodes: [],
    signal,
    onTooSlow: () => undefined,
    onEnded: () => undefined,
    isAnswering: false,
  };
}

/** Milliseconds since the exchange began, to a tenth. */
export function durationMsOf(exchange: Exchange): number {
  return Math.round((performance.now() - exchange.startedAt) * 10) / 10;
}

/** Begins the exchange of each HTTP request and answers with its id. */
export function useExchange(): ServerPlugin {
  return {
    onRequest({ request, serverContext }) {
      serverContext.exchange = createExchange('http', request.headers.get('x-request-id'), request.signal);
    },
    onResponse({ response, serverContext }) {
      if (serverContext.exchange) response.headers.set('x-request-id', serverContext.exchange.requestId);
    },
  };
}
