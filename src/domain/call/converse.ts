import { ContentFilteredError, ProviderError } from '../provider/provider-error.ts';
import type { TollgateError } from '../errors.ts';
import type { ChatResponse } from '../provider/provider.ts';
import { askChat } from './ask-chat.ts';
import type { AskChatParts } from './ask-chat.ts';
import type { CallOutput } from './call.ts';
import { replyOf } from './call-run.ts';
import type { CallRun, RunResult } from './call-run.ts';
import type { ChatMessage } from './chat-message.ts';
import type { PreparedChat } from './prepare-call.ts';
import { answerToolCalls } from './answer-tool-calls.ts';

/**
 * Completes a prompt or continues a chat. Registered tools that the model calls are run, and it is asked again with their
 * results, as often as the call's steps allow; what is for the caller's own tools ends the call.
 */
export async function converse(
  parts: AskChatParts,
  run: CallRun,
  prepared: PreparedChat,
): Promise<RunResult> {
  const { tools } = prepared.task;
  const steps: ChatMessage[] = [];
  for (let step = 1; ; step += 1) {
    const result = await askChat(parts, run, prepared, steps);
    if (result.kind === 'failed') return failedAfter(result.error, steps);
    const { answer } = result;
    if (tools === null || answer.toolCalls.length === 0) {
      return { kind: 'answered', output: outputOf(answer, steps) };
    }
    steps.push(replyOf(answer));
    const stepsLeft = tools.stepsMax - step;
    const round = await answerToolCalls(parts, run, prepared, answer.toolCalls, stepsLeft);
    steps.push(...round.results);
    if (round.error !== null) return { kind: 'failed', error: round.error, output: outputOf(answer, steps) };
    if (round.open.length > 0) {
      return { kind: 'answered', output: { ...outputOf(answer, steps), toolCalls: round.open } };
    }
  }
}

/** `steps` are all messages after those of the request, when there are more than the answer. */
function outputOf({ text, refusal, finishReason }: ChatResponse, steps: readonly ChatMessage[]): CallOutput {
  if (steps.length === 0) return { text, refusal, finishReason };
  const isAnswered = steps.at(-1)?.role === 'tool';
  return {
    text,
    refusal,
    finishReason,
    steps: isAnswered && finishReason !== 'tool_calls' ? [...steps, replyOf({ text })] : [...steps],
  };
}

/** What a stream had produced when it broke off is kept with the call. */
export function failedAfter(error: TollgateError, steps: readonly ChatMessage[]): RunResult {
  const partial = error instanceof ProviderError ? error.partial : null;
  if (partial === null && steps.length === 0) return { kind: 'failed', error, output: null };
  const output: CallOutput = {
    text: partial?.text ?? '',
    refusal: partial?.refusal ?? null,
    finishReason: error instanceof ContentFilteredError ? 'content_filter' : 'unknown',
    ...(steps.length > 0 && { steps: [...steps] }),
  };
  return { kind: 'failed', error, output };
}
