import type { Clock } from '../../lib/clock.ts';
import { inLots } from '../../lib/in-turns.ts';
import { encodeCursor } from '../../lib/page.ts';
import { CursorAheadError, CursorExpiredError, SubscriberTooSlowError } from '../errors.ts';
import type { FeedItem, StoredEvent } from './event.ts';
import { isSelected } from './event-filter.ts';
import type { Doorbell, EventLog } from './event-log.ts';
import { EventStream } from './event-stream.ts';
import type { FeedRequest, StreamFeed } from './event-stream.ts';
import { EventSubscriber } from './event-subscriber.ts';
import { createTopicIndex } from './topic-index.ts';

const READ_LIMIT = 500;
/** A few milliseconds' worth of subscribers. */
const WOKEN_AT_ONCE = 100;

export interface EventFeedParts {
  log: EventLog;
  doorbell: Doorbell;
  clock: Clock;
  /** After how many milliseconds the log is looked at again for what nobody rang for; asked each time. */
  pollMs: () => number;
  /** How many of the newest events are kept in memory for all subscribers together. */
  bufferSize: number;
  /** How many events may wait for one subscriber. */
  queueMax: number;
  /** How long a subscriber for whom more than that waits may take nothing, in milliseconds. */
  stallMs: number;
  /** Told when the log can't be read; it is tried again at the next ring or poll. */
  onReadError: (error: unknown) => void;
}

/**
 * The log as live streams. One reader follows the log for all subscribers, keeps the newest events in one bounded buffer, and puts each
 * event into the queues of those who want it, by a topic index. Queues are bounded: one that is full gets no more, and its subscriber
 * reads the log itself, at its own pace, until it has caught up, so nothing is skipped (I11). One that takes nothing at all any more ends.
 */
export interface EventFeed {
  /** Throws CursorExpiredError when events after this `seq` were deleted, and CursorAheadError when the log ends before it. */
  checkPosition(after: number): Promise<void>;
  /**
   * Every selected event in order, without a gap, until the iterator is returned or the feed is closed. Its `next` throws
   * SubscriberTooSlowError when more than `queueMax` events wait and none was taken for `stallMs`, and CursorExpiredError when events were
   * deleted before the subscriber got to them.
   */
  subscribe(request: FeedRequest): AsyncIterableIterator<FeedItem>;
  /** Ends every stream. */
  close(): void;
}

export function createEventFeed(parts: EventFeedParts): EventFeed {
  const { log, doorbell, clock, pollMs, bufferSize, queueMax, stallMs, onReadError } = parts;
  /** Every event with `floor < seq <= tail`, in order. */
  let buffer: StoredEvent[] = [];
  let floor = 0;
  let tail = 0;
  let pulling: Promise<void> | null = null;
  let rungMeanwhile = false;
  const subscribers = new Map<EventSubscriber, FeedRequest>();
  const attached = createTopicIndex<EventSubscriber>();
  /** Those who are not attached. */
  const behind = new Set<EventSubscriber>();
  /** Those in whose empty queues something was put. */
  let toWake: EventSubscriber[] = [];
  let isWaking = false;
  let stopPolling: (() => void) | null = null;
  let closed = false;

  async function pullAll(): Promise<void> {
    for (;;) {
      rungMeanwhile = false;
      const from = tail;
      const events = await log.read(from, READ_LIMIT);
      // the reader was stopped and started again meanwhile, further on
      if (tail !== from) continue;
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
    for (const event of events) {
      for (const subscriber of attached.find(event)) {
        // it came with a cursor from another process, which was ahead of this one
        if (event.seq <= subscriber.position) continue;
        if (subscriber.queue.length >= queueMax) detach(subscriber, event.seq - 1);
        else {
          subscriber.push(event);
          if (subscriber.queue.length === 1) toWake.push(subscriber);
        }
      }
    }
    endStalled();
    if (!isWaking) void wakeAll();
  }

  /** What each does with its events takes far longer than finding them: with thousands of subscribers, calls have their turns in between. */
  async function wakeAll(): Promise<void> {
    isWaking = true;
    while (toWake.length > 0) {
      const woken = toWake;
      toWake = [];
      await inLots(woken, WOKEN_AT_ONCE, (subscriber) => subscriber.wake());
    }
    isWaking = false;
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

  function poll(): void {
    stopPolling = clock.after(pollMs(), () => {
      endStalled();
      pull();
      poll();
    });
  }

  /** The first subscriber starts the reader at the end of the log, the last one stops it. */
  async function join(subscriber: EventSubscriber, request: FeedRequest): Promise<void> {
    const end = await log.lastSeq();
    if (closed) subscriber.end();
    if (subscriber.ended) return;
    subscriber.position = request.after ?? end;
    if (subscribers.size === 0) {
      buffer = [];
      floor = end;
      tail = end;
      poll();
    }
    subscribers.set(subscriber, request);
    behind.add(subscriber);
    pull();
  }

  function leave(subscriber: EventSubscriber): void {
    if (!subscribers.delete(subscriber)) return;
    attached.remove(subscriber);
    behind.delete(subscriber);
    if (subscribers.size === 0) stopPolling?.();
  }

  function attach(subscriber: EventSubscriber): void {
    subscriber.attached = true;
    behind.delete(subscriber);
    attached.add(subscriber);
  }

  function detach(subscriber: EventSubscriber, position: number): void {
    subscriber.attached = false;
    subscriber.position = position;
    attached.remove(subscriber);
    behind.add(subscriber);
  }

  /** Gives up those for whom more waits than is kept for them, and who take none of it. */
  function endStalled(): void {
    const takenBefore = clock.now() - stallMs;
    for (const subscriber of behind) {
      const { isHolding, takenAt, queue, position } = subscriber;
      if (!isHolding || takenAt > takenBefore || (queue.length === 0 && position >= floor)) continue;
      const error = new SubscriberTooSlowError(encodeCursor([(queue[0]?.seq ?? position + 1) - 1]));
      const request = subscribers.get(subscriber);
      subscriber.fail(error);
      leave(subscriber);
      request?.onTooSlow?.(error);
    }
  }

  /** Fills the queue of a subscriber that has not caught up; attaches it when it has. */
  async function refill(subscriber: EventSubscriber): Promise<void> {
    const { selection, position } = subscriber;
    if (position < floor) {
      const known = floor;
      const events = await readOlder(position);
      for (const event of events) if (isSelected(event, selection)) subscriber.push(event);
      subscriber.position = events.at(-1)?.seq ?? known;
      if (subscriber.position < floor) return;
    }
    // without a turn of the event loop between the last event of the buffer and the index: no event can come in between
    for (const event of after(buffer, subscriber.position)) {
      if (isSelected(event, selection)) {
        if (subscriber.queue.length >= queueMax) return;
        subscriber.push(event);
      }
      subscriber.position = event.seq;
    }
    attach(subscriber);
  }

  async function readOlder(position: number): Promise<StoredEvent[]> {
    const events = await log.read(position, READ_LIMIT);
    const [next] = events;
    if (next !== undefined && next.seq > position + 1) throw expired(next.seq);
    return events;
  }

  const streamFeed: StreamFeed = {
    clock,
    join,
    refill,
    leave,
    seenUntil: ({ attached: isAttached, position }) => (isAttached ? Math.max(tail, position) : position),
  };
  const stopListening = doorbell.onRing(pull);

  return {
    async checkPosition(position) {
      const [first, last] = await Promise.all([log.firstSeq(), log.lastSeq()]);
      if (first > position + 1) throw expired(first);
      if (last < position) throw new CursorAheadError(cursorBefore(first));
    },
    subscribe(request) {
      const subscriber = new EventSubscriber(request.selection, clock.now());
      if (closed) subscriber.end();
      return new EventStream(streamFeed, subscriber, request);
    },
    close() {
      closed = true;
      stopListening();
      stopPolling?.();
      for (const subscriber of [...subscribers.keys()]) subscriber.end();
    },
  };
}

function expired(oldestSeq: number): CursorExpiredError {
  return new CursorExpiredError(cursorBefore(oldestSeq));
}

/** With it, the oldest event comes first. */
function cursorBefore(oldestSeq: number): string {
  return encodeCursor([Math.max(0, oldestSeq - 1)]);
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
