import type { BoundedCollection } from './bounded-collection.ts';
import type { CallDocument, Ending } from './call-documents.ts';
import type { Repeat } from './repeat.ts';
import type { QuarterDocument } from './usage-documents.ts';
import { markChanged } from './usage-marks.ts';

const BATCH_MAX = 500;

/** Calls from whose end all has followed are marked together: the busier the store, the more at once. */
export interface DoneMarker {
  /** Resolves when the call is `done`, and its quarter of an hour has changed, unless something else was decided of it since. */
  mark(call: MarkedCall, ending: Ending): Promise<void>;
}

type MarkedCall = Pick<CallDocument, '_id' | 'projectId' | 'startedAt'>;

interface Waiting {
  call: MarkedCall;
  endingId: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export function createDoneMarker(
  calls: BoundedCollection<CallDocument>,
  quarters: BoundedCollection<QuarterDocument>,
  repeat: Repeat,
): DoneMarker {
  const waiting: Waiting[] = [];
  let isWriting = false;

  async function drain(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_MAX);
      // an id of an ending is of one call only, so the two lists can't be mixed up
      const filter = {
        _id: { $in: batch.map(({ call }) => call._id) },
        phase: 'settling' as const,
        'ending.id': { $in: batch.map(({ endingId }) => endingId) },
      };
      const markDone = async (): Promise<void> => {
        // first the quarter: a report reads the calls of one in which a call isn't done
        const marked = batch.map(({ call }) => call);
        await markChanged(quarters, repeat, marked);
        await repeat(() => calls.updateMany(filter, { $set: { phase: 'done' }, $unset: { dueAt: '' } }));
      };
      await markDone().then(
        () => batch.forEach(({ resolve }) => resolve()),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      );
    }
    isWriting = false;
  }

  return {
    mark: (call, { id }) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ call, endingId: id, resolve, reject });
        void drain();
      }),
  };
}
