import type { completeMarked } from './marked-call.ts';

type Answer = Awaited<ReturnType<typeof completeMarked>>;

/**
 * Does what a careful client does: after a lost connection, or an answer that says `retryable`, it sends the same request
 * again, until it has an answer that is final: the call's result, or a failure that a repeat doesn't change.
 *
 * @param send sends the request, each time to whichever server there is
 * @param onRetry told what came instead of a final answer
 */
export async function persist<Kind extends Answer>(
  send: () => Promise<Kind>,
  onRetry: (what: string) => void = () => undefined,
): Promise<Kind> {
  for (;;) {
    const answer = await send().catch((error: unknown) => {
      if (!isLostConnection(error)) throw error;
      return null;
    });
    if (answer !== null && isFinal(answer)) return answer;
    onRetry(answer?.__typename ?? 'lost connection');
  }
}

/** `fetch` tells it so, with what happened as its cause. */
function isLostConnection(error: unknown): boolean {
  return error instanceof TypeError;
}

/** A call that was made is the answer to its operationId for good, whatever became of it. */
function isFinal(answer: Answer): boolean {
  return (
    answer.__typename === 'CompleteSuccess' || answer.__typename === 'ProviderError' || !answer.retryable
  );
}
