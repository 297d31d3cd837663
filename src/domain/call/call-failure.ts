import { TollgateError } from '../errors.ts';
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

export type AnsweredCall = Call & { output: CallOutput; usage: UsageBuckets; cost: Cost };

/** The call when it was answered. Throws CallFailedError or CallFilteredError otherwise. */
export function requireAnswer(call: Call): AnsweredCall {
  const { output, usage, cost } = call;
  if (output !== null && usage !== null && cost !== null) return { ...call, output, usage, cost };
  const error = call.error ?? UNEXPLAINED_ERROR;
  throw error.code === 'CONTENT_FILTERED'
    ? new CallFilteredError(call, error)
    : new CallFailedError(call, error);
}
