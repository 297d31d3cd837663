import { setTimeout as pause } from 'node:timers/promises';
import type { StoreUnavailableError } from '../../domain/errors.ts';
import type { BoundedCollection } from './bounded-collection.ts';
import { LATEST } from './database.ts';
import { fromEvent } from './event-documents.ts';
import type { EventDocument, KeyedEvent } from './event-documents.ts';
import type { Repeat } from './repeat.ts';
import { isDuplicateKey, toStoreFailure } from './store-failure.ts';

/** Events of one insert at most. */
const BATCH_MAX = 500;
const FAILURES_MAX = 3;
/** Processes that collide wait for a random time, the longer the more often they did. */
const PAUSE_MS = 2;
const PAUSES_MAX = 16;

export interface EventAppender {
  /**
   * Appends in the given order, each key once: an event whose key the log has is left out. What is appended while an
   * insert is under way goes into the next one. Throws StoreUnavailableError; then some of the events may be in the log,
   * and they can be appended again.
   */
  append(events: readonly KeyedEvent[]): Promise<void>;
  /** The same, of events that are asked for when it is their turn: then it is known what became of those appended before. */
  appendInTurn(events: () => readonly KeyedEvent[]): Promise<void>;
}

interface Waiting {
  events: () => readonly KeyedEvent[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * The log is a chain: an event is inserted with `_id` = last + 1, and only once the one before it is there, so the order
 * has no gap. When another process was faster, the `_id` is taken, and the rest is numbered anew.
 */
export function createEventAppender(
  collection: BoundedCollection<EventDocument>,
  repeat: Repeat,
): EventAppender {
  const waiting: Waiting[] = [];
  let isWriting = false;
  /** The last `_id` that this process knows of; null when it must be read. */
  let last: number | null = null;

  async function drain(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const { batch, events } = takeBatch();
      await write(events).then(
        () => batch.forEach(({ resolve }) => resolve()),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      );
    }
    isWriting = false;
  }

  function takeBatch(): { batch: Waiting[]; events: KeyedEvent[] } {
    const all: KeyedEvent[] = [];
    const batch: Waiting[] = [];
    let count = 0;
    for (const next of waiting) {
      try {
        const more = next.events();
        if (batch.length > 0 && all.length + more.length > BATCH_MAX) break;
        all.push(...more);
        batch.push(next);
      } catch (error) {
        // its own failure: the others go on
        next.reject(error);
      }
      count += 1;
    }
    waiting.splice(0, count);
    return { batch, events: all };
  }

  async function write(events: readonly KeyedEvent[]): Promise<void> {
    let rest = [...new Map(events.map((event) => [event.key, event])).values()];
    let failures = 0;
    for (let tries = 1; rest.length > 0; tries += 1) {
      last ??= await readLast();
      const outcome = await insertChain(rest, last);
      if (outcome === 'logged') {
        last += rest.length;
        return;
      }
      last = null;
      if (outcome !== 'taken' && (failures += 1) === FAILURES_MAX) throw outcome;
      await pause(Math.random() * PAUSE_MS * Math.min(tries - 1, PAUSES_MAX));
      rest = await withoutLogged(rest);
    }
  }

  /**
   * `logged`: all are in the log now. `taken`: another process took a place, or one of ours was in the log before; the
   * events before it are in. A failure: its reply was lost, and none, some or all of them are in.
   */
  async function insertChain(
    events: readonly KeyedEvent[],
    after: number,
  ): Promise<'logged' | 'taken' | StoreUnavailableError> {
    try {
      await collection.insertMany(
        events.map((event, index) => fromEvent(after + 1 + index, event)),
        { ordered: true },
      );
      return 'logged';
    } catch (error) {
      if (isDuplicateKey(error)) return 'taken';
      const failure = toStoreFailure(error);
      if (failure === null) throw error;
      return failure;
    }
  }

  async function withoutLogged(events: readonly KeyedEvent[]): Promise<KeyedEvent[]> {
    const logged = await repeat(() =>
      collection
        .find({ key: { $in: events.map(({ key }) => key) } }, { projection: { key: 1 }, ...LATEST })
        .toArray(),
    );
    const keys = new Set(logged.map(({ key }) => key));
    return events.filter(({ key }) => !keys.has(key));
  }

  async function readLast(): Promise<number> {
    const newest = await repeat(() =>
      collection.findOne({}, { sort: { _id: -1 }, projection: { _id: 1 }, ...LATEST }),
    );
    return newest?._id ?? 0;
  }

  function appendInTurn(events: () => readonly KeyedEvent[]): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      waiting.push({ events, resolve, reject });
      void drain();
    });
  }

  return {
    append: (events) => (events.length === 0 ? Promise.resolve() : appendInTurn(() => events)),
    appendInTurn,
  };
}
