import { ProviderError, SlowReaderError } from '../provider/provider-error.ts';
import type { ChatDelta, ChatResponse } from '../provider/provider.ts';
import type { TokenCounter } from '../token/token-counter.ts';
import type { ToolRegistry } from '../tool/tool.ts';
import { ask } from './ask.ts';
import type { AskParts, StepRequest, StepResult } from './ask.ts';
import { chatPlan, worstCaseOf } from './call-plan.ts';
import type { CallRun } from './call-run.ts';
import type { ChatMessage } from './chat-message.ts';
import { composeRequest } from './compose-request.ts';
import { countOutput } from './count-output.ts';
import { countChat } from './prepare-call.ts';
import type { ChatCandidate, PreparedChat } from './prepare-call.ts';

export interface AskChatParts extends AskParts {
  tokenCounter: TokenCounter;
  tools: ToolRegistry;
}

/** Asks the call's models to go on after its own messages and those of the steps so far. Never throws for what a provider does. */
export async function askChat(
  parts: AskChatParts,
  run: CallRun,
  prepared: PreparedChat,
  steps: readonly ChatMessage[],
): Promise<StepResult<ChatResponse>> {
  const { candidates } = prepared;
  return ask(parts, run, candidates.length, (index) =>
    chatStep(parts, run, prepared, candidates[index] ?? candidates[0], steps),
  );
}

async function chatStep(
  { tokenCounter, tools, clock }: AskChatParts,
  run: CallRun,
  { task }: PreparedChat,
  candidate: ChatCandidate,
  steps: readonly ChatMessage[],
): Promise<StepRequest<ChatResponse>> {
  const { model, provider, parameters } = candidate;
  const isFirst = steps.length === 0;
  const request = isFirst
    ? candidate.request
    : composeRequest(
        task,
        model,
        parameters,
        [...candidate.messages, ...steps],
        tools.definitionsOf(task.tools?.serverTools ?? []),
      );
  const prompt = isFirst ? candidate.prompt : await countChat(tokenCounter, request);
  const { onDelta } = run;
  let hasEmitted = false;
  let readerIsSlow = false;

  return {
    model,
    provider,
    promptTokens: prompt.tokens,
    worstCase: worstCaseOf(chatPlan(prompt.tokens, 1, 0), request.maxTokens, model.price),
    isStreamed: onDelta !== null,
    hasEmitted: () => hasEmitted,
    countOutput: (answer) => countOutput(tokenCounter, request, answer),
    async send(options, onAnswering) {
      if (onDelta === null) return provider.chat(request, options);
      const tell = async (delta: ChatDelta): Promise<void> => {
        if (!hasEmitted) onAnswering();
        hasEmitted = true;
        run.firstDeltaAt ??= clock.now();
        readerIsSlow = true;
        await onDelta(delta);
        readerIsSlow = false;
      };
      try {
        return await provider.chat(request, { ...options, onDelta: tell });
      } catch (error) {
        throw readerIsSlow && isTimeout(error) ? new SlowReaderError(withPartial(error)) : error;
      }
    },
  };
}

function isTimeout(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.category === 'timeout';
}

function withPartial({ requestId, partial }: ProviderError) {
  return { requestId, ...(partial !== null && { partial }) };
}
