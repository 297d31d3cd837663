import type { StoredEvent } from './event.ts';

/**
 * The durable, totally ordered log that subscriptions read. Events get into it only with the change that they tell of
 * (CallStore, BudgetStore). All methods throw StoreUnavailableError when the store can't answer.
 */
export interface EventLog {
  /** The `seq` of the newest event, 0 for an empty log. */
  lastSeq(): Promise<number>;
  /** Up to `limit` events of all projects with a `seq` above `after`, in order and without a gap. */
  read(after: number, limit: number): Promise<StoredEvent[]>;
  /** The `seq` of the oldest event that is left, 0 for an empty log. */
  firstSeq(): Promise<number>;
  /**
   * Deletes up to `limit` of the oldest events, up to the first that happened at `before` (UTC milliseconds) or later, and
   * returns how many it were. The newest is never deleted. Several instances can do it at once.
   */
  deleteBefore(before: number, limit: number): Promise<number>;
}

/** Rings when the log may have grown. Only a doorbell: what happened is in the log. */
export interface Doorbell {
  ring(): void;
  /** The returned function ends it. */
  onRing(listener: () => void): () => void;
}
