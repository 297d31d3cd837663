// The entry of both storage threads: it owns one connection, so that SQL and disk syncs never hold the main event loop.
import { parentPort, workerData } from 'node:worker_threads';
import { failed, runBatch, runRead } from './batch.ts';
import { closeWriter, openReader, openWriter } from './connection.ts';
import type { Database } from './database.ts';
import type { Reply, Request, ToWorker, WorkerSettings } from './messages.ts';
import { readOperations, writeOperations } from './operations.ts';
import type { OperationTable } from './operations.ts';
import { toStoreFailure } from './store-failure.ts';

const settings = workerData as WorkerSettings;
const { role } = settings;
const operations: OperationTable = role === 'writer' ? writeOperations : readOperations;
let database: Database | null = null;

parentPort?.on('message', (message: ToWorker) => {
  if (message === 'close') {
    close();
    return;
  }
  try {
    // A database that couldn't be opened is tried again with each batch: the store works again as soon as the file does.
    database ??= role === 'writer' ? openWriter(settings) : openReader(settings);
    if (role === 'writer') write(database, message);
    else read(database, message);
  } catch (error) {
    const result = failed(toStoreFailure(error) ?? error);
    send(message.map(({ id }) => ({ id, result })));
  }
});

function write(open: Database, requests: readonly Request[]): void {
  send(runBatch(open, requests, (request) => run(open, request)));
}

/** Answers one by one, so that a long report doesn't delay the answers before it. */
function read(open: Database, requests: readonly Request[]): void {
  for (const request of requests) send([runRead(open, request, (one) => run(open, one))]);
}

function run(open: Database, { operation, values }: Request): unknown {
  const task = operations[operation];
  if (task === undefined) throw new Error(`the ${role} has no operation ${operation}`);
  return task(open, ...(values as never[]));
}

function close(): void {
  try {
    if (database !== null && role === 'writer') closeWriter(database);
    else database?.close();
  } finally {
    parentPort?.close();
  }
}

function send(replies: readonly Reply[]): void {
  parentPort?.postMessage(replies);
}
