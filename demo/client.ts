import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { DemoProblem } from './problem.ts';
import type { Settings } from './settings.ts';

export interface Client {
  /** The data of a query or mutation over HTTP. Throws DemoProblem, also for top-level errors. */
  run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
  /**
   * Follows a subscription over a WebSocket; `onEnd` is told when it ends or breaks before `close`. Resolves when it was
   * asked for; the protocol doesn't say when the server has begun it.
   */
  follow<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    onEvent: (data: Data) => void,
    onEnd: (problem: DemoProblem) => void,
  ): Promise<void>;
  /** Ends the subscriptions and every request that is under way. */
  close(): Promise<void>;
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string }[];
}

export function createDemoClient(settings: Settings): Client {
  const { url, key } = settings;
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const sockets = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: headers,
    retryAttempts: 0,
  });
  const connected = new Promise<void>((resolve) => sockets.on('connected', () => resolve()));
  const ending = new AbortController();

  return {
    async run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: print(document), variables }),
        signal: ending.signal,
      }).catch((error: unknown) => {
        throw new DemoProblem(unreachable(url, error));
      });
      if (response.status === 401) throw new DemoProblem(keyRefused(settings));
      const { data, errors = [] } = await answerOf<Data>(response, url);
      if (errors.length > 0 || data === undefined || data === null) {
        throw new DemoProblem(`The server says: ${errors.map((error) => error.message).join(' ')}`);
      }
      return data;
    },
    async follow(document, variables, onEvent, onEnd) {
      const end = (reason: string): void => {
        if (!ending.signal.aborted) onEnd(new DemoProblem(`The live events stopped: ${reason}`));
      };
      sockets.subscribe<Parameters<typeof onEvent>[0]>(
        { query: print(document), variables: variables as Record<string, unknown> },
        {
          next: ({ data, errors }) => {
            if (data === undefined || data === null) end(JSON.stringify(errors));
            else onEvent(data);
          },
          error: (error) => end(reasonOf(error)),
          complete: () => end('the server ended the subscription.'),
        },
      );
      await connected;
    },
    async close() {
      ending.abort();
      await sockets.dispose();
    },
  };
}

async function answerOf<Data>(response: Response, url: string): Promise<Answer<Data>> {
  try {
    const answer = (await response.json()) as Answer<Data>;
    if (response.ok || answer.errors !== undefined) return answer;
  } catch {
    // no JSON: it isn't a GraphQL server that answers
  }
  throw new DemoProblem(`What answers at ${url} is not Tollgate (HTTP status ${response.status}).`);
}

/** An error of graphql-ws: errors of the operation, the close event of the socket, or an Error. */
function reasonOf(error: unknown): string {
  if (Array.isArray(error)) return error.map((each: { message: string }) => each.message).join(' ');
  if (error instanceof Error) return error.message;
  const { code, reason } = error as { code?: number; reason?: string };
  return `the WebSocket was closed (${code ?? 'no code'}${reason ? `: ${reason}` : ''}).`;
}

function unreachable(url: string, error: unknown): string {
  const cause = (error as { cause?: { code?: string } }).cause;
  return `No server answers at ${url} (${cause?.code ?? String(error)}).
Start Tollgate in another terminal, and leave it running:
  npm start
Then run the demo again. If Tollgate listens somewhere else:
  npm run demo -- --url http://127.0.0.1:4001`;
}

function keyRefused({ url, key, keySource }: Settings): string {
  const problem =
    key === null
      ? `The server at ${url} asks for its admin key.`
      : `The server at ${url} does not accept the key that came from ${keySource ?? 'the settings'}.`;
  return `${problem} Give it in one of these ways:
  npm run demo -- --key <admin key>
  TOLLGATE_ADMIN_KEY=<admin key> npm run demo
  a line TOLLGATE_ADMIN_KEY=<admin key> in the file .env
Unless you set one, \`npm start\` made the key at its first start and showed it once.`;
}
