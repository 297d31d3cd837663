import { ProviderError } from '../../src/domain/provider/provider-error.ts';
import { createOpenAiProvider } from '../../src/providers/openai/openai-provider.ts';
import { testChatRequest } from './chat-request.ts';

/** A key that must not be found in anything that a failure shows. */
export const CANARY_KEY = 'sk-planted-canary-0123456789abcdef';

/** What an error is to be; of one that says nothing of it, nothing was spent. */
export interface ExpectedFailure {
  code: string;
  category: string;
  retryable: boolean;
  spent?: 'none' | 'unknown';
}

/** An error in the form of OpenAI. */
export function openAiError(message: string, type: string | null = null, code: unknown = null) {
  return { error: { message, type, param: null, code } };
}

export interface FailingAttempt {
  baseUrl: string;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Asks for a stream. */
  streamed?: boolean;
}

/** The error of one attempt at that address, made with the real client; fails when the attempt succeeds. */
export async function failureOf({
  baseUrl,
  timeoutMs = 20_000,
  signal = new AbortController().signal,
  streamed = false,
}: FailingAttempt): Promise<ProviderError> {
  const provider = createOpenAiProvider({
    apiKey: CANARY_KEY,
    baseUrl,
    organization: null,
    timeoutMs: 30_000,
    sandbox: false,
  });
  try {
    const answer = await provider.chat(testChatRequest('gpt-4o'), {
      signal,
      timeoutMs,
      ...(streamed && { onDelta: () => undefined }),
    });
    throw new Error(`expected a failure, got ${JSON.stringify(answer)}`);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return error;
  } finally {
    await provider.close();
  }
}
