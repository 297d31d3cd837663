import type { Clock } from '../../lib/clock.ts';
import { encodeCursor } from '../../lib/page.ts';
import { CursorExpiredError } from '../errors.ts';
import type { StoredEvent } from './event.ts';
import type { Doorbell, EventLog } from './event-log.ts';

const READ_LIMIT = 500;

export interface EventFeedParts {
  log: EventLog;
  doorbell: Doorbell;
  clock: Clock;
  /** How often the log is looked at for what other processes appended, in milliseconds. */
  pollMs: number;
  /** How many of the newest events are kept in memory for all subscribers together. */
  bufferSize: number;
  /** Told when the log can't be read; it is tried again at the next ring or poll. */
  onReadError: (error: unknown) => void;
}

export interface FeedRequest {
  /** Events after this `seq`; from now on when undefined. */
  after: number | undefined;
  matches(event: StoredEvent): boolean;
}

/**
 * The log as live streams. One reader follows the log for all subscribers and keeps the newest events in one bounded buffer;
 * each subscriber is only a position. One that falls behind the buffer reads the log itself, at its own pace, so nothing
 * is queued for it and nothing is skipped (I11).
 */
export interface EventFeed {
  /** Throws CursorExpiredError when events after this `seq` were deleted. */
  checkPosition(after: number): Promise<void>;
  /**
   * Every matching event in order, without a gap, until the iterator is returned or the feed is closed. Its `next` throws
   * CursorExpiredError when events were deleted before the subscriber got to them.
   */
  subscribe(request: FeedRequest): AsyncIterableIterator<StoredEvent>;
  /** Ends every stream. */
  close(): void;
}

export function createEventFeed(parts: EventFeedParts): EventFeed {
  const { log, doorbell, clock, pollMs, bufferSize, onReadError } = parts;
  /** Every event with `floor < seq <= tail`, in order. */
  let buffer: StoredEvent[] = [];
  let floor = 0;
  let tail = 0;
  let pulling: Promise<void> | null = null;
  let rungMeanwhile = false;
  const subscribers = new Set<Subscriber>();
  let stopPolling: (() => void) | null = null;
  let closed = false;

  async function pullAll(): Promise<void> {
    for (;;) {
      rungMeanwhile = false;
      const events = await log.read(tail, READ_LIMIT);
      append(events);
      if (events.length < READ_LIMIT && !rungMeanwhile) return;
    }
  }

  function append(events: readonly StoredEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    buffer.push(...events);
    tail = last.seq;
    const excess = buffer.length - bufferSize;
    if (excess > 0) {
      floor = buffer[excess - 1]?.seq ?? floor;
      buffer = buffer.slice(excess);
    }
    for (const subscriber of subscribers) subscriber.wake();
  }

  function pull(): void {
    if (closed || subscribers.size === 0) return;
    if (pulling !== null) {
      rungMeanwhile = true;
      return;
    }
    pulling = pullAll()
      .catch(onReadError)
      .finally(() => {
        pulling = null;
      });
  }

  /** The first subscriber starts the reader at the end of the log, the last one stops it. */
  async function join(subscriber: Subscriber): Promise<number> {
    const end = await log.lastSeq();
    if (subscribers.size === 0) {
      buffer = [];
      floor = end;
      tail = end;
      stopPolling = clock.every(pollMs, () => {
        pull();
        return Promise.resolve();
      });
    }
    subscribers.add(subscriber);
    pull();
    return end;
  }

  function leave(subscriber: Subscriber): void {
    subscribers.delete(subscriber);
    if (subscribers.size === 0) {
      stopPolling?.();
      stopPolling = null;
    }
  }

  async function* stream(
    subscriber: Subscriber,
    request: FeedRequest,
  ): AsyncGenerator<StoredEvent, undefined> {
    try {
      const end = await join(subscriber);
      let position = request.after ?? end;
      while (!subscriber.ended) {
        const events = position < floor ? await readOlder(position) : after(buffer, position);
        if (events.length === 0) {
          if (position < floor) position = floor;
          else await subscriber.sleep();
          continue;
        }
        for (const event of events) {
          if (subscriber.ended) return;
          position = event.seq;
          if (request.matches(event)) yield event;
        }
      }
    } finally {
      leave(subscriber);
    }
  }

  async function readOlder(position: number): Promise<StoredEvent[]> {
    const events = await log.read(position, READ_LIMIT);
    const [next] = events;
    if (next !== undefined && next.seq > position + 1) throw expired(next.seq);
    return events;
  }

  const stopListening = doorbell.onRing(pull);

  return {
    async checkPosition(position) {
      const first = await log.firstSeq();
      if (first > position + 1) throw expired(first);
    },
    subscribe(request) {
      const subscriber = createSubscriber();
      if (closed) subscriber.end();
      const events = stream(subscriber, request);
      return {
        next: () => events.next(),
        return() {
          // a generator that waits for an event would not return before the next one
          subscriber.end();
          leave(subscriber);
          return events.return(undefined);
        },
        throw: (error) => events.throw(error),
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
    close() {
      closed = true;
      stopListening();
      stopPolling?.();
      for (const subscriber of subscribers) subscriber.end();
    },
  };
}

/** The cursor before the oldest event: with it, that one comes first. */
function expired(oldestSeq: number): CursorExpiredError {
  return new CursorExpiredError(encodeCursor([oldestSeq - 1]));
}

interface Subscriber {
  readonly ended: boolean;
  /** Resolves at the next `wake` or `end`; at once when one came since the last sleep. */
  sleep(): Promise<void>;
  wake(): void;
  end(): void;
}

function createSubscriber(): Subscriber {
  let ended = false;
  let woken = false;
  let resume: (() => void) | null = null;
  const wake = (): void => {
    woken = true;
    resume?.();
  };
  return {
    get ended() {
      return ended;
    },
    async sleep() {
      if (!woken) await new Promise<void>((resolve) => (resume = resolve));
      resume = null;
      woken = false;
    },
    wake,
    end() {
      ended = true;
      wake();
    },
  };
}

/** The part of an ordered buffer after a position, by binary search. */
function after(buffer: readonly StoredEvent[], position: number): StoredEvent[] {
  let low = 0;
  let high = buffer.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((buffer[middle]?.seq ?? Infinity) <= position) low = middle + 1;
    else high = middle;
  }
  return buffer.slice(low);
}
