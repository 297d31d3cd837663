import type { Collection, Document } from 'mongodb';

/** Where each method that the store uses takes its options. */
const OPTIONS_AT = {
  aggregate: 1,
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
 * A collection whose statements end in time. The driver has no limit of its own for all cases: a statement that is written
 * to a connection which has just been closed by the other side, before the driver knows it, would wait for ever, and so
 * would its place in the pool. Each statement gets an AbortSignal (the driver passes it on for every one, though its types
 * have it for reads only); a write that is given up may have been applied, as one whose reply was lost.
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
    setTimeout(() => (current = null), LATENESS_MS).unref();
    const giveUp = (): void => controller.abort(new StatementTimeoutError(`no answer within ${limitMs} ms`));
    setTimeout(giveUp, limitMs + LATENESS_MS).unref();
    return current;
  };
}
