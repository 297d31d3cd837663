import { createJobThread } from '../lib/job-thread.ts';
import type { ThreadJob } from '../lib/job-thread.ts';
import { startWorkerThread, workerUrl } from '../lib/worker-thread.ts';
import type { CountingMessage, CountingOptions, CountingRequest } from './tiktoken-worker.ts';

/** Tokens of each text; null for one that was not counted in time. */
type Counts = readonly (number | null)[];

/** Counts texts off the event loop, one request after the other. */
export interface CountingThread {
  /**
   * Tokens of each text; null for one that could not be counted before the deadline, which each request has
   * for itself.
   */
  count(request: CountingRequest): Promise<Counts>;
  /** Ends the thread. Requests that wait, and later ones, get null for each text. */
  close(): Promise<void>;
}

/**
 * Starting a thread and loading an encoding takes a second at most; a thread that takes this long has failed.
 */
const START_DEADLINE_MS = 30_000;

interface Job extends ThreadJob<Counts> {
  request: CountingRequest;
  outcome: (number | null)[];
  /** How many texts have no answer yet. */
  open: number;
}

export interface CountingThreadOptions extends CountingOptions {
  /** Called when the thread cannot start or dies, in which case what it was counting is left uncounted. */
  onError?: ((error: unknown) => void) | undefined;
}

/** Nothing but its end ends a count in WebAssembly. */
export function createCountingThread({ deadlineMs, onError }: CountingThreadOptions): CountingThread {
  const workerData: CountingOptions = { deadlineMs };
  const thread = createJobThread<Counts, Job, CountingMessage>({
    startWorker: () => startWorkerThread(workerUrl('tiktoken-worker', import.meta.url), { workerData }),
    startDeadlineMs: START_DEADLINE_MS,
    onError: (error) => onError?.(error),
    onMessage(job, message) {
      if (message.kind === 'started') return deadlineMs;
      job.outcome[message.index] = message.tokens;
      job.open -= 1;
      return job.open === 0 ? 'done' : 'same limit';
    },
  });
  let closed = false;

  return {
    count(request) {
      const outcome = request.texts.map(() => null);
      if (closed || outcome.length === 0) return Promise.resolve(outcome);
      return new Promise((finish) => thread.add({ request, outcome, open: outcome.length, finish }));
    },
    async close() {
      closed = true;
      await thread.close((job) => job.finish(job.outcome));
    },
  };
}
