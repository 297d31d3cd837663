import type { Worker } from 'node:worker_threads';
import { startWorkerThread, workerUrl } from '../lib/worker-thread.ts';
import type { CountingMessage, CountingOptions, CountingRequest } from './tiktoken-worker.ts';

/** Counts texts off the event loop, one request after the other. */
export interface CountingThread {
  /**
   * Tokens of each text; null for one that could not be counted before the deadline, which each request has
   * for itself.
   */
  count(request: CountingRequest): Promise<readonly (number | null)[]>;
  /** Ends the thread. Requests that wait, and later ones, get null for each text. */
  close(): Promise<void>;
}

/**
 * Starting a thread and loading an encoding takes a second at most; a thread that takes this long has failed.
 */
const START_DEADLINE_MS = 30_000;

interface Job {
  request: CountingRequest;
  counts: (number | null)[];
  /** How many texts have no answer yet. */
  open: number;
  finish(counts: readonly (number | null)[]): void;
}

export interface CountingThreadOptions extends CountingOptions {
  /** Called when the thread cannot start or dies, in which case what it was counting is left uncounted. */
  onError?: ((error: unknown) => void) | undefined;
}

/**
 * The thread starts with the first request, and again after one that missed its deadline: nothing else ends a
 * count in WebAssembly.
 */
export function createCountingThread({ deadlineMs, onError }: CountingThreadOptions): CountingThread {
  const waiting: Job[] = [];
  let running: Job | undefined;
  let worker: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  let closed = false;

  function start(): Worker {
    const workerData: CountingOptions = { deadlineMs };
    const started = startWorkerThread(workerUrl('tiktoken-worker', import.meta.url), { workerData });
    started.on('error', (error) => {
      onError?.(error);
      if (started === worker) giveUp();
    });
    started.on('exit', () => {
      if (started === worker) giveUp();
    });
    started.on('message', (message: CountingMessage) => {
      if (started === worker) receive(message);
    });
    return started;
  }

  function receive(message: CountingMessage): void {
    if (running === undefined) return;
    if (message.kind === 'started') {
      limit(deadlineMs);
      return;
    }
    running.counts[message.index] = message.tokens;
    running.open -= 1;
    if (running.open === 0) finishRunning();
  }

  function limit(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(giveUp, ms);
  }

  /** Leaves what is running uncounted and ends the thread that it keeps busy. */
  function giveUp(): void {
    const stuck = worker;
    worker = undefined;
    ended = Promise.all([ended, stuck?.terminate()]);
    finishRunning();
  }

  function finishRunning(): void {
    clearTimeout(timer);
    const done = running;
    running = undefined;
    done?.finish(done.counts);
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
    count(request) {
      const counts = request.texts.map(() => null);
      if (closed || counts.length === 0) return Promise.resolve(counts);
      return new Promise((finish) => {
        waiting.push({ request, counts, open: counts.length, finish });
        runNext();
      });
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.finish(job.counts);
      giveUp();
      await ended;
    },
  };
}
