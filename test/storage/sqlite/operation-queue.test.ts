import { afterEach, describe, expect, test } from 'vitest';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import { startWorkerThread } from '../../../src/lib/worker-thread.ts';
import { createOperationQueue } from '../../../src/storage/sqlite/operation-queue.ts';
import type { OperationQueue } from '../../../src/storage/sqlite/operation-queue.ts';

/** What mortal-worker.ts does. */
type MortalOperations = Readonly<{
  echo: (_database: unknown, value: number) => { values: [number]; batchSize: number };
  die: (_database: unknown) => never;
}>;

const WORKER = new URL('../../support/mortal-worker.ts', import.meta.url);
const deaths: Error[] = [];
let started = 0;
let queue: OperationQueue<MortalOperations>;

function startQueue(): void {
  started = 0;
  deaths.length = 0;
  queue = createOperationQueue<MortalOperations>({
    startWorker: () => {
      started += 1;
      return startWorkerThread(WORKER);
    },
    batchMax: 8,
    onWorkerDeath: (error) => deaths.push(error),
  });
}

afterEach(() => queue.close());

describe('the queue of a storage thread', () => {
  test('gathers what comes during a batch into the next ones, of bounded size', async () => {
    startQueue();
    const numbers = Array.from({ length: 18 }, (_, number) => number);
    const answers = await Promise.all(numbers.map((number) => queue.run('echo', number)));
    expect(answers.map(({ values }) => values)).toEqual(numbers.map((number) => [number]));
    const ofEight = Array.from({ length: 16 }, () => 8);
    expect(answers.map(({ batchSize }) => batchSize)).toEqual([1, ...ofEight, 1]);
  });

  test('rejects what a dead thread was working on, tells of it, and serves the rest with a new one', async () => {
    startQueue();
    const doomed = queue.run('die');
    const next = queue.run('echo', 1);
    await expect(doomed).rejects.toThrow(StoreUnavailableError);
    expect((await next).values).toEqual([1]);
    expect(deaths.map((error) => error.message)).toEqual(['told to die']);
    expect(started).toBe(2);
  });

  test('rejects an operation when no thread can be started, and tries again with the next', async () => {
    let failing = true;
    queue = createOperationQueue<MortalOperations>({
      startWorker: () => {
        if (failing) throw new Error('no more threads');
        return startWorkerThread(WORKER);
      },
      batchMax: 8,
    });
    await expect(queue.run('echo', 1)).rejects.toThrow(StoreUnavailableError);
    failing = false;
    expect((await queue.run('echo', 2)).values).toEqual([2]);
  });

  test('finishes what it has before it closes, and refuses what comes after', async () => {
    startQueue();
    const asked = Array.from({ length: 20 }, (_, number) => queue.run('echo', number));
    const closed = queue.close();
    await expect(queue.run('echo', 1)).rejects.toThrow(StoreUnavailableError);
    await closed;
    expect(await Promise.all(asked)).toHaveLength(20);
    expect(deaths).toEqual([]);
  });
});
