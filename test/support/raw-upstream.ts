import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an upstream sends, byte for byte; a body that isn't text is sent as JSON. */
export interface RawAnswer {
  status?: number;
  headers?: OutgoingHttpHeaders;
  body?: unknown;
}

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The JSON body. */
  body: Record<string, unknown>;
}

export type RawHandler = (request: ReceivedRequest, response: ServerResponse) => void;

/** A real HTTP server on a free loopback port that answers as it is told and keeps what it received. */
export class RawUpstream {
  readonly received: ReceivedRequest[] = [];
  #answer: RawAnswer | RawHandler = {};
  readonly #server = createServer((incoming, response) => void this.#handle(incoming, response));

  static async start(): Promise<RawUpstream> {
    const upstream = new RawUpstream();
    upstream.#server.listen(0, '127.0.0.1');
    await once(upstream.#server, 'listening');
    return upstream;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `${this.origin}/v1`;
  }

  /** What every request gets from now on. */
  answerWith(answer: RawAnswer | RawHandler): void {
    this.#answer = answer;
  }

  /** Breaks whatever is under way. */
  closeConnections(): void {
    this.#server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.closeConnections();
    await once(this.#server, 'close');
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of incoming.setEncoding('utf8')) text += String(chunk);
    const { method = '', url: path = '', headers } = incoming;
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const request: ReceivedRequest = { method, path, headers, body };
    this.received.push(request);
    if (typeof this.#answer === 'function') return this.#answer(request, response);
    const answer = this.#answer;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
  }
}
