import { nonEmpty } from './answer-fields.ts';
import { toRecord } from '../token-number.ts';
import { fromStatus } from './from-status.ts';
import type { Failure } from './from-status.ts';

/** Where an error stood: in place of an answer, or after the answer had begun. */
type ErrorPlace = 'alone' | 'midway';

/** An error that the provider sent in an answer whose status was a good one. */
export class AnsweredError extends Error {
  /** What was sent: an object with message, type and code, or anything else. */
  readonly answer: unknown;
  readonly place: ErrorPlace;
  readonly requestId: string | null;

  constructor(answer: unknown, place: ErrorPlace, requestId: string | null) {
    super(
      nonEmpty(toRecord(answer)?.['message']) ??
        (typeof answer === 'string' ? answer : JSON.stringify(answer)),
    );
    this.answer = answer;
    this.place = place;
    this.requestId = requestId;
  }
}

/** The error in an answer or a chunk, null when there is none: OpenRouter has it in `error`, vLLM may have it at the top. */
export function errorIn(answer: Record<string, unknown>): unknown {
  return answer['error'] || (answer['object'] === 'error' ? answer : null);
}

/** The status that such an error would have had, by the words of its code and type; the first that is met counts. */
const STATUS_BY_WORD: readonly (readonly [RegExp, number])[] = [
  [/content_filter|content_policy|invalid_prompt|context_length/, 400],
  [/quota|billing|rate_limit|too_many_requests|^(requests|tokens)$/, 429],
  [/authentication|api_key|unauthorized/, 401],
  [/permission|forbidden/, 403],
  [/not_?found/, 404],
  [/invalid_request|bad_?request/, 400],
];
const UNNAMED_STATUS = 500;

/**
 * Judges it as an answer with the status that it tells (OpenRouter and vLLM send one as `code`), or that its code and type stand for.
 * A server that failed after it had begun may have charged for what it did.
 */
export function fromAnsweredError({ answer, message, place }: AnsweredError): Failure {
  const error = toRecord(answer) ?? {};
  const code = nonEmpty(error['code']);
  const type = nonEmpty(error['type']);
  const told = statusIn(error['code']) ?? statusIn(error['status']);
  const failure = fromStatus({ status: told ?? statusOf([code, type]), code, type, text: message });
  if (failure.category !== 'server' && failure.category !== 'timeout') return failure;
  if (place === 'midway')
    return {
      ...failure,
      spent: 'unknown',
      message: 'The model provider failed in the middle of its answer.',
    };
  // a status that was guessed isn't one to tell of
  return told === null ? { ...failure, spent: 'unknown', message: 'The model provider failed.' } : failure;
}

function statusIn(value: unknown): number | null {
  const status = Number(value);
  return Number.isInteger(status) && status >= 400 && status <= 599 ? status : null;
}

function statusOf(words: readonly (string | null)[]): number {
  const known = STATUS_BY_WORD.find(([pattern]) =>
    words.some((word) => word !== null && pattern.test(word.toLowerCase())),
  );
  return known?.[1] ?? UNNAMED_STATUS;
}
