import type { Clock } from '../../lib/clock.ts';
import { UpstreamBusyError } from '../provider/provider-error.ts';
import { createWaitingLines } from './waiting-lines.ts';

/** Gives the place back; a second call does nothing. */
export type Release = () => void;

export interface EnterOptions {
  signal: AbortSignal;
  /** UTC milliseconds at which it is no use to wait any longer. */
  deadlineAt: number;
}

/** Bounds how many requests run at one provider at once. */
export interface FairQueue {
  /**
   * Resolves when it is this caller's turn. Callers with the same key, an agent say, are served in the order in which they came, and the
   * keys in turn. Rejects with UpstreamBusyError when the queue is full or the deadline comes first, and with the signal's
   * reason when it is aborted first.
   */
  enter(key: string, options: EnterOptions): Promise<Release>;
  readonly running: number;
  readonly waiting: number;
}

export interface FairQueueOptions {
  clock: Clock;
  /** The provider's id, for messages. */
  provider: string;
  runningMax: number;
  waitingMax: number;
}

interface Waiter {
  admit(): void;
  refuse(reason: 'queue_full' | 'deadline'): void;
}

/**
 * A full queue is shared fairly, too: a newcomer takes the place of the last waiter of the longest line, unless its own line is as long.
 * So one agent that sends thousands of calls fills what is free, and is in nobody's way.
 */
export function createFairQueue({ clock, provider, runningMax, waitingMax }: FairQueueOptions): FairQueue {
  const lines = createWaitingLines<Waiter>();
  let running = 0;

  function admission(): Release {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = lines.next();
      // the place goes from hand to hand, so that nobody slips in between
      if (next === undefined) running -= 1;
      else next.admit();
    };
  }

  function wait(key: string, { signal, deadlineAt }: EnterOptions): Promise<Release> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        leave();
        cancelTimer();
        signal.removeEventListener('abort', abort);
      };
      const abort = () => {
        stop();
        reject(signal.reason as Error);
      };
      const waiter: Waiter = {
        admit() {
          stop();
          resolve(admission());
        },
        refuse(reason) {
          stop();
          reject(new UpstreamBusyError(provider, reason));
        },
      };
      const leave = lines.add(key, waiter);
      const cancelTimer = clock.after(deadlineAt - clock.now(), () => waiter.refuse('deadline'));
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  return {
    async enter(key, options) {
      if (options.signal.aborted) throw options.signal.reason;
      if (running < runningMax) {
        running += 1;
        return admission();
      }
      if (options.deadlineAt <= clock.now()) throw new UpstreamBusyError(provider, 'deadline');
      if (lines.size >= waitingMax) {
        if (lines.lengthOf(key) + 1 >= lines.longest) throw new UpstreamBusyError(provider, 'queue_full');
        lines.dropFromLongest()?.refuse('queue_full');
      }
      return wait(key, options);
    },
    get running() {
      return running;
    },
    get waiting() {
      return lines.size;
    },
  };
}
