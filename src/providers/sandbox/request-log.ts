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

export interface RequestLog {
  /** Notes a request, which is still to be filled in. */
  open(id: string, endpoint: RequestRecord['endpoint'], receivedAt: number): RequestRecord;
  /** The latest 20,000, oldest first; those of a marker when it is given. */
  records(marker?: string): RequestRecord[];
  clear(): void;
}

const RECORDS_MAX = 20_000;

export function createRequestLog(): RequestLog {
  let records: RequestRecord[] = [];
  /** Where the oldest one is, once the list is full and new ones take the place of old ones. */
  let oldest = 0;

  return {
    open(id, endpoint, receivedAt) {
      const record: RequestRecord = {
        id,
        endpoint,
        model: '',
        marker: null,
        stream: false,
        fault: 'plain',
        attempt: 1,
        state: 'running',
        status: null,
        promptTokens: null,
        completionTokens: 0,
        sentTokens: 0,
        sentEvents: 0,
        receivedAt,
        abortSeenAt: null,
        endedAt: null,
      };
      if (records.length < RECORDS_MAX) records.push(record);
      else {
        records[oldest] = record;
        oldest = (oldest + 1) % RECORDS_MAX;
      }
      return record;
    },
    records: (marker) =>
      [...records.slice(oldest), ...records.slice(0, oldest)].filter(
        (record) => marker === undefined || record.marker === marker,
      ),
    clear() {
      records = [];
      oldest = 0;
    },
  };
}
