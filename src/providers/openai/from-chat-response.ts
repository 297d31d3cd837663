import type { ChatRequest, ChatResponse } from '../../domain/provider/provider.ts';
import { toRecord } from '../token-number.ts';
import { idSeedOf, modelOf, nonEmpty, textOf, toFinishReason } from './answer-fields.ts';
import { AnsweredError, errorIn } from './from-answered-error.ts';
import { MalformedResponseError } from './from-error.ts';
import { fromToolCalls } from './from-tool-calls.ts';
import { fromUsage, usageOf } from './from-usage.ts';
import { VisibleThoughts } from './visible-thoughts.ts';

/**
 * The first choice of a Chat Completions answer, which is taken for anything that JSON can hold: servers that call themselves compatible
 * send errors, pages and nulls with status 200. Throws AnsweredError for an error, and MalformedResponseError when there is no such
 * choice.
 */
export function fromChatResponse(
  body: unknown,
  request: ChatRequest,
  requestId: string | null,
): ChatResponse {
  const completion = toRecord(body);
  const error = completion && errorIn(completion);
  if (error !== null) throw new AnsweredError(error, 'alone', requestId);
  const choices = completion?.['choices'];
  const choice = toRecord(Array.isArray(choices) ? choices[0] : null);
  if (choice?.['error']) throw new AnsweredError(choice['error'], 'midway', requestId);
  const message = toRecord(choice?.['message']);
  const content = message === null ? null : textOf(message['content']);
  if (completion === null || choice === null || message === null || content === null) {
    throw new MalformedResponseError(problemOf(body), requestId);
  }
  const thoughts = new VisibleThoughts();
  thoughts.add(message);
  const toolCalls = fromToolCalls(message, idSeedOf(completion, request), requestId);
  return {
    text: content,
    toolCalls,
    refusal: nonEmpty(message['refusal']),
    finishReason: toFinishReason(choice['finish_reason'], toolCalls),
    ...thoughts.toFields(),
    usage: fromUsage(usageOf(completion)),
    model: modelOf(completion) ?? request.model.id,
    requestId,
  };
}

function problemOf(body: unknown): string {
  if (toRecord(body) === null) return `not a JSON object: ${JSON.stringify(body ?? null)}`;
  return 'no choice with a message of text';
}
