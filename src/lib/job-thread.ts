import type { Worker } from 'node:worker_threads';

/** Work for a thread: what it is sent, and what is answered when nothing better comes of it. */
export interface ThreadJob<Outcome> {
  request: unknown;
  outcome: Outcome;
  finish(outcome: Outcome): void;
}

export interface JobThreadOptions<Job, Message> {
  startWorker: () => Worker;
  /** Longest time until the thread's first message, in milliseconds; each message may set a new limit. */
  startDeadlineMs: number;
  /** Takes what the thread says of the job. Gives the milliseconds until the next message, or `done`. */
  onMessage: (job: Job, message: Message) => number | 'done' | 'same limit';
  /** Told when the thread cannot start or dies. */
  onError: (error: unknown) => void;
}

/** A thread that works on one job after the other. */
export interface JobThread<Job> {
  add(job: Job): void;
  /** Ends the thread, finishes the job that it has, and gives those that wait to `finishWaiting`. */
  close(finishWaiting: (job: Job) => void): Promise<void>;
}

/** The thread starts with the first job, and again after one that missed its limit: nothing else stops what it is doing. */
export function createJobThread<Outcome, Job extends ThreadJob<Outcome>, Message>({
  startWorker,
  startDeadlineMs,
  onMessage,
  onError,
}: JobThreadOptions<Job, Message>): JobThread<Job> {
  const waiting: Job[] = [];
  let running: Job | undefined;
  let worker: Worker | undefined;
  /** The limit that holds now; an older one does nothing. */
  let timer: NodeJS.Timeout | undefined;
  let ended: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const started = startWorker();
    started.on('error', (error) => {
      onError(error);
      if (started === worker) giveUp();
    });
    started.on('exit', () => {
      if (started === worker) giveUp();
    });
    started.on('message', (message: Message) => {
      if (started === worker) receive(message);
    });
    return started;
  }

  function receive(message: Message): void {
    if (running === undefined) return;
    const next = onMessage(running, message);
    if (next === 'done') finishRunning();
    else if (next !== 'same limit') limit(next);
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

  /** Ends the thread and finishes what it was working on with what is known. */
  function giveUp(): void {
    const stuck = worker;
    worker = undefined;
    ended = Promise.all([ended, stuck?.terminate()]);
    if (running !== undefined) finishRunning();
  }

  function finishRunning(): void {
    clearTimeout(timer);
    timer = undefined;
    const done = running;
    running = undefined;
    done?.finish(done.outcome);
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
    limit(startDeadlineMs);
    worker.postMessage(running.request);
  }

  return {
    add(job) {
      waiting.push(job);
      runNext();
    },
    async close(finishWaiting) {
      waiting.splice(0).forEach(finishWaiting);
      giveUp();
      await ended;
    },
  };
}
