import type { Clock } from '../../lib/clock.ts';
import type { SubscriberTooSlowError } from '../errors.ts';
import type { FeedItem, Heartbeat } from './event.ts';
import type { EventSelection } from './event-filter.ts';
import type { EventSubscriber } from './event-subscriber.ts';

export interface FeedRequest {
  /** Events after this `seq`; from now on when undefined. */
  after: number | undefined;
  selection: EventSelection;
  /** A heartbeat whenever nothing else came for so long, in milliseconds; none when undefined. */
  heartbeatMs?: number | undefined;
  /** The same for the first; at the beginning when undefined. */
  firstHeartbeatMs?: number | undefined;
  /** Told when the stream is given up; the iterator throws the same error when it is asked for the next event. */
  onTooSlow?: (error: SubscriberTooSlowError) => void;
}

/** What a stream asks of the feed that it belongs to. */
export interface StreamFeed {
  clock: Clock;
  /** Lets the subscriber begin. */
  join(subscriber: EventSubscriber, request: FeedRequest): Promise<void>;
  /** Fills the queue of one who has not caught up. */
  refill(subscriber: EventSubscriber): Promise<void>;
  leave(subscriber: EventSubscriber): void;
  /** The `seq` up to which everything was given when the queue is empty. */
  seenUntil(subscriber: EventSubscriber): number;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * The events of one subscriber, to be asked for one at a time. By hand and not by a generator: thousands of subscribers wait here, and
 * each is woken for every event.
 */
export class EventStream implements AsyncIterableIterator<FeedItem> {
  readonly #feed: StreamFeed;
  readonly #subscriber: EventSubscriber;
  readonly #request: FeedRequest;
  #heartbeatAt = Infinity;
  #isJoined = false;
  #isOver = false;

  constructor(feed: StreamFeed, subscriber: EventSubscriber, request: FeedRequest) {
    this.#feed = feed;
    this.#subscriber = subscriber;
    this.#request = request;
  }

  async next(): Promise<IteratorResult<FeedItem, undefined>> {
    if (this.#isOver) return DONE;
    const { heartbeatMs } = this.#request;
    if (this.#subscriber.isHolding) {
      this.#subscriber.isHolding = false;
      if (heartbeatMs !== undefined) this.#heartbeatAt = this.#feed.clock.now() + heartbeatMs;
    }
    return this.#wait();
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    return this.#over();
  }

  async throw(error: unknown): Promise<never> {
    this.#over();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #wait(): Promise<IteratorResult<FeedItem, undefined>> {
    const subscriber = this.#subscriber;
    const { clock } = this.#feed;
    try {
      if (!this.#isJoined) {
        this.#isJoined = true;
        await this.#feed.join(subscriber, this.#request);
        const { heartbeatMs, firstHeartbeatMs = 0 } = this.#request;
        if (heartbeatMs !== undefined) this.#heartbeatAt = clock.now() + firstHeartbeatMs;
      }
      while (!subscriber.ended) {
        const now = clock.now();
        const item = this.#pick(now);
        if (item !== undefined) return { done: false, value: item };
        if (subscriber.attached) await this.#sleep(this.#heartbeatAt - now);
        else await this.#feed.refill(subscriber);
      }
      return this.#over();
    } catch (error) {
      this.#over();
      throw error;
    }
  }

  /** What there is to give now. Throws what the subscriber has failed with. */
  #pick(now: number): FeedItem | undefined {
    const subscriber = this.#subscriber;
    const item =
      subscriber.take(now) ??
      (this.#heartbeatAt <= now ? heartbeat(this.#feed.seenUntil(subscriber), now) : undefined);
    if (item !== undefined) subscriber.isHolding = true;
    return item;
  }

  async #sleep(ms: number): Promise<void> {
    const cancel = ms === Infinity ? null : this.#feed.clock.after(ms, () => this.#subscriber.wake());
    await this.#subscriber.sleep();
    cancel?.();
  }

  #over(): IteratorReturnResult<undefined> {
    this.#isOver = true;
    this.#subscriber.end();
    this.#feed.leave(this.#subscriber);
    return DONE;
  }
}

function heartbeat(seq: number, at: number): Heartbeat {
  return { seq, topic: 'tollgate.heartbeat', at, agentId: null, payload: { kind: 'heartbeat' } };
}
