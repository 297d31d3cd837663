import type { OutgoingHttpHeaders } from 'node:http';
import { ProviderError } from '../../src/domain/provider/provider-error.ts';
import type {
  ChatDelta,
  ChatOptions,
  ChatRequest,
  ChatResponse,
} from '../../src/domain/provider/provider.ts';
import { createOpenAiProvider } from '../../src/providers/openai/openai-provider.ts';
import { testChatRequest } from './chat-request.ts';
import type { RawHandler } from './raw-upstream.ts';

export const STREAM_HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req_9' };
export const LAST_EVENT = 'data: [DONE]\n\n';

/** One chunk as OpenAI sends it. */
export function chunk(delta: unknown, finishReason: string | null = null, rest: object = {}) {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...rest,
  };
}

export function textChunk(content: string) {
  return chunk({ content });
}

/** The last chunk of a stream that was asked for its usage. */
export function usageChunk(prompt: number, completion: number) {
  return {
    ...chunk({}),
    choices: [],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  };
}

/** The events of a stream, without the last one. */
export function events(...values: unknown[]): string {
  return values
    .map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`)
    .join('');
}

/** Sends these bytes as a stream and ends it. */
export function streaming(body: string, headers: OutgoingHttpHeaders = STREAM_HEADERS): RawHandler {
  return (_request, response) => {
    response.writeHead(200, headers);
    response.end(body);
  };
}

export interface StreamedChat {
  deltas: ChatDelta[];
  /** The answer, or the error that ended it. */
  outcome: ChatResponse | ProviderError;
}

export interface StreamedChatOptions extends Partial<Omit<ChatOptions, 'onDelta'>> {
  request?: ChatRequest;
  onDelta?: ChatOptions['onDelta'];
}

/** One streamed call with the real client on its own connections. */
export async function streamFrom(baseUrl: string, options: StreamedChatOptions = {}): Promise<StreamedChat> {
  const provider = createOpenAiProvider({
    apiKey: 'sk-planted-canary-0123456789abcdef',
    baseUrl,
    organization: null,
    timeoutMs: 20_000,
    sandbox: false,
  });
  const deltas: ChatDelta[] = [];
  const {
    request = testChatRequest('gpt-4o'),
    signal = new AbortController().signal,
    timeoutMs = 20_000,
  } = options;
  try {
    const outcome = await provider.chat(request, {
      signal,
      timeoutMs,
      onDelta: (delta) => {
        deltas.push(delta);
        return options.onDelta?.(delta);
      },
    });
    return { deltas, outcome };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { deltas, outcome: error };
  } finally {
    await provider.close();
  }
}

export interface StreamedAnswer {
  deltas: ChatDelta[];
  answer: ChatResponse;
}

/** The answer of one streamed call. */
export async function streamedAnswer(baseUrl: string): Promise<StreamedAnswer> {
  const { deltas, outcome } = await streamFrom(baseUrl);
  if (outcome instanceof Error) throw outcome;
  return { deltas, answer: outcome };
}

export interface StreamedFailure {
  deltas: ChatDelta[];
  error: ProviderError;
}

/** The error that ended one streamed call; fails when the call succeeds. */
export async function streamedFailure(baseUrl: string): Promise<StreamedFailure> {
  const { deltas, outcome } = await streamFrom(baseUrl);
  if (outcome instanceof Error) return { deltas, error: outcome };
  throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`);
}

/** The text of all deltas of that kind. */
export function textIn(
  deltas: readonly ChatDelta[],
  kind: 'text' | 'refusal' | 'reasoning' = 'text',
): string {
  return deltas.map((delta) => (delta.kind === kind ? delta.text : '')).join('');
}
