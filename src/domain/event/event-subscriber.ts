import type { StoredEvent } from './event.ts';
import type { EventSelection } from './event-filter.ts';

/** One live stream: what waits for it, bounded by the feed, and how far it has come. */
export interface EventSubscriber {
  readonly selection: EventSelection;
  /** Matching events that it has not taken yet, in order. */
  readonly queue: readonly StoredEvent[];
  /** True while new events are put into the queue as they come; else it reads the log when its queue is empty. */
  attached: boolean;
  /** The `seq` up to which its events were given or are in the queue; while it is attached, where that began. */
  position: number;
  readonly ended: boolean;
  /** True while it was given something and has not asked for more. */
  isHolding: boolean;
  /** When it last took an event, in UTC milliseconds. */
  readonly takenAt: number;
  /** Doesn't wake it. */
  push(event: StoredEvent): void;
  /** The next event, undefined for none. Throws what it has failed with. */
  take(now: number): StoredEvent | undefined;
  /** Resolves at the next `wake`, `fail` or `end`; at once when one came since the last sleep. */
  sleep(): Promise<void>;
  wake(): void;
  /** Drops what waits; the next `take` throws the error. */
  fail(error: Error): void;
  end(): void;
}

export function createEventSubscriber(selection: EventSelection, now: number): EventSubscriber {
  let queue: StoredEvent[] = [];
  let takenAt = now;
  let ended = false;
  let failure: Error | null = null;
  let woken = false;
  let resume: (() => void) | null = null;
  const wake = (): void => {
    woken = true;
    resume?.();
  };

  return {
    selection,
    attached: false,
    position: 0,
    isHolding: false,
    get queue() {
      return queue;
    },
    get ended() {
      return ended;
    },
    get takenAt() {
      return takenAt;
    },
    push(event) {
      queue.push(event);
    },
    take(at) {
      if (failure !== null) throw failure;
      takenAt = at;
      return queue.shift();
    },
    async sleep() {
      if (!woken) await new Promise<void>((resolve) => (resume = resolve));
      resume = null;
      woken = false;
    },
    wake,
    fail(error) {
      failure = error;
      queue = [];
      wake();
    },
    end() {
      ended = true;
      wake();
    },
  };
}
