import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export type Transport = 'graphql-ws' | 'SSE';
export const TRANSPORTS: readonly Transport[] = ['graphql-ws', 'SSE'];

export interface Subscription<Data> {
  /** The next that many events, as they come. */
  take(count: number): Promise<Data[]>;
  /** Resolves when the server has ended the subscription; rejects when it broke. */
  ended: Promise<void>;
  close(): Promise<void>;
}

/** Follows a subscription of the server at `url` (ending in /graphql) as a frontend would. */
export function subscribe<Data, Variables>(
  transport: Transport,
  url: string,
  key: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Subscription<Data> {
  const client =
    transport === 'SSE'
      ? createSseClient({ url, headers: { authorization: `Bearer ${key}` }, retryAttempts: 0 })
      : createWsClient({
          url: url.replace('http', 'ws'),
          webSocketImpl: WebSocket,
          connectionParams: { authorization: `Bearer ${key}` },
          retryAttempts: 0,
        });
  const received: Data[] = [];
  let waiting: { count: number; resolve: (events: Data[]) => void; reject: (error: unknown) => void } | null =
    null;
  const serve = (): void => {
    if (waiting === null || received.length < waiting.count) return;
    waiting.resolve(received.splice(0, waiting.count));
    waiting = null;
  };
  const ended = new Promise<void>((resolve, reject) => {
    const fail = (error: unknown): void => {
      waiting?.reject(error);
      reject(error instanceof Error ? error : new Error(`the subscription broke: ${JSON.stringify(error)}`));
    };
    client.subscribe<Data>(
      { query: print(document), variables: variables as Record<string, unknown> },
      {
        next: ({ data, errors }) => {
          if (errors !== undefined || data === null || data === undefined) return fail(errors);
          received.push(data);
          serve();
        },
        error: fail,
        complete: resolve,
      },
    );
  });
  // a test that never looks at it is not at fault
  ended.catch(() => undefined);
  return {
    take: (count) =>
      new Promise((resolve, reject) => {
        waiting = { count, resolve, reject };
        serve();
      }),
    ended,
    async close() {
      await client.dispose();
    },
  };
}
