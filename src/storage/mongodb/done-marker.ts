import type { BoundedCollection } from './bounded-collection.ts';
import type { CallDocument, Ending } from './call-documents.ts';
import type { Repeat } from './repeat.ts';

const BATCH_MAX = 500;

/** Calls from whose end all has followed are marked together: the busier the store, the more at once. */
export interface DoneMarker {
  /** Resolves when the call is `done`, unless something else was decided of it since. */
  mark(call: Pick<CallDocument, '_id'>, ending: Ending): Promise<void>;
}

interface Waiting {
  callId: string;
  endingId: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export function createDoneMarker(calls: BoundedCollection<CallDocument>, repeat: Repeat): DoneMarker {
  const waiting: Waiting[] = [];
  let isWriting = false;

  async function drain(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_MAX);
      // an id of an ending is of one call only, so the two lists can't be mixed up
      const filter = {
        _id: { $in: batch.map(({ callId }) => callId) },
        phase: 'settling' as const,
        'ending.id': { $in: batch.map(({ endingId }) => endingId) },
      };
      await repeat(() => calls.updateMany(filter, { $set: { phase: 'done' }, $unset: { dueAt: '' } })).then(
        () => batch.forEach(({ resolve }) => resolve()),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      );
    }
    isWriting = false;
  }

  return {
    mark: ({ _id }, { id }) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ callId: _id, endingId: id, resolve, reject });
        void drain();
      }),
  };
}
