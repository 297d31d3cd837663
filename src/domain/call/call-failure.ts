import { AnswerRemovedError, TollgateError } from '../errors.ts';
import { UNEXPLAINED_ERROR } from './call.ts';
import type { Call, CallError, CallOutput, Cost } from './call.ts';
import type { UsageBuckets } from '../token/usage.ts';

/** A finished call without an answer, as an error that carries its record: what was tried and what it cost. */
export class CallFailedError extends TollgateError {
  readonly call: Call;

  constructor(call: Call, error: CallError) {
    super(error.message, { code: error.code, category: error.category, retryable: error.retryable });
    this.call = call;
  }
}

/** The provider's content filter refused the request. */
export class CallFilteredError extends CallFailedError {}

/** The answer is not the data that was asked for: not valid, refused, or cut off. The call has what the model wrote. */
export class CallOutputError extends CallFailedError {}

/** A tool that the model called isn't there, was called wrongly, or failed. */
export class CallToolError extends CallFailedError {}

const FAILURES: ReadonlyMap<string, typeof CallFailedError> = new Map([
  ['CONTENT_FILTERED', CallFilteredError],
  ['INVALID_OUTPUT', CallOutputError],
  ['OUTPUT_REFUSED', CallOutputError],
  ['OUTPUT_TRUNCATED', CallOutputError],
  ['UNKNOWN_TOOL', CallToolError],
  ['INVALID_TOOL_ARGUMENTS', CallToolError],
  ['TOOL_FAILED', CallToolError],
  ['TOOL_TIMEOUT', CallToolError],
]);

export type AnsweredCall = Call & { output: CallOutput; usage: UsageBuckets; cost: Cost };

/** The call when it was answered. Throws CallFailedError or one of its kinds, and AnswerRemovedError for one of long ago. */
export function requireAnswer(call: Call): AnsweredCall {
  const { output, usage, cost, status } = call;
  if (output?.removedAt !== undefined) throw new AnswerRemovedError(call.operationId, 'removed');
  // altered text is no answer, least of all data that was valid
  if (status === 'COMPLETED' && output?.redactedAt !== undefined) {
    throw new AnswerRemovedError(call.operationId, 'redacted');
  }
  if (status === 'COMPLETED' && output !== null && usage !== null && cost !== null)
    return { ...call, output, usage, cost };
  const error = call.error ?? UNEXPLAINED_ERROR;
  const Failure = FAILURES.get(error.code) ?? CallFailedError;
  throw new Failure(call, error);
}
