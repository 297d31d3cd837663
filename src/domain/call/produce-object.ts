import { InvalidOutputError, OutputRefusedError, OutputTruncatedError } from '../errors.ts';
import { ContentFilteredError } from '../provider/provider-error.ts';
import type { TollgateError } from '../errors.ts';
import { problemsOf } from '../output/schema-problems.ts';
import { parseJson } from '../output/parse-json.ts';
import type { CompiledSchema } from '../output/schema-validator.ts';
import type { ChatResponse } from '../provider/provider.ts';
import { askChat } from './ask-chat.ts';
import type { AskChatParts } from './ask-chat.ts';
import type { CallOutput } from './call.ts';
import { fromAnswer } from './compose-request.ts';
import { replyOf } from './call-run.ts';
import type { CallRun, RunResult } from './call-run.ts';
import type { ChatMessage } from './chat-message.ts';
import { failedAfter } from './converse.ts';
import type { ObjectOutput } from './call-request.ts';
import type { PreparedChat } from './prepare-call.ts';
import { repairMessage } from './repair-message.ts';

/**
 * Gets data that is valid against the schema. An answer that isn't is shown to the model with what is wrong, as often as the
 * call's repairs allow. An answer that was refused, filtered or cut off isn't repaired: it would be again.
 */
export async function produceObject(
  parts: AskChatParts,
  run: CallRun,
  prepared: PreparedChat,
  wanted: ObjectOutput,
  schema: CompiledSchema,
): Promise<RunResult> {
  const steps: ChatMessage[] = [];
  for (let repairs = 0; ; repairs += 1) {
    const result = await askChat(parts, run, prepared, steps);
    if (result.kind === 'failed') return failedAfter(result.error, steps);
    const { answer } = result;
    const written = answer.toolCalls[0]?.arguments ?? answer.text;
    const output: CallOutput = {
      text: written,
      refusal: answer.refusal,
      finishReason: answer.finishReason,
    };
    const end = unusable(answer);
    if (end !== null) return { kind: 'failed', error: end, output };

    const { model } = prepared.candidates[run.candidateIndex] ?? prepared.candidates[0];
    const parsed = parseJson(written);
    const value = parsed.kind === 'parsed' ? fromAnswer(parsed.value, wanted, model) : undefined;
    const problems = parsed.kind === 'invalid' ? [parsed.reason] : problemsOf(await schema.validate(value));
    if (problems.length === 0) {
      const text = JSON.stringify(value);
      return { kind: 'answered', output: { ...output, text, ...(repairs > 0 && { repairs }) } };
    }
    if (repairs === wanted.repairsMax) {
      return { kind: 'failed', error: new InvalidOutputError(problems), output };
    }
    steps.push(replyOf(answer), correctionOf(answer, problems));
  }
}

/** A tool's call has to be answered by the tool; everything else by the user. */
function correctionOf({ toolCalls }: ChatResponse, problems: readonly string[]): ChatMessage {
  const message = repairMessage(problems);
  const [call] = toolCalls;
  return call === undefined ? message : { role: 'tool', toolCallId: call.id, content: message.content };
}

function unusable({ refusal, finishReason }: ChatResponse): TollgateError | null {
  if (refusal !== null) return new OutputRefusedError(refusal);
  if (finishReason === 'content_filter') {
    return new ContentFilteredError("The provider's content filter cut the answer.", {
      code: 'CONTENT_FILTERED',
      category: 'validation',
      retryable: false,
      status: null,
      detail: null,
      retryAfterMs: null,
      spent: 'none',
      requestId: null,
    });
  }
  if (finishReason === 'length') return new OutputTruncatedError();
  return null;
}
