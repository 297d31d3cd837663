import type { AttemptOptions, ChatResponse } from '../../domain/provider/provider.ts';
import { redact } from '../redact.ts';
import type { SentHook } from '../undici-fetch.ts';
import { fromError } from './from-error.ts';
import type { AttemptState } from './from-error.ts';

/** What the inner time-outs get on top, so that the attempt's own, which also covers the body, always comes first. */
export const MARGIN_MS = 5_000;

/** What holds for every attempt of a provider. */
export interface AttemptTerms {
  /** Longest time of any attempt. */
  timeoutMs: number;
  /** Longest time that the provider may take for each thing that is waited for with `listen`. */
  silenceMs: number;
  /** What must not be in anything that an attempt shows. */
  secrets: readonly string[];
  /** True when the fetch says whether a request was sent (SentHook); otherwise it is taken to be. */
  tellsSent: boolean;
}

/** One upstream request while it is under way. */
export interface Attempt {
  /** Aborted by the caller, by the time-out, or by `cancel`. */
  readonly signal: AbortSignal;
  /** For the client's methods. */
  readonly requestOptions: {
    signal: AbortSignal;
    timeout: number;
    fetchOptions: { redirect: 'manual' } & SentHook;
  };
  /** Ends it as an abort by the caller does. */
  cancel(): void;
  /** Waits for the next thing from the provider: its headers, a part of its body. Silence ends the attempt as its time-out does. */
  listen<T>(next: PromiseLike<T>): Promise<T>;
  /** A request id fit to be shown: it comes in a header, which a proxy on the way may fill with anything. */
  cleanId(requestId: string | null): string | null;
  /** The answer once it is streaming; `toPartial` is what was produced so far, null when nothing. */
  streamed: { requestId: string | null; toPartial(): ChatResponse | null } | null;
}

/** Runs one attempt within its time, and throws every failure as a ProviderError. */
export async function runAttempt<T>(
  terms: AttemptTerms,
  options: AttemptOptions,
  send: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const state: AttemptState = {
    abortedBy: null,
    sent: !terms.tellsSent,
    stream: null,
    now: 0,
    secrets: terms.secrets,
  };
  const end = (abortedBy: 'caller' | 'timeout') => {
    state.abortedBy ??= abortedBy;
    abort.abort();
  };
  const cancel = () => end('caller');
  const limitMs = Math.max(1, Math.ceil(Math.min(options.timeoutMs, terms.timeoutMs)));
  const timer = setTimeout(() => end('timeout'), limitMs);
  let isListening = false;
  // one timer for all packets; nobody is to blame for silence while nothing is waited for
  const silence = setTimeout(() => void (isListening && end('timeout')), terms.silenceMs);
  const listen = async <T>(next: PromiseLike<T>): Promise<T> => {
    isListening = true;
    silence.refresh();
    try {
      return await next;
    } finally {
      isListening = false;
    }
  };
  const attempt: Attempt = {
    signal: abort.signal,
    requestOptions: {
      signal: abort.signal,
      timeout: limitMs + MARGIN_MS,
      fetchOptions: { redirect: 'manual', onSent: () => (state.sent = true) },
    },
    cancel,
    listen,
    cleanId: (requestId) => requestId && redact(requestId, terms.secrets),
    streamed: null,
  };
  options.signal.addEventListener('abort', cancel, { once: true });
  if (options.signal.aborted) cancel();
  try {
    return await send(attempt);
  } catch (error) {
    const stream = attempt.streamed && {
      requestId: attempt.streamed.requestId,
      partial: attempt.streamed.toPartial(),
    };
    const failure = fromError(error, { ...state, stream, now: Date.now() });
    // whatever is still open of it, so that nothing is worked on for nobody
    abort.abort();
    throw failure;
  } finally {
    clearTimeout(timer);
    clearTimeout(silence);
    options.signal.removeEventListener('abort', cancel);
  }
}
