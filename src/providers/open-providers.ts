import type { Provider } from '../domain/provider/provider.ts';
import type { ProviderMaker } from '../domain/provider/provider-directory.ts';
import type { TokenCounter } from '../domain/token/token-counter.ts';
import type { Clock } from '../lib/clock.ts';
import { createPublicConnector } from '../lib/public-connector.ts';
import { MARGIN_MS } from './openai/attempt.ts';
import { createOpenAiProvider } from './openai/openai-provider.ts';
import { createSandboxServer } from './sandbox/sandbox-server.ts';
import { CONNECT_TIMEOUT_MS, createUndiciFetch } from './undici-fetch.ts';

export interface ProvidersOptions {
  /** The account of the configuration; the key may be absent at a server that needs none. */
  openai: { apiKey: string | null; baseUrl: string | null; organization: string | null; timeoutMs: number };
  /** Whether the built-in sandbox stands in for it, and its port. */
  sandbox: { enabled: boolean; port: number };
  /** Whether a project's own base URL may lead to private addresses. */
  allowPrivate: boolean;
  tokenCounter: TokenCounter;
  clock: Clock;
}

export interface OpenProviders {
  /** Those of the configuration, by id. */
  configured: ReadonlyMap<string, Provider>;
  /** What sends with a project's own key, by id. */
  makers: ReadonlyMap<string, ProviderMaker>;
  /** Null when it is off. */
  sandboxUrl: string | null;
  close(): Promise<void>;
}

/** Everyone who reaches models. */
export async function openProviders(options: ProvidersOptions): Promise<OpenProviders> {
  const { openai, sandbox, allowPrivate, tokenCounter, clock } = options;
  const { timeoutMs } = openai;
  const server = sandbox.enabled
    ? await createSandboxServer({ port: sandbox.port, tokenCounter, clock })
    : null;
  const upstream =
    server === null
      ? { ...openai, apiKey: openai.apiKey ?? 'tollgate-without-key' }
      : { ...openai, apiKey: 'tollgate-sandbox-key', baseUrl: server.url, organization: null };
  const provider = createOpenAiProvider({ ...upstream, sandbox: sandbox.enabled });
  // of all projects: a connection has no key, each request has
  const connections = createUndiciFetch({
    silenceMs: timeoutMs + MARGIN_MS,
    ...(!allowPrivate && {
      connect: createPublicConnector({
        timeoutMs: CONNECT_TIMEOUT_MS,
        policy: 'PROVIDER_ALLOW_PRIVATE=true',
      }),
    }),
  });
  const makeOpenAi: ProviderMaker = ({ apiKey, baseUrl, account }) => ({
    ...createOpenAiProvider({
      apiKey,
      baseUrl,
      organization: null,
      timeoutMs,
      sandbox: false,
      connections,
    }),
    account,
  });
  return {
    configured: new Map([['openai', provider]]),
    makers: new Map([['openai', makeOpenAi]]),
    sandboxUrl: server?.url ?? null,
    async close() {
      await provider.close();
      await connections.close();
      await server?.close();
    },
  };
}
