import type { Clock } from '../../lib/clock.ts';
import type { FeedItem, Heartbeat } from './event.ts';
import type { EventSubscriber } from './event-subscriber.ts';

/** What a stream needs of the feed that it belongs to. */
export interface EventStreamParts {
  subscriber: EventSubscriber;
  clock: Clock;
  /** None when undefined. */
  heartbeatMs: number | undefined;
  /** Lets the subscriber begin. */
  join(): Promise<void>;
  /** Fills the queue of one who has not caught up. */
  refill(): Promise<void>;
  leave(): void;
  /** The `seq` up to which everything was given when the queue is empty. */
  seenUntil(): number;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * The events of one subscriber, to be asked for one at a time. By hand and not by a generator: thousands of subscribers wait here, and
 * each is woken for every event.
 */
export function createEventStream(parts: EventStreamParts): AsyncIterableIterator<FeedItem> {
  const { subscriber, clock, heartbeatMs } = parts;
  let heartbeatAt = Infinity;
  let isJoined = false;
  let isOver = false;

  function over(): IteratorReturnResult<undefined> {
    isOver = true;
    subscriber.end();
    parts.leave();
    return DONE;
  }

  /** What there is to give now. Throws what the subscriber has failed with. */
  function pick(now: number): FeedItem | undefined {
    const item = subscriber.take(now) ?? (heartbeatAt <= now ? heartbeat(parts.seenUntil(), now) : undefined);
    if (item !== undefined) subscriber.isHolding = true;
    return item;
  }

  async function wait(): Promise<IteratorResult<FeedItem, undefined>> {
    try {
      if (!isJoined) {
        isJoined = true;
        await parts.join();
        if (heartbeatMs !== undefined) heartbeatAt = clock.now();
      }
      while (!subscriber.ended) {
        const now = clock.now();
        const item = pick(now);
        if (item !== undefined) return { done: false, value: item };
        if (subscriber.attached) await sleep(heartbeatAt - now);
        else await parts.refill();
      }
      return over();
    } catch (error) {
      over();
      throw error;
    }
  }

  async function sleep(ms: number): Promise<void> {
    const cancel = ms === Infinity ? null : clock.after(ms, () => subscriber.wake());
    await subscriber.sleep();
    cancel?.();
  }

  return {
    async next() {
      if (isOver) return DONE;
      if (subscriber.isHolding) {
        subscriber.isHolding = false;
        if (heartbeatMs !== undefined) heartbeatAt = clock.now() + heartbeatMs;
      }
      return wait();
    },
    async return() {
      return over();
    },
    async throw(error) {
      over();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function heartbeat(seq: number, at: number): Heartbeat {
  return { seq, topic: 'tollgate.heartbeat', at, agentId: null, payload: { kind: 'heartbeat' } };
}
