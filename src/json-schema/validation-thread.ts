import type { Worker } from 'node:worker_threads';
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

interface Job {
  request: ValidationRequest;
  /** What is answered if nothing better comes before the deadline. */
  fallback: Outcome;
  finish(outcome: Outcome): void;
}

/** Starting a thread and loading its code takes a second at most; one that takes this long has failed. */
const START_DEADLINE_MS = 30_000;
/** A schema and a value that need more than this are hostile; the thread ends then, and the process does not. */
const MAX_HEAP_MB = 256;

/** The thread starts with the first request, and again after one that missed its deadline: nothing else stops it. */
export function createValidationThread(options: ValidationThreadOptions): ValidationThread {
  const waiting: Job[] = [];
  let running: Job | undefined;
  let worker: Worker | undefined;
  /** The deadline that holds now; an older one does nothing. */
  let timer: NodeJS.Timeout | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  let closed = false;

  function start(): Worker {
    const started = startWorkerThread(workerUrl('validation-worker', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    started.on('error', (error) => {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') options.onError?.(error);
      if (started === worker) giveUp();
    });
    started.on('exit', () => {
      if (started === worker) giveUp();
    });
    started.on('message', (message: ValidationMessage) => {
      if (started === worker) receive(message);
    });
    return started;
  }

  function receive(message: ValidationMessage): void {
    if (running === undefined) return;
    switch (message.kind) {
      case 'started':
        running.fallback = { kind: 'late', stage: 'compile' };
        limit(options.compileDeadlineMs);
        break;
      case 'compiled':
        running.fallback = { kind: 'late', stage: 'validate' };
        limit(options.validateDeadlineMs);
        break;
      case 'decided':
        running.fallback = { kind: 'invalid', problems: message.problems };
        limit(options.compileDeadlineMs);
        break;
      case 'done':
        finishRunning(message.answer);
    }
  }

  function limit(ms: number): void {
    clearTimeout(timer);
    const armed = setTimeout(() => {
      // an answer that came while the event loop was busy is read before this runs
      setImmediate(() => {
        if (timer === armed) giveUp();
      });
    }, ms);
    timer = armed;
  }

  /** Ends the thread and answers what it was working on as well as is known. */
  function giveUp(): void {
    const stuck = worker;
    worker = undefined;
    ended = Promise.all([ended, stuck?.terminate()]);
    if (running !== undefined) finishRunning(running.fallback);
  }

  function finishRunning(outcome: Outcome): void {
    clearTimeout(timer);
    timer = undefined;
    const done = running;
    running = undefined;
    done?.finish(outcome);
    runNext();
  }

  function runNext(): void {
    if (running !== undefined) return;
    running = waiting.shift();
    if (running === undefined) {
      // an idle thread must not keep the process alive
      worker?.unref();
      return;
    }
    worker ??= start();
    worker.ref();
    limit(START_DEADLINE_MS);
    worker.postMessage(running.request);
  }

  return {
    run(request) {
      if (closed) return Promise.resolve({ kind: 'failed', reason: 'the server is stopping' });
      return new Promise((finish) => {
        const fallback: Outcome = { kind: 'failed', reason: 'the validating thread did not start' };
        waiting.push({ request, fallback, finish });
        runNext();
      });
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.finish({ kind: 'failed', reason: 'the server is stopping' });
      giveUp();
      await ended;
    },
  };
}
