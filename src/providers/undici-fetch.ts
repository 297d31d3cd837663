/**
 * The `fetch` of the provider SDKs, straight on an undici agent. The built-in fetch builds spec-complete requests,
 * responses and streams around the same agent, which costs three times the CPU per call.
 */
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Agent, errors } from 'undici';
import type { buildConnector, Dispatcher } from 'undici';

export interface UndiciFetchOptions {
  /**
   * Milliseconds that an upstream may be silent, before its headers or between two parts of its body. A backstop
   * for callers without a signal: give more than the longest time-out of an attempt.
   */
  silenceMs: number;
  /** Makes the connections, and may refuse to. Any address when left out. */
  connect?: buildConnector.connector;
}

export interface UndiciFetch {
  /**
   * Follows no redirect, asks for no compression, and answers with the part of `Response` that SDKs read: status,
   * headers, `text()`, `json()` and `body`, which holds nothing back and reads no further than it is read. Rejects with the signal's reason, or with undici's error and its `code`.
   */
  fetch: typeof fetch;
  /** Ends every connection at once; what is under way fails. */
  close(): Promise<void>;
}

/** What this fetch takes in its second argument beyond the standard. */
export interface SentHook {
  /** Called just before the first byte of the request is written to a connected socket. */
  onSent?: () => void;
}

/** Idle connections live long enough to be met again by a slow agent, and less long than common NAT and proxy time-outs. */
const KEEP_ALIVE_MS = 30_000;
export const CONNECT_TIMEOUT_MS = 10_000;
/** Bytes of an answer that is read as a whole; a model's longest is below 1 MB. */
const TEXT_BYTES_MAX = 64 * 1024 * 1024;
/** Bytes of any answer. In a stream each token has a frame of up to 600 bytes around it, and 128,000 tokens are not the most. */
const RESPONSE_BYTES_MAX = 512 * 1024 * 1024;

export function createUndiciFetch({ silenceMs, connect }: UndiciFetchOptions): UndiciFetch {
  const agent = new Agent({
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: connect ?? { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    maxResponseSize: RESPONSE_BYTES_MAX,
  });
  return {
    fetch: (input, init) =>
      dispatch(agent, input instanceof Request ? input.url : input.toString(), init ?? {}),
    close: () => agent.destroy(),
  };
}

function dispatch(agent: Agent, address: string, init: RequestInit & SentHook): Promise<Response> {
  return new Promise((resolve, reject) => {
    const url = new URL(address);
    const exchange = new Exchange(address, init, resolve, reject);
    if (init.signal?.aborted) return exchange.abort();
    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: init.method ?? 'GET',
        headers: init.headers instanceof Headers ? init.headers : new Headers(init.headers),
        body: (init.body ?? null) as string | Uint8Array | null,
      },
      exchange,
    );
  });
}

/** One request and its answer: undici calls it as they go over the wire. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #address: string;
  readonly #signal: AbortSignal | undefined;
  readonly #onSent: (() => void) | undefined;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (error: Error) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #body: Readable | null = null;
  #failure: Error | null = null;

  constructor(
    address: string,
    init: RequestInit & SentHook,
    resolve: (response: Response) => void,
    reject: (error: Error) => void,
  ) {
    this.#address = address;
    this.#signal = init.signal ?? undefined;
    this.#onSent = init.onSent;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal?.addEventListener('abort', this.abort, { once: true });
  }

  // undici notices an abort only once it is connected; the caller doesn't wait for that
  readonly abort = (): void => {
    const reason = this.#signal?.reason as Error;
    this.#controller?.abort(reason);
    this.#fail(reason);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#signal?.aborted) return controller.abort(this.#signal.reason as Error);
    this.#controller = controller;
    this.#onSent?.();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#body = new Readable({
      read: () => controller.resume(),
      destroy(error, callback) {
        if (!this.readableEnded) controller.abort(error ?? new Error('the answer was not read to its end'));
        callback(error);
      },
    });
    // the reader sees the error; without a listener it would end the process when nobody reads
    this.#body.on('error', () => undefined);
    // it is read through the members below only, so the rest of a Response is left out
    this.#resolve(
      new UndiciResponse(
        this.#address,
        status,
        headers,
        this.#body,
        this.#packets(this.#body),
      ) as unknown as Response,
    );
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#body?.push(chunk) === false) controller.pause();
  }

  onResponseEnd(): void {
    this.#signal?.removeEventListener('abort', this.abort);
    if (this.#body?.destroyed === false) this.#body.push(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#body === null) return this.#fail(error);
    // what arrived before it is read first
    this.#failure = error;
    this.onResponseEnd();
  }

  async *#packets(body: Readable): AsyncGenerator<Buffer, void> {
    yield* body as AsyncIterable<Buffer>;
    if (this.#failure !== null) throw this.#failure;
  }

  #fail(error: Error): void {
    this.#signal?.removeEventListener('abort', this.abort);
    this.#body?.destroy(error);
    this.#reject(error);
  }
}

class UndiciResponse {
  readonly url: string;
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly #readable: Readable;
  readonly #packets: AsyncGenerator<Buffer, void>;
  #stream: ReadableStream<Uint8Array> | null = null;

  constructor(
    url: string,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    readable: Readable,
    packets: AsyncGenerator<Buffer, void>,
  ) {
    this.url = url;
    this.status = status;
    this.ok = status >= 200 && status < 300;
    this.headers = toHeaders(headers);
    this.#readable = readable;
    this.#packets = packets;
  }

  get body(): ReadableStream<Uint8Array> {
    this.#stream ??= toStream(this.#packets, () => void this.#readable.destroy());
    return this.#stream;
  }

  text(): Promise<string> {
    return text(upTo(TEXT_BYTES_MAX, this.#packets));
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

/** Nothing is read before it is asked for; a cancel ends the exchange, also while a read waits. */
function toStream(packets: AsyncGenerator<Buffer, void>, cancel: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await packets.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
}

async function* upTo(bytesMax: number, packets: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let bytes = 0;
  for await (const packet of packets) {
    bytes += packet.length;
    if (bytes > bytesMax) throw new errors.ResponseExceededMaxSizeError();
    yield packet;
  }
}

function toHeaders(fields: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') headers.set(name, value);
    else value?.forEach((one) => headers.append(name, one));
  }
  return headers;
}
