import { StoreUnavailableError } from '../../domain/errors.ts';
import { toStoreFailure } from './store-failure.ts';

/** What every operation of the store goes through, so that it can be closed without cutting one off. */
export interface OperationGate {
  /** Runs the operation; errors of the driver become StoreUnavailableError. Refuses it once the gate is closing. */
  run<Result>(operation: () => Promise<Result>): Promise<Result>;
  /** Waits for what is under way, and lets nothing in. */
  close(): Promise<void>;
}

export function createOperationGate(): OperationGate {
  const running = new Set<Promise<unknown>>();
  let isClosed = false;

  return {
    async run(operation) {
      if (isClosed) throw new StoreUnavailableError('The database is closed.');
      const outcome = operation();
      running.add(outcome);
      try {
        return await outcome;
      } catch (error) {
        throw toStoreFailure(error) ?? error;
      } finally {
        running.delete(outcome);
      }
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(running);
    },
  };
}
