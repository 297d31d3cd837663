import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocketEntrance } from './websocket.ts';

/** Longer than the 60 s after which common load balancers let go of an idle connection, so that it is never us who do first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 120_000;

export interface ListenerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  onRequest: RequestListener;
  webSockets: WebSocketEntrance;
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
  const { webSockets } = options;
  const answering = new Set<ServerResponse>();
  let isClosing = false;

  const server = createServer((request, response) => {
    answering.add(response);
    if (isClosing) response.shouldKeepAlive = false;
    response.once('close', () => answering.delete(response));
    options.onRequest(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;

  server.on('upgrade', (request, socket, head) => {
    // until ws takes over, a reset connection would be an uncaught error
    socket.on('error', () => socket.destroy());
    const status = isClosing ? 503 : options.refuseUpgrade(request);
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

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
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
