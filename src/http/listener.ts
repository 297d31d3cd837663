import { createServer, STATUS_CODES } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { clientAddress, peerAddress } from './client-address.ts';
import { DEFAULT_HEADERS, SECURITY_HEADERS } from './response-headers.ts';
import { createSlots } from './slots.ts';
import type { WebSocketEntrance } from './websocket.ts';

/** Longer than the 60 s after which common load balancers let go of an idle connection, so that it is never us who do first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const HEADERS_TIMEOUT_MS = 20_000;
/** How often slow requests are looked for, at most; a part of their time where that is short. */
const SLOW_CHECK_MS = 5_000;
const SLOW_CHECKS = 4;
/** What an answer carries that is written without node:http. */
const RAW_HEADERS = Object.entries({ ...SECURITY_HEADERS, ...DEFAULT_HEADERS, connection: 'close' })
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');
/** By the codes of node:http; everything else is 400. */
const STATUS_OF_CLIENT_ERROR: Partial<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

export interface ListenerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  onRequest: RequestListener;
  webSockets: WebSocketEntrance;
  /** A request that takes longer to arrive is answered 408. */
  requestTimeoutMs: number;
  maxSocketsPerAddress: number;
  /** How many proxies in front add their peer to X-Forwarded-For. */
  proxyHops: number;
  /** The HTTP status with which an upgrade request is refused, or null to accept it. */
  refuseUpgrade(request: IncomingMessage): number | null;
}

/** The network side: one TCP port for HTTP, SSE and WebSocket. */
export interface Listener {
  /** Rejects with the error of node:net (EADDRINUSE, EACCES …) when the port can't be had. */
  listen(): Promise<{ url: string; port: number }>;
  /**
   * Takes no new connections, waits up to `graceMs` for what is under way, then closes every connection. What never ends
   * by itself (subscriptions) must have been ended before.
   */
  close(graceMs: number): Promise<void>;
}

export function createListener(options: ListenerOptions): Listener {
  const { webSockets, requestTimeoutMs, proxyHops } = options;
  const answering = new Set<ServerResponse>();
  const slots = createSlots(options.maxSocketsPerAddress);
  let isClosing = false;

  const settings = {
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(SLOW_CHECK_MS, Math.ceil(requestTimeoutMs / SLOW_CHECKS)),
  };
  const server = createServer(settings, (request, response) => {
    // one that is refused can have sent its request already
    if (!request.socket.writable) return;
    if (!takeFor(request, response)) {
      response.writeHead(429, { ...SECURITY_HEADERS, ...DEFAULT_HEADERS, connection: 'close' }).end();
      return;
    }
    answering.add(response);
    if (isClosing) response.shouldKeepAlive = false;
    response.once('close', () => answering.delete(response));
    options.onRequest(request, response);
  });

  server.on('connection', (socket) => {
    // a proxy's are those of all its clients, who are told apart by what they send
    if (proxyHops > 0) return;
    const giveBack = slots.take(peerAddress(socket) ?? '');
    if (giveBack === null) refuse(socket, 429);
    else socket.once('close', giveBack);
  });

  /** Behind proxies: takes a place for what a client has open, until `end` closes. False when it has them all. */
  function takeFor(request: IncomingMessage, end: ServerResponse | Duplex): boolean {
    if (proxyHops === 0) return true;
    const header = request.headers['x-forwarded-for'];
    const forwardedFor = typeof header === 'string' ? header : null;
    const address = clientAddress({ peer: request.socket.remoteAddress, forwardedFor }, proxyHops);
    const giveBack = slots.take(address ?? '');
    if (giveBack !== null) end.once('close', giveBack);
    return giveBack !== null;
  }

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // in the middle of an answer (an event stream) there is no room for another
    const isAnswering = [...answering].some((response) => response.socket === socket && response.headersSent);
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) socket.destroy();
    else refuse(socket, STATUS_OF_CLIENT_ERROR[error.code ?? ''] ?? 400);
  });

  server.on('upgrade', (request, socket, head) => {
    // until ws takes over, a reset connection would be an uncaught error
    socket.on('error', () => socket.destroy());
    const status = isClosing
      ? 503
      : (options.refuseUpgrade(request) ?? (takeFor(request, socket) ? null : 429));
    if (status === null) webSockets.accept(request, socket, head);
    else refuse(socket, status);
  });

  /** Resolves when nothing is being answered any more. */
  async function drained(): Promise<void> {
    while (answering.size > 0) {
      await Promise.all(
        [...answering].map((response) => new Promise((resolve) => response.once('close', resolve))),
      );
    }
    await webSockets.drained();
  }

  return {
    async listen() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, options.host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      const { port } = server.address() as AddressInfo;
      return { url: `http://${reachableHost(options.host)}:${port}`, port };
    },
    async close(graceMs) {
      isClosing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // these connections end with the answer that is on its way
      for (const response of answering) if (!response.headersSent) response.shouldKeepAlive = false;
      await withinMs(drained(), graceMs);
      await webSockets.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Answers without a body and ends the connection, whatever is still to come over it. */
function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${RAW_HEADERS}content-length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}

/** The host under which a program on this machine reaches the server: "all addresses" is none that one can connect to. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function withinMs(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeUp]);
  clearTimeout(timer);
}
