import type { ChatResponse, FinishReason } from '../../domain/provider/provider.ts';
import { MalformedResponseError } from './from-error.ts';
import { fromUsage, usageOf } from './from-usage.ts';

const FINISH_REASONS: ReadonlyMap<unknown, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'content_filter'],
  ['tool_calls', 'tool_calls'],
  ['function_call', 'tool_calls'],
]);
const MODEL_NAME_CHARS_MAX = 200;

/**
 * The first choice of a Chat Completions answer, which is taken for anything that JSON can hold: servers that call themselves compatible
 * send errors, pages and nulls with status 200. Throws MalformedResponseError when there is no such choice.
 */
export function fromChatResponse(body: unknown, requestedModel: string): ChatResponse {
  const completion = record(body);
  const requestId = text(completion?.['_request_id']);
  const choices = completion?.['choices'];
  const choice = record(Array.isArray(choices) ? choices[0] : null);
  const message = record(choice?.['message']);
  const content = message?.['content'] ?? null;
  if (
    completion === null ||
    choice === null ||
    message === null ||
    (content !== null && typeof content !== 'string')
  ) {
    throw new MalformedResponseError(problemOf(body), requestId);
  }
  return {
    text: content ?? '',
    refusal: text(message['refusal']),
    finishReason: FINISH_REASONS.get(choice['finish_reason']) ?? 'unknown',
    usage: fromUsage(usageOf(completion)),
    model: text(completion['model'])?.slice(0, MODEL_NAME_CHARS_MAX) ?? requestedModel,
    requestId,
  };
}

function problemOf(body: unknown): string {
  const error = record(body)?.['error'];
  if (error !== undefined && error !== null) return `an error with a good status: ${JSON.stringify(error)}`;
  if (record(body) === null) return `not a JSON object: ${JSON.stringify(body ?? null)}`;
  return 'no choice with a message of text';
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
