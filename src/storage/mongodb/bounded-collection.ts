import { setMaxListeners } from 'node:events';
import type { Collection, Document } from 'mongodb';

/** Where each method that the store uses takes its options. */
const OPTIONS_AT = {
  aggregate: 1,
  bulkWrite: 1,
  deleteMany: 1,
  deleteOne: 1,
  find: 1,
  findOne: 1,
  findOneAndUpdate: 2,
  insertMany: 1,
  insertOne: 1,
  updateMany: 2,
  updateOne: 2,
} as const;

/** How long after its limit a statement may go on: those that begin within this time share a signal. */
const LATENESS_MS = 500;

/**
 * A collection whose statements end in time, whatever the server, the network and the driver do: the driver's own limits
 * leave cases out. Each statement gets an AbortSignal, which the driver passes on for every one, though its types have it for
 * reads only. A write that is given up may have been applied, as one whose reply was lost.
 */
export type BoundedCollection<Stored extends Document> = Pick<Collection<Stored>, keyof typeof OPTIONS_AT>;

/** The statement was given up. It has no property of its own: insertMany would fail to copy its name. */
export class StatementTimeoutError extends Error {}

/** Statements throw StatementTimeoutError when `limitMs` is over. */
export function boundedCollection<Stored extends Document>(
  collection: Collection<Stored>,
  limitMs: number,
): BoundedCollection<Stored> {
  const signal = timeLimit(limitMs);
  const methods = collection as unknown as Record<string, (...values: unknown[]) => unknown>;
  const bounded = Object.entries(OPTIONS_AT).map(([name, optionsAt]) => {
    const run = (...values: unknown[]): unknown => {
      const all = Array.from({ length: optionsAt + 1 }, (_, index) => values[index]);
      all[optionsAt] = { ...(all[optionsAt] as object | undefined), signal: signal() };
      return methods[name]?.apply(collection, all);
    };
    return [name, run];
  });
  return Object.fromEntries(bounded) as BoundedCollection<Stored>;
}

/** Signals that are aborted that long after they were asked for, or a little later. */
function timeLimit(limitMs: number): () => AbortSignal {
  let current: AbortSignal | null = null;
  return () => {
    if (current !== null) return current;
    const controller = new AbortController();
    current = controller.signal;
    // every statement of the time listens to it
    setMaxListeners(0, current);
    setTimeout(() => (current = null), LATENESS_MS).unref();
    const giveUp = (): void => controller.abort(new StatementTimeoutError(`no answer within ${limitMs} ms`));
    setTimeout(giveUp, limitMs + LATENESS_MS).unref();
    return current;
  };
}
