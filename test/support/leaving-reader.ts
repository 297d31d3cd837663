import { print } from 'graphql';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { STREAM_COMPLETION } from './call-documents.ts';
import type { CompleteInput, StreamEventFragment } from './gql/graphql.ts';
import { ADMIN_KEY } from './installation.ts';
import { isPiece } from './streamed-call.ts';

/**
 * How a reader leaves a stream: it says that it wants no more, closes its connection, or is gone without a word, as a program
 * that was killed.
 */
export const WAYS_TO_LEAVE = ['complete', 'close', 'terminate', 'SSE'] as const;
export type WayToLeave = (typeof WAYS_TO_LEAVE)[number];

export interface LeftStream {
  events: StreamEventFragment[];
  /** UTC milliseconds; null when the last event came before. */
  leftAt: number | null;
}

/** Streams a completion, and leaves after that many events; 0 leaves once the request is on its way. */
export async function readAndLeave(
  url: string,
  input: CompleteInput,
  way: WayToLeave,
  eventsMax: number,
): Promise<LeftStream> {
  const events: StreamEventFragment[] = [];
  const sockets: WebSocket[] = [];
  const payload = { query: print(STREAM_COMPLETION), variables: { input } };
  const wsClient = createWsClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols);
        sockets.push(this);
      }
    },
    connectionParams: { authorization: `Bearer ${ADMIN_KEY}` },
    retryAttempts: 0,
  });
  const sseClient = createSseClient({
    url,
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
    retryAttempts: 0,
  });

  let leftAt: number | null = null;
  await new Promise<void>((resolve, reject) => {
    let unsubscribe = (): void => undefined;
    const leave = (): void => {
      leftAt = Date.now();
      if (way === 'terminate') sockets.forEach((socket) => socket.terminate());
      else if (way === 'close') void wsClient.dispose();
      else unsubscribe();
      resolve();
    };
    const sink = {
      next({ data }: { data?: unknown }) {
        if (leftAt !== null) return;
        const event = (data as { streamCompletion: StreamEventFragment }).streamCompletion;
        events.push(event);
        if (isPiece(event) && events.length >= eventsMax) leave();
      },
      error(error: unknown) {
        if (leftAt === null) reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
      },
      complete: resolve,
    };
    unsubscribe = way === 'SSE' ? sseClient.subscribe(payload, sink) : wsClient.subscribe(payload, sink);
    if (eventsMax > 0) return;
    if (way === 'SSE') setTimeout(leave, 5);
    else wsClient.on('connected', () => setTimeout(leave, 1));
  });
  sseClient.dispose();
  await wsClient.dispose();
  return { events, leftAt };
}
