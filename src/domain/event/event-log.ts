import type { Page, PageRequest } from '../../lib/page.ts';
import type { StoredEvent } from './event.ts';
import type { EventFilter } from './event-filter.ts';

/** Which events of a project are listed; `from` is the first instant and `to` the one after the last, in UTC milliseconds. */
export interface EventListFilter extends EventFilter {
  from?: number | undefined;
  to?: number | undefined;
}

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
  /** A page of the project's events, oldest first; their cursors are `[seq]`. Throws ValidationError for a cursor of another kind. */
  list(projectId: string, filter: EventListFilter, page: PageRequest): Promise<Page<StoredEvent>>;
}

/** Rings when the log may have grown. Only a doorbell: what happened is in the log. */
export interface Doorbell {
  ring(): void;
  /** True while it rings for what other processes append, too. */
  readonly reachesOthers: boolean;
  /** The returned function ends it. */
  onRing(listener: () => void): () => void;
}
