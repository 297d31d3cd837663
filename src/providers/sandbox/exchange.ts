import type { ServerResponse } from 'node:http';
import type { Clock } from '../../lib/clock.ts';
import type { RequestRecord } from './request-log.ts';

/** One request on its way, followed to its end. */
export interface Exchange {
  record: RequestRecord;
  response: ServerResponse;
  /** True when the connection has closed, whoever closed it. */
  hasLeft(): boolean;
  /** Aborted when the connection closes. Made when it is asked for: most requests are answered before anybody could wait. */
  left(): AbortSignal;
  /** To be called before the sandbox itself breaks off the answer. */
  breaks(): void;
}

/** A reason of our own, as the usual one costs the making of an exception. */
const LEFT = 'the connection has closed';

/** Carries out a request, and notes in its record what became of it once the answer is out or the connection has closed. */
export async function follow(
  record: RequestRecord,
  response: ServerResponse,
  clock: Clock,
  handle: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  let isBroken = false;
  let isClosed = false;
  let left: AbortController | null = null;
  let noteClosed: () => void = () => undefined;
  response.once('close', () => {
    if (!response.writableFinished && !isBroken) record.abortSeenAt = clock.now();
    isClosed = true;
    left?.abort(LEFT);
    noteClosed();
  });
  try {
    await handle({
      record,
      response,
      hasLeft: () => isClosed,
      left() {
        left ??= new AbortController();
        if (isClosed) left.abort(LEFT);
        return left.signal;
      },
      breaks: () => void (isBroken = true),
    });
  } finally {
    const end = () => {
      record.status = response.headersSent ? response.statusCode : null;
      if (isBroken) record.state = 'broken';
      else record.state = record.abortSeenAt === null ? 'answered' : 'aborted';
      record.endedAt = clock.now();
    };
    if (isClosed) end();
    else noteClosed = end;
  }
}
