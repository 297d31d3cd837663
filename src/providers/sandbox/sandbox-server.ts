/**
 * An upstream in the box: an HTTP server that speaks Chat Completions and Embeddings as OpenAI does, deterministically and for nothing, and fails
 * on demand. It answers where no API key is configured, and says in each answer that it is the sandbox.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TokenCounter } from '../../domain/token/token-counter.ts';
import type { Clock } from '../../lib/clock.ts';
import { createAttemptCounter } from './attempt-counter.ts';
import { createChatEndpoint } from './chat-endpoint.ts';
import { createControl } from './control.ts';
import { createEmbeddingEndpoint } from './embedding-endpoint.ts';
import { SERVER_ERROR } from './error-answer.ts';
import { createRequestLog } from './request-log.ts';
import { follow } from './exchange.ts';
import type { RequestRecord } from './request-log.ts';
import { sendError, sendJson, unknownAddress } from './respond.ts';
import { SANDBOX_MODELS } from './sandbox-models.ts';

export interface SandboxServerOptions {
  /** Default: 127.0.0.1. It asks for no key, so it belongs on a loopback address. */
  host?: string;
  /** 0 takes a free one. */
  port: number;
  tokenCounter: TokenCounter;
  clock: Clock;
}

export interface SandboxServer {
  /** The base URL for a client, up to and with `/v1`. */
  url: string;
  port: number;
  /** Chat and embedding requests that came in so far, whatever became of them; per model at GET /sandbox/stats. */
  served(): number;
  /** What became of the latest requests, oldest first; of those of a marker when it is given. Also at GET /sandbox/requests. */
  requests(marker?: string): RequestRecord[];
  /**
   * From now on every request meets this fault, whatever it asks for: a name such as `503` or `hang`; null ends it. Also at
   * PUT /sandbox/outage. Throws a RangeError for a fault that there isn't.
   */
  setOutage(fault: string | null): void;
  /** Stops listening and ends every connection, the hanging ones too. */
  close(): Promise<void>;
}

/** Longer than clients keep an idle connection, so that it is the client that closes it and no request meets a closed one. */
const KEEP_ALIVE_MS = 120_000;
/** Names counted apart at /sandbox/stats; further ones are counted in the total only. */
const MODELS_COUNTED_MAX = 1_000;

/** Rejects with the error of `listen`, such as EADDRINUSE. */
export async function createSandboxServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const { host = '127.0.0.1', tokenCounter, clock } = options;
  const byModel = new Map<string, number>();
  const log = createRequestLog();
  const control = createControl({ log, stats: () => ({ served, byModel: Object.fromEntries(byModel) }) });
  let requests = 0;
  let served = 0;
  const parts = {
    clock,
    tokenCounter,
    attempts: createAttemptCounter(),
    outage: control.outage,
    onModel: (model: string) => {
      if (byModel.has(model) || byModel.size < MODELS_COUNTED_MAX)
        byModel.set(model, (byModel.get(model) ?? 0) + 1);
    },
  };
  const handleChat = createChatEndpoint(parts);
  const handleEmbedding = createEmbeddingEndpoint(parts);

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const id = `req_sandbox_${requests}`;
    response.setHeader('x-request-id', id);
    const path = incoming.url?.split('?')[0] ?? '/';
    if (incoming.method === 'POST' && path === '/v1/chat/completions') {
      served += 1;
      const sequence = requests;
      const record = log.open(id, 'chat', clock.now());
      return follow(record, response, clock, (exchange) => handleChat(incoming, exchange, sequence));
    }
    if (incoming.method === 'POST' && path === '/v1/embeddings') {
      served += 1;
      const record = log.open(id, 'embeddings', clock.now());
      return follow(record, response, clock, (exchange) => handleEmbedding(incoming, exchange));
    }
    if (path.startsWith('/sandbox/')) return control.handle(incoming, response);
    incoming.resume();
    if (incoming.method === 'GET' && path === '/v1/models') {
      return sendJson(response, 200, JSON.stringify(modelList(clock.now())));
    }
    sendError(response, unknownAddress(incoming));
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true }, (incoming, response) => {
    handle(incoming, response).catch(() => {
      if (response.headersSent) response.destroy();
      else sendError(response, SERVER_ERROR);
    });
  });
  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const urlHost = host.includes(':') ? `[${host}]` : host;

  return {
    url: `http://${urlHost}:${port}/v1`,
    port,
    served: () => served,
    requests: (marker) => log.records(marker),
    setOutage: control.setOutage,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function modelList(now: number) {
  const created = Math.floor(now / 1000);
  return {
    object: 'list',
    data: SANDBOX_MODELS.map((id) => ({ id, object: 'model', created, owned_by: 'sandbox' })),
  };
}
