import { TollgateError } from '../errors.ts';
import type { ErrorProperties } from '../errors.ts';
import type { ChatResponse } from './provider.ts';

export interface ProviderErrorProperties extends ErrorProperties {
  /** HTTP status of the upstream answer, null when there was none. */
  status: number | null;
  /** The provider's own words, with secrets removed; for operators, not part of the message. */
  detail: string | null;
  /** What Retry-After asked for, in milliseconds. */
  retryAfterMs: number | null;
  /**
   * What is known of the cost: `none` when the provider charged nothing (refused, or never reached it),
   * `unknown` when the request may have been worked on without an answer reaching us.
   */
  spent: 'none' | 'unknown';
  /** The provider's id of the request. */
  requestId: string | null;
  /** What a stream had produced when it broke off; absent when it had not begun. It is paid for, whatever `spent` says. */
  partial?: ChatResponse;
}

/** The model provider refused, failed or was not reached. */
export class ProviderError extends TollgateError {
  readonly status: number | null;
  readonly detail: string | null;
  readonly retryAfterMs: number | null;
  readonly spent: 'none' | 'unknown';
  readonly requestId: string | null;
  readonly partial: ChatResponse | null;

  constructor(message: string, properties: ProviderErrorProperties) {
    super(message, properties);
    this.status = properties.status;
    this.detail = properties.detail;
    this.retryAfterMs = properties.retryAfterMs;
    this.spent = properties.spent;
    this.requestId = properties.requestId;
    this.partial = properties.partial ?? null;
  }
}

/** The provider's content filter refused the request or the answer. */
export class ContentFilteredError extends ProviderError {}

/** The reader of a stream didn't take its pieces before the call's deadline: the provider isn't to blame. */
export class SlowReaderError extends ProviderError {
  constructor({ requestId, partial }: Pick<ProviderErrorProperties, 'requestId' | 'partial'>) {
    super("The call's deadline came while its reader had not taken what there was to read.", {
      code: 'READER_TOO_SLOW',
      category: 'timeout',
      retryable: false,
      status: null,
      detail: null,
      retryAfterMs: null,
      spent: 'unknown',
      requestId,
      ...(partial !== undefined && { partial }),
    });
  }
}

/** Tollgate kept a request back to protect the provider and the other callers: nothing was sent, and nothing spent. */
export class NotSentError extends ProviderError {
  constructor(
    message: string,
    properties: Pick<ProviderErrorProperties, 'code' | 'category' | 'retryAfterMs'>,
  ) {
    super(message, {
      ...properties,
      retryable: true,
      status: null,
      detail: null,
      spent: 'none',
      requestId: null,
    });
  }
}

/** The time of the call was over before its next request to a model. */
export class DeadlineError extends NotSentError {
  constructor() {
    super("The call's deadline came before its next step. Give it a later deadline, or ask for less.", {
      code: 'DEADLINE_EXCEEDED',
      category: 'timeout',
      retryAfterMs: null,
    });
  }
}

/** As many requests as may run at the provider are running, and there was no turn for this one. */
export class UpstreamBusyError extends NotSentError {
  constructor(provider: string, reason: 'queue_full' | 'deadline') {
    super(
      reason === 'queue_full'
        ? `Too many calls are waiting for the provider "${provider}". Try again in a moment.`
        : `The call's deadline came while it was waiting for its turn at the provider "${provider}". Try again later, or give it a later deadline.`,
      { code: 'UPSTREAM_BUSY', category: 'rate_limit', retryAfterMs: null },
    );
  }
}

/** The model failed so often in a row that it is left alone for a while. */
export class CircuitOpenError extends NotSentError {
  constructor(provider: string, model: string, retryAfterMs: number) {
    const wait = Math.ceil(retryAfterMs / 1000);
    super(
      `The model "${model}" of the provider "${provider}" has been failing and is left alone for a moment. Try again in ${wait} s.`,
      { code: 'CIRCUIT_OPEN', category: 'server', retryAfterMs },
    );
  }
}
