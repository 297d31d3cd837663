import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { ContentFilteredError, ProviderError } from '../../domain/provider/provider-error.ts';
import type { ChatResponse } from '../../domain/provider/provider.ts';
import { redact } from '../redact.ts';
import { retryAfterMs } from '../retry-after.ts';
import { fromStatus } from './from-status.ts';
import type { Failure } from './from-status.ts';
import { AnsweredError, fromAnsweredError } from './from-answered-error.ts';

/** An answer with a good status that isn't a Chat Completions answer. */
export class MalformedResponseError extends Error {
  readonly requestId: string | null;

  constructor(message: string, requestId: string | null) {
    super(message);
    this.requestId = requestId;
  }
}

/** A stream that ended, without an error of the connection, before the answer did. */
export class StreamCutError extends Error {
  constructor() {
    super('the stream ended before the answer did');
  }
}

/** What is known of an attempt beyond the error that ended it. */
export interface AttemptState {
  /** Who aborted it, null when it ended by itself. */
  abortedBy: 'caller' | 'timeout' | null;
  /** False only when it is certain that no byte of the request left. */
  sent: boolean;
  /** What a stream has produced, null when the answer was not (yet) one. */
  stream: { requestId: string | null; partial: ChatResponse | null } | null;
  /** UTC milliseconds, to read dates against. */
  now: number;
  /** What must not be in the detail: the API key. */
  secrets: readonly string[];
}

/** Errors of a connection that was never made, for a fetch that doesn't tell whether it sent anything. */
const NOT_REACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const SILENCE = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
/** Not HTTP, shorter than announced, or longer than anyone reads. */
const MALFORMED = /^(HTTPParserError|UND_ERR_RES_.*|UND_ERR_HEADERS_OVERFLOW)$/;

/** Brings whatever the SDK and the connection throw to one shape. The error itself, which can hold headers and keys, isn't kept. */
export function fromError(error: unknown, state: AttemptState): ProviderError {
  const answer = error instanceof APIError && typeof error.status === 'number' ? error : null;
  const headers: unknown = answer?.headers;
  const failure = judge(error, state);
  const detail = redact(detailOf(error), state.secrets);
  const partial = state.stream?.partial ?? null;
  const requestId =
    answer?.requestID ??
    (error instanceof MalformedResponseError || error instanceof AnsweredError ? error.requestId : null) ??
    state.stream?.requestId ??
    null;
  const Kind = failure.code === 'CONTENT_FILTERED' ? ContentFilteredError : ProviderError;
  return new Kind(failure.message, {
    code: failure.code,
    category: failure.category,
    retryable:
      failure.retryable && !(headers instanceof Headers && headers.get('x-should-retry') === 'false'),
    spent: failure.spent,
    status: answer?.status ?? null,
    detail: detail === '' ? null : detail,
    retryAfterMs: headers instanceof Headers ? retryAfterMs(headers, state.now) : null,
    requestId: requestId === null ? null : redact(requestId, state.secrets),
    ...(partial !== null && { partial }),
  });
}

function judge(error: unknown, { abortedBy, sent, stream }: AttemptState): Failure {
  const spent = sent ? 'unknown' : 'none';
  if (abortedBy === 'caller') {
    return {
      code: 'CALL_CANCELLED',
      category: 'cancelled',
      retryable: false,
      spent,
      message: 'The call was cancelled.',
    };
  }
  if (error instanceof APIError && typeof error.status === 'number') {
    const { status, code, type } = error;
    return fromStatus({ status, code: textOrNull(code), type: textOrNull(type), text: detailOf(error) });
  }
  if (error instanceof AnsweredError) return fromAnsweredError(error);
  const codes = codesOf(error);
  if (abortedBy === 'timeout' || codes.some((code) => SILENCE.has(code))) return timedOut(spent);
  const connectionFailed = error instanceof APIConnectionError || codes.length > 0;
  if (connectionFailed && (!sent || codes.some((code) => NOT_REACHED.has(code)))) {
    return disconnected('none', 'The model provider could not be reached.');
  }
  if (error instanceof APIConnectionTimeoutError) return timedOut(spent);
  if (isMalformed(error)) {
    return {
      code: 'MALFORMED_PROVIDER_RESPONSE',
      category: 'server',
      retryable: true,
      spent,
      message: 'The model provider sent an answer that cannot be read.',
    };
  }
  if (error instanceof StreamCutError || (connectionFailed && stream !== null)) {
    return {
      code: 'PROVIDER_STREAM_CUT',
      category: 'connection',
      retryable: true,
      spent,
      message: 'The stream of the model provider ended before its answer was complete.',
    };
  }
  if (connectionFailed) {
    return disconnected(
      spent,
      'The connection to the model provider was lost before its answer was complete.',
    );
  }
  return {
    code: 'PROVIDER_ERROR',
    category: 'unknown',
    retryable: false,
    spent,
    message: 'The call to the model provider failed.',
  };
}

function isMalformed(error: unknown): boolean {
  if (error instanceof SyntaxError || error instanceof MalformedResponseError) return true;
  return [...codesOf(error), ...chainOf(error).map(({ name }) => name)].some((word) => MALFORMED.test(word));
}

function timedOut(spent: Failure['spent']): Failure {
  return {
    code: 'PROVIDER_TIMEOUT',
    category: 'timeout',
    retryable: true,
    spent,
    message: 'The model provider did not answer in time.',
  };
}

function disconnected(spent: Failure['spent'], message: string): Failure {
  return { code: 'PROVIDER_UNREACHABLE', category: 'connection', retryable: true, spent, message };
}

/** The provider's own words where it sent some, else those of the error that lies deepest. */
function detailOf(error: unknown): string {
  if (error instanceof APIError && typeof error.status === 'number') {
    return error.message.replace(/^\d{3} (status code \(no body\))?/, '');
  }
  const deepest = chainOf(error).at(-1);
  const [code] = codesOf(deepest);
  return [code, deepest?.message].filter(Boolean).join(': ');
}

function codesOf(error: unknown): string[] {
  return chainOf(error).flatMap((one) => ('code' in one && typeof one.code === 'string' ? [one.code] : []));
}

/** The error, its cause, and so on; of several addresses that were tried, the first. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  let next = error;
  while (next instanceof Error && chain.length < 5) {
    chain.push(next);
    next = next instanceof AggregateError ? next.errors[0] : next.cause;
  }
  return chain;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
