import type { StoredEvent } from './event.ts';
import type { EventSelection } from './event-filter.ts';

/**
 * One live stream: what waits for it, bounded by the feed, and how far it has come. A class, as thousands of these are alive at once: an
 * object with accessors and a function of its own for each method takes a kilobyte more.
 */
export class EventSubscriber {
  readonly selection: EventSelection;
  /** True while new events are put into the queue as they come; else it reads the log when its queue is empty. */
  attached = false;
  /** The `seq` up to which its events were given or are in the queue; while it is attached, where that began. */
  position = 0;
  /** True while it was given something and has not asked for more. */
  isHolding = false;
  #queue: StoredEvent[] = [];
  #takenAt: number;
  #ended = false;
  #failure: Error | null = null;
  #woken = false;
  #resume: (() => void) | null = null;

  constructor(selection: EventSelection, now: number) {
    this.selection = selection;
    this.#takenAt = now;
  }

  /** Matching events that it has not taken yet, in order. */
  get queue(): readonly StoredEvent[] {
    return this.#queue;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** When it last took an event, in UTC milliseconds. */
  get takenAt(): number {
    return this.#takenAt;
  }

  /** Doesn't wake it. */
  push(event: StoredEvent): void {
    this.#queue.push(event);
  }

  /** The next event, undefined for none. Throws what it has failed with. */
  take(now: number): StoredEvent | undefined {
    if (this.#failure !== null) throw this.#failure;
    this.#takenAt = now;
    return this.#queue.shift();
  }

  /** Resolves at the next `wake`, `fail` or `end`; at once when one came since the last sleep. */
  async sleep(): Promise<void> {
    if (!this.#woken) await new Promise<void>((resolve) => (this.#resume = resolve));
    this.#resume = null;
    this.#woken = false;
  }

  wake(): void {
    this.#woken = true;
    this.#resume?.();
  }

  /** Drops what waits; the next `take` throws the error. */
  fail(error: Error): void {
    this.#failure = error;
    this.#queue = [];
    this.wake();
  }

  end(): void {
    this.#ended = true;
    this.wake();
  }
}
