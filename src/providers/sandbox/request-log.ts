import type { ServerResponse } from 'node:http';
import type { Clock } from '../../lib/clock.ts';

/**
 * `answered` is what went out whole, errors too; `broken` what the sandbox broke off by a fault; `aborted` what the client left
 * before its end.
 */
export type RequestState = 'running' | 'answered' | 'broken' | 'aborted';

/** What became of one request. Instants are UTC milliseconds. */
export interface RequestRecord {
  /** Its `x-request-id`. */
  id: string;
  endpoint: 'chat' | 'embeddings';
  model: string;
  marker: string | null;
  stream: boolean;
  /** The name of the fault that it met, `plain` for none. */
  fault: string;
  /** Which request of the same key it is, from 1 on: of the same model and marker, or of the same model and messages; 0 in an outage. */
  attempt: number;
  state: RequestState;
  /** Null while nothing was answered. */
  status: number | null;
  /** Of the request, null when it met an error before it was counted. */
  promptTokens: number | null;
  /** Of the whole answer, sent or not. */
  completionTokens: number;
  /** Of what was handed to the connection, hidden reasoning included. */
  sentTokens: number;
  /** Server-sent events that were handed to the connection. */
  sentEvents: number;
  receivedAt: number;
  /** When the sandbox saw that the client had left; null when it did not leave. */
  abortSeenAt: number | null;
  endedAt: number | null;
}

/** One request on its way. */
export interface Exchange {
  record: RequestRecord;
  response: ServerResponse;
  /** Aborted when the connection closes, whoever closes it. */
  left: AbortSignal;
  /** To be called before the sandbox itself breaks off the answer. */
  breaks(): void;
}

export interface RequestLog {
  /** Notes a request, and follows it to its end. */
  open(id: string, endpoint: RequestRecord['endpoint'], response: ServerResponse): Exchange;
  /** Notes the end, once the handler is through and the connection has closed or the answer is out. */
  end(exchange: Exchange, handled: Promise<void>): Promise<void>;
  /** The latest 20,000, oldest first; those of a marker when it is given. */
  records(marker?: string): RequestRecord[];
  clear(): void;
}

const RECORDS_MAX = 20_000;

export function createRequestLog(clock: Clock): RequestLog {
  const records = new Set<RequestRecord>();
  const followed = new WeakMap<Exchange, { closed: Promise<void>; isBroken: () => boolean }>();

  return {
    open(id, endpoint, response) {
      const record: RequestRecord = {
        ...{ id, endpoint, model: '', marker: null, stream: false, fault: 'plain', attempt: 1 },
        ...{ state: 'running', status: null, promptTokens: null },
        ...{ completionTokens: 0, sentTokens: 0, sentEvents: 0 },
        ...{ receivedAt: clock.now(), abortSeenAt: null, endedAt: null },
      };
      const [oldest] = records;
      if (records.size >= RECORDS_MAX && oldest !== undefined) records.delete(oldest);
      records.add(record);
      const left = new AbortController();
      let broken = false;
      const exchange = { record, response, left: left.signal, breaks: () => void (broken = true) };
      const closed = new Promise<void>((resolve) => {
        response.once('close', () => {
          if (!response.writableFinished && !broken) record.abortSeenAt = clock.now();
          left.abort();
          resolve();
        });
      });
      followed.set(exchange, { closed, isBroken: () => broken });
      return exchange;
    },
    async end(exchange, handled) {
      const { record, response } = exchange;
      await handled.catch(() => undefined);
      await followed.get(exchange)?.closed;
      record.status = response.headersSent ? response.statusCode : null;
      if (followed.get(exchange)?.isBroken() === true) record.state = 'broken';
      else record.state = record.abortSeenAt === null ? 'answered' : 'aborted';
      record.endedAt = clock.now();
    },
    records: (marker) => [...records].filter((record) => marker === undefined || record.marker === marker),
    clear: () => records.clear(),
  };
}
