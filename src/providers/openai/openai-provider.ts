import OpenAI from 'openai';
import type {
  AttemptOptions,
  ChatOptions,
  ChatRequest,
  ChatResponse,
  EmbedRequest,
  EmbedResponse,
  Provider,
} from '../../domain/provider/provider.ts';
import { createUndiciFetch } from '../undici-fetch.ts';
import type { UndiciFetch } from '../undici-fetch.ts';
import { MARGIN_MS, runAttempt } from './attempt.ts';
import type { AttemptTerms } from './attempt.ts';
import { dialectOf } from './dialect.ts';
import { withErrorsInOneForm } from './error-answer.ts';
import { fromChatResponse } from './from-chat-response.ts';
import { fromEmbeddingResponse } from './from-embedding-response.ts';
import { streamChat } from './stream-chat.ts';
import { createStreamOptions } from './stream-options.ts';
import { toChatRequest } from './to-chat-request.ts';
import { toEmbeddingRequest } from './to-embedding-request.ts';

export interface OpenAiProviderOptions {
  apiKey: string;
  /** Address of a server that speaks Chat Completions, up to and with `/v1`; null for OpenAI itself. It decides the dialect. */
  baseUrl: string | null;
  organization: string | null;
  /** Longest time of an attempt, of a streamed one the longest silence; an attempt can ask for less. */
  timeoutMs: number;
  /** True when the base URL is the built-in sandbox. */
  sandbox: boolean;
  /** Default: a thin fetch on connections of this provider's own. */
  fetch?: typeof fetch;
  /** Connections of several providers, which whoever made them closes. */
  connections?: UndiciFetch;
}

const OPENAI_BASE_URL = 'https://api.openai.com/v1';
/** Longer than this a Node timer fires at once. */
const TIMER_MAX_MS = 2_000_000_000;

/** OpenAI and whatever is compatible with it, through the official client with its retries and its log off. */
export function createOpenAiProvider(options: OpenAiProviderOptions): Provider & { close(): Promise<void> } {
  const timeoutMs = Math.min(options.timeoutMs, TIMER_MAX_MS);
  const own =
    options.fetch === undefined && options.connections === undefined
      ? createUndiciFetch({ silenceMs: timeoutMs + MARGIN_MS })
      : null;
  const thin = options.connections ?? own;
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? OPENAI_BASE_URL,
    organization: options.organization,
    // null, because undefined would be looked up in the environment, which only the config reads
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: withErrorsInOneForm(thin?.fetch ?? options.fetch ?? fetch),
  });
  const terms: AttemptTerms = {
    timeoutMs,
    silenceMs: timeoutMs,
    secrets: [options.apiKey, options.organization].filter((secret) => secret !== null),
    tellsSent: thin !== null,
  };
  // a stream may take as long as its call, as long as something comes
  const streamTerms: AttemptTerms = { ...terms, timeoutMs: TIMER_MAX_MS };
  const dialect = dialectOf(options.baseUrl, options.sandbox);

  const withStreamOptions = createStreamOptions(dialect);

  async function chat(request: ChatRequest, options: ChatOptions): Promise<ChatResponse> {
    const body = toChatRequest(request, dialect);
    const { onDelta } = options;
    if (onDelta !== undefined) {
      return withStreamOptions((streamOptions) =>
        runAttempt(streamTerms, options, async (attempt) => {
          const sent = { ...body, stream: true as const, ...streamOptions };
          const asked = client.chat.completions.create(sent, attempt.requestOptions).asResponse();
          const response = await attempt.listen(asked);
          return streamChat(response, request, attempt, onDelta);
        }),
      );
    }
    return runAttempt(terms, options, async (attempt) => {
      const { data, request_id: requestId } = await client.chat.completions
        .create(body, attempt.requestOptions)
        .withResponse();
      return fromChatResponse(data, request, attempt.cleanId(requestId));
    });
  }

  async function embed(request: EmbedRequest, options: AttemptOptions): Promise<EmbedResponse> {
    const body = toEmbeddingRequest(request, dialect);
    return runAttempt(terms, options, async (attempt) => {
      const { data, request_id: requestId } = await client.embeddings
        .create(body, attempt.requestOptions)
        .withResponse();
      return fromEmbeddingResponse(data, request, attempt.cleanId(requestId));
    });
  }

  return { sandbox: options.sandbox, chat, embed, close: async () => own?.close() };
}
