import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface WebhookReceiver {
  url: string;
  readonly received: readonly ReceivedWebhook[];
  /** Resolves when so many have come in all. */
  whenReceived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A real HTTP server that answers what `answer` says; 204 when it says nothing. */
export async function startWebhookReceiver(
  answer: (webhook: ReceivedWebhook, number: number, response: ServerResponse) => number | null = () => 204,
): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const changes = new EventEmitter();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const webhook = { path: request.url ?? '', headers: request.headers, body };
      received.push(webhook);
      const status = answer(webhook, received.length, response);
      // null: it has answered by itself, or never will
      if (status !== null) response.writeHead(status).end();
      changes.emit('received');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async whenReceived(count) {
      while (received.length < count) await once(changes, 'received');
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
