import type { CallKey } from '../../domain/call/call-store.ts';
import { callIdOf } from './call-documents.ts';
import type { CallDocument } from './call-documents.ts';

const CALLS_MAX = 10_000;

/**
 * The calls that this process has dispatched and not yet ended, so that their end needs no read. Only a first guess: what is
 * decided of a call is decided by its stored document.
 */
export interface RunningCalls {
  keep(document: CallDocument): void;
  renew(calls: readonly CallKey[], leaseUntil: number): void;
  /** The document, which is not kept any longer. */
  take(key: CallKey): CallDocument | undefined;
}

export function createRunningCalls(): RunningCalls {
  const documents = new Map<string, CallDocument>();
  return {
    keep(document) {
      // a call whose process hung for long is ended by another one, and never taken: it goes when it is the oldest
      const [oldest] = documents.size < CALLS_MAX ? [] : documents.keys();
      if (oldest !== undefined) documents.delete(oldest);
      documents.set(document._id, document);
    },
    renew(calls, leaseUntil) {
      for (const key of calls) {
        const document = documents.get(callIdOf(key));
        if (document !== undefined) document.leaseUntil = Math.max(document.leaseUntil, leaseUntil);
      }
    },
    take(key) {
      const id = callIdOf(key);
      const document = documents.get(id);
      documents.delete(id);
      return document;
    },
  };
}
