import { once } from 'node:events';
import { WebSocket } from 'ws';

/** How a request was answered: what came of it, whatever it came over. */
export interface Outcome {
  /** The HTTP status, or the code with which a WebSocket was closed; null for an answer over a WebSocket. */
  status: number | null;
  /** The whole answer as text; of a subscription the first event, or nothing when it was open and silent. */
  text: string;
}

export interface Request {
  query: string;
  variables: Record<string, unknown>;
}

/** Someone who asks over one transport. */
export interface Asker {
  ask(request: Request): Promise<Outcome>;
  close(): void;
}

/** Headers of a request, which for a WebSocket go into the connection parameters or into the upgrade request. */
export type OpenAsker = (url: string, headers: Record<string, string>) => Promise<Asker>;

/** Looks without a word, and the milliseconds between them, after which a subscription counts as open: it has nothing to tell. */
const SILENT_LOOKS = 20;
const LOOK_MS = 50;

/** Resolves after a silence; a machine that stands still for a second makes none, as what has come meanwhile is read before the next look. */
async function silence(): Promise<null> {
  for (let look = 0; look < SILENT_LOOKS; look += 1)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return null;
}

const overHttp =
  (
    send: (
      url: string,
      headers: Record<string, string>,
      request: Request,
      signal: AbortSignal,
    ) => Promise<Response>,
  ): OpenAsker =>
  async (url, headers) => ({
    async ask(request) {
      const enough = new AbortController();
      const response = await send(url, headers, request, enough.signal);
      const text = await firstPart(response);
      enough.abort();
      return { status: response.status, text };
    },
    close: () => undefined,
  });

export const TRANSPORTS: Readonly<Record<string, OpenAsker>> = {
  POST: overHttp((url, headers, request, signal) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(request),
      signal,
    }),
  ),
  GET: overHttp((url, headers, { query, variables }, signal) =>
    fetch(`${url}?${new URLSearchParams({ query, variables: JSON.stringify(variables) }).toString()}`, {
      // browsers can't be made to send it to another site without asking first
      headers: { 'content-type': 'application/json', ...headers },
      signal,
    }),
  ),
  SSE: overHttp((url, headers, request, signal) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify(request),
      signal,
    }),
  ),
  'WebSocket, parameters': (url, headers) => openSocket(url, {}, headers),
  'WebSocket, headers': (url, headers) => openSocket(url, headers, {}),
};

/** The body, or of a stream its first event; nothing of one that stays silent. */
async function firstPart(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.includes('event-stream')) return response.text();
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const silent = silence();
  for (;;) {
    const part = await Promise.race([reader.read(), silent]);
    if (part === null || part.done) return text;
    text += part.value;
    if (/event: next\ndata: .*\n/.test(text)) return text;
  }
}

async function openSocket(
  url: string,
  headers: Record<string, string>,
  payload: Record<string, string>,
): Promise<Asker> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers });
  const waiting = new Map<string, (outcome: Outcome) => void>();
  let closed: Outcome | null = null;
  let number = 0;
  const ready = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString('utf8')) as {
        type: string;
        id: string;
        payload?: unknown;
      };
      if (message.type === 'connection_ack') resolve();
      else if (message.type !== 'ping')
        waiting.get(message.id)?.({ status: null, text: JSON.stringify(message.payload ?? null) });
    });
    socket.once('close', (code, reason) => {
      closed = { status: code, text: String(reason) };
      for (const answer of waiting.values()) answer(closed);
      resolve();
    });
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await ready;
  return {
    async ask(request) {
      if (closed !== null) return closed;
      const id = String((number += 1));
      const isSubscription = request.query.startsWith('subscription');
      const outcome = await new Promise<Outcome>((resolve) => {
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ type: 'subscribe', id, payload: request }));
        if (isSubscription) void silence().then(() => resolve({ status: null, text: '' }));
      });
      waiting.delete(id);
      if (isSubscription) socket.send(JSON.stringify({ type: 'complete', id }));
      return outcome;
    },
    close: () => socket.terminate(),
  };
}
