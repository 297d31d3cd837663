import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Longer than any test: a connection that closes as a request is sent on it is a failure whose cost nobody knows. */
const KEEP_ALIVE_MS = 600_000;

/** What the stand-in provider answers, and how it saw the calls. */
export interface Upstream {
  /** Base URL for OPENAI_BASE_URL. */
  url: string;
  /** Requests that have arrived so far, oldest first. */
  readonly requests: readonly UpstreamRequest[];
  /** Resolves when that many requests have arrived. */
  arrived(count: number): Promise<void>;
  /** Requests that arrive from now on wait for `release`. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

export interface UpstreamRequest {
  body: { model: string; max_tokens?: number; max_completion_tokens?: number; messages: unknown[] };
  headers: IncomingMessage['headers'];
}

export interface UpstreamAnswer {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** An answer with that usage, as the Chat Completions API gives it. */
export function chatAnswer(
  promptTokens: number,
  completionTokens: number,
  content = 'An answer.',
): UpstreamAnswer {
  return {
    body: {
      id: 'chatcmpl-test',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'gpt-4o-2024-08-06',
      choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        total_tokens: promptTokens + completionTokens,
      },
    },
  };
}

/** A real HTTP server that answers chat completions as it is told. */
export async function startUpstream(
  answer: (request: UpstreamRequest, index: number) => UpstreamAnswer | Promise<UpstreamAnswer>,
): Promise<Upstream> {
  const requests: UpstreamRequest[] = [];
  let watchers: { count: number; resolve: () => void }[] = [];
  let gate: { promise: Promise<void>; open: () => void } | null = null;

  const server: Server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => void handle(request, response),
  );

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const seen: UpstreamRequest = {
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as UpstreamRequest['body'],
      headers: request.headers,
    };
    const index = requests.push(seen) - 1;
    watchers = watchers.filter(({ count, resolve }) => {
      if (requests.length < count) return true;
      resolve();
      return false;
    });
    await gate?.promise;
    const { status = 200, headers = {}, body } = await answer(seen, index);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const release = (): void => {
    gate?.open();
    gate = null;
  };
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    arrived: (count) =>
      requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => watchers.push({ count, resolve })),
    hold() {
      let open = (): void => undefined;
      const promise = new Promise<void>((resolve) => (open = resolve));
      gate = { promise, open };
    },
    release,
    async close() {
      release();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
