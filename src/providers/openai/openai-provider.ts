import OpenAI from 'openai';
import type { AttemptOptions, ChatRequest, ChatResponse, Provider } from '../../domain/provider/provider.ts';
import { redact } from '../redact.ts';
import { createUndiciFetch } from '../undici-fetch.ts';
import type { SentHook } from '../undici-fetch.ts';
import { dialectOf } from './dialect.ts';
import { fromChatResponse } from './from-chat-response.ts';
import { fromError } from './from-error.ts';
import type { AttemptState } from './from-error.ts';
import { toChatRequest } from './to-chat-request.ts';

export interface OpenAiProviderOptions {
  apiKey: string;
  /** Address of a server that speaks Chat Completions, up to and with `/v1`; null for OpenAI itself. It decides the dialect. */
  baseUrl: string | null;
  organization: string | null;
  /** Longest time of any attempt; an attempt can ask for less. */
  timeoutMs: number;
  /** True when the base URL is the built-in sandbox. */
  sandbox: boolean;
  /** Default: a thin fetch on connections of this provider's own. */
  fetch?: typeof fetch;
}

const OPENAI_BASE_URL = 'https://api.openai.com/v1';
/** Longer than this a Node timer fires at once. */
const TIMER_MAX_MS = 2_000_000_000;
/** What the inner time-outs get on top, so that the attempt's own, which also covers the body, always comes first. */
const MARGIN_MS = 5_000;

/** OpenAI and whatever is compatible with it, through the official client with its retries and its log off. */
export function createOpenAiProvider(options: OpenAiProviderOptions): Provider & { close(): Promise<void> } {
  const timeoutMs = Math.min(options.timeoutMs, TIMER_MAX_MS);
  const thin = options.fetch === undefined ? createUndiciFetch({ silenceMs: timeoutMs + MARGIN_MS }) : null;
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
    fetch: thin?.fetch ?? options.fetch,
  });
  const secrets = [options.apiKey, options.organization].filter((secret) => secret !== null);
  const dialect = dialectOf(options.baseUrl, options.sandbox);

  async function chat(request: ChatRequest, attempt: AttemptOptions): Promise<ChatResponse> {
    const body = toChatRequest(request, dialect);
    const abort = new AbortController();
    const state: AttemptState = { abortedBy: null, sent: thin === null, now: 0, secrets };
    const end = (abortedBy: 'caller' | 'timeout') => {
      state.abortedBy ??= abortedBy;
      abort.abort();
    };
    const cancel = () => end('caller');
    const limitMs = Math.max(1, Math.ceil(Math.min(attempt.timeoutMs, timeoutMs)));
    const timer = setTimeout(() => end('timeout'), limitMs);
    const fetchOptions: { redirect: 'manual' } & SentHook = {
      redirect: 'manual',
      onSent: () => (state.sent = true),
    };
    attempt.signal.addEventListener('abort', cancel, { once: true });
    if (attempt.signal.aborted) cancel();
    try {
      const completion = await client.chat.completions.create(body, {
        signal: abort.signal,
        timeout: limitMs + MARGIN_MS,
        fetchOptions,
      });
      const answer = fromChatResponse(completion, request.model.id);
      // a header, which a proxy on the way may fill with anything
      return { ...answer, requestId: answer.requestId && redact(answer.requestId, secrets) };
    } catch (error) {
      throw fromError(error, { ...state, now: Date.now() });
    } finally {
      clearTimeout(timer);
      attempt.signal.removeEventListener('abort', cancel);
    }
  }

  return { sandbox: options.sandbox, chat, close: async () => thin?.close() };
}
