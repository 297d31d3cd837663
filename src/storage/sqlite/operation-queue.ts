import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { StoreUnavailableError } from '../../domain/errors.ts';
import type { Database } from './database.ts';
import { fromFailure } from './messages.ts';
import type { Reply, Request, ToWorker } from './messages.ts';
import type { OperationTable } from './operations.ts';

type Values<Operation> = Operation extends (database: Database, ...values: infer Rest) => unknown
  ? Rest
  : never;

/** The main thread's side of one storage thread. */
export interface OperationQueue<Table extends OperationTable> {
  /** Runs an operation after those asked for before it. Throws StoreUnavailableError when the database can't answer. */
  run<Name extends string & keyof Table>(
    operation: Name,
    ...values: Values<Table[Name]>
  ): Promise<ReturnType<Table[Name]>>;
  /** Finishes what was asked for and ends the thread. Operations that come later are refused. */
  close(): Promise<void>;
}

export interface OperationQueueOptions {
  startWorker: () => Worker;
  /** Most operations of one batch. */
  batchMax: number;
  /** Told when the thread ended unexpectedly. The next operation starts a new one. */
  onWorkerDeath?: (error: Error) => void;
}

interface Pending {
  request: Request;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/**
 * Queues operations while a batch is under way and sends them as the next one: the busier the store, the larger the
 * batches, with no timer to wait for.
 */
export function createOperationQueue<Table extends OperationTable>(
  options: OperationQueueOptions,
): OperationQueue<Table> {
  const waiting: Pending[] = [];
  const underWay = new Map<number, Pending>();
  let worker: Worker | null = null;
  let closing: Promise<void> | null = null;
  let tellIdle: (() => void) | null = null;
  let lastId = 0;

  function sendNext(): void {
    if (underWay.size > 0) return;
    if (waiting.length === 0) {
      tellIdle?.();
      return;
    }
    const batch = waiting.splice(0, options.batchMax);
    for (const pending of batch) underWay.set(pending.request.id, pending);
    try {
      worker ??= start();
      worker.postMessage(batch.map((pending) => pending.request) satisfies ToWorker);
    } catch (error) {
      rejectUnderWay(error);
      sendNext();
    }
  }

  function start(): Worker {
    const started = options.startWorker();
    let death: Error | null = null;
    started.on('message', (replies: readonly Reply[]) => {
      for (const reply of replies) answer(reply);
      sendNext();
    });
    started.on('error', (error: Error) => {
      death = error;
    });
    started.on('exit', (code) => {
      if (worker !== started) return;
      worker = null;
      const error = death ?? new Error(`the storage thread ended with code ${code}`);
      options.onWorkerDeath?.(error);
      rejectUnderWay(error);
      sendNext();
    });
    return started;
  }

  function answer({ id, result }: Reply): void {
    const pending = underWay.get(id);
    underWay.delete(id);
    if (result.kind === 'done') pending?.resolve(result.value);
    else pending?.reject(fromFailure(result.failure));
  }

  function rejectUnderWay(cause: unknown): void {
    const error = new StoreUnavailableError('The database stopped answering. Try again in a moment.', cause);
    for (const pending of underWay.values()) pending.reject(error);
    underWay.clear();
  }

  async function finish(): Promise<void> {
    if (underWay.size > 0 || waiting.length > 0) {
      await new Promise<void>((resolve) => {
        tellIdle = resolve;
      });
    }
    const ending = worker;
    worker = null;
    if (ending === null) return;
    const exit = once(ending, 'exit');
    ending.postMessage('close' satisfies ToWorker);
    await exit;
  }

  return {
    run(operation, ...values) {
      if (closing !== null) return Promise.reject(new StoreUnavailableError('The database is closed.'));
      return new Promise((resolve, reject) => {
        lastId += 1;
        const request = { id: lastId, operation, values };
        waiting.push({ request, resolve: resolve as (value: unknown) => void, reject });
        sendNext();
      });
    },
    close() {
      closing ??= finish();
      return closing;
    },
  };
}
