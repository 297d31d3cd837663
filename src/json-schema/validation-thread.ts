import { createJobThread } from '../lib/job-thread.ts';
import type { ThreadJob } from '../lib/job-thread.ts';
import { startWorkerThread, workerUrl } from '../lib/worker-thread.ts';
import type { ValidationAnswer, ValidationMessage, ValidationRequest } from './validation-worker.ts';

export interface ValidationThreadOptions {
  compileDeadlineMs: number;
  validateDeadlineMs: number;
  /** Called when the thread cannot start or dies of something else than its limits. */
  onError?: ((error: unknown) => void) | undefined;
}

/** Answers requests off the event loop, one after the other. Never rejects. */
export interface ValidationThread {
  run(
    request: ValidationRequest,
  ): Promise<ValidationAnswer | { kind: 'late'; stage: 'compile' | 'validate' }>;
  close(): Promise<void>;
}

type Outcome = Awaited<ReturnType<ValidationThread['run']>>;

interface Job extends ThreadJob<Outcome> {
  request: ValidationRequest;
}

/** Starting a thread and loading its code takes a second at most; one that takes this long has failed. */
const START_DEADLINE_MS = 30_000;
/** A schema and a value that need more than this are hostile; the thread ends then, and the process does not. */
const MAX_HEAP_MB = 256;

const STOPPING: Outcome = { kind: 'failed', reason: 'the server is stopping' };

export function createValidationThread(options: ValidationThreadOptions): ValidationThread {
  const { compileDeadlineMs, validateDeadlineMs } = options;
  const thread = createJobThread<Outcome, Job, ValidationMessage>({
    startWorker: () =>
      startWorkerThread(workerUrl('validation-worker', import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      }),
    startDeadlineMs: START_DEADLINE_MS,
    onError(error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') options.onError?.(error);
    },
    onMessage(job, message) {
      switch (message.kind) {
        case 'started':
          job.outcome = { kind: 'late', stage: 'compile' };
          return compileDeadlineMs;
        case 'compiled':
          job.outcome = { kind: 'late', stage: 'validate' };
          return validateDeadlineMs;
        case 'decided':
          job.outcome = { kind: 'invalid', problems: message.problems };
          return compileDeadlineMs;
        case 'done':
          job.outcome = message.answer;
          return 'done';
      }
    },
  });
  let closed = false;

  return {
    run(request) {
      if (closed) return Promise.resolve(STOPPING);
      const outcome: Outcome = { kind: 'failed', reason: 'the validating thread did not start' };
      return new Promise((finish) => thread.add({ request, outcome, finish }));
    },
    async close() {
      closed = true;
      await thread.close((job) => job.finish(STOPPING));
    },
  };
}
