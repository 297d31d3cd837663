import { StoreUnavailableError, ValidationError } from '../../domain/errors.ts';
import type { FieldProblem } from '../../domain/errors.ts';
import type { DatabaseLocation } from './connection.ts';

/** What a storage worker is started with. */
export interface WorkerSettings extends DatabaseLocation {
  role: 'writer' | 'reader';
}

/** One operation for a worker. */
export interface Request {
  id: number;
  operation: string;
  values: readonly unknown[];
}

/** To a worker: a batch to run, or the order to let go of the database and end. */
export type ToWorker = readonly Request[] | 'close';

/** How an operation ended. */
export type Result = { kind: 'done'; value: unknown } | { kind: 'failed'; failure: Failure };

export interface Reply {
  id: number;
  result: Result;
}

/** An error in a form that a thread can send: a class does not survive structured cloning. */
export type Failure =
  | { kind: 'unavailable'; message: string; cause: string | null }
  | { kind: 'invalid'; fields: readonly FieldProblem[] }
  | { kind: 'unexpected'; message: string; stack: string | null };

export function toFailure(error: unknown): Failure {
  if (error instanceof StoreUnavailableError) {
    const cause = error.cause instanceof Error ? error.cause.message : null;
    return { kind: 'unavailable', message: error.message, cause };
  }
  if (error instanceof ValidationError) return { kind: 'invalid', fields: error.fields };
  if (error instanceof Error) {
    return { kind: 'unexpected', message: error.message, stack: error.stack ?? null };
  }
  return { kind: 'unexpected', message: String(error), stack: null };
}

export function fromFailure(failure: Failure): Error {
  switch (failure.kind) {
    case 'unavailable':
      return new StoreUnavailableError(
        failure.message,
        failure.cause === null ? undefined : new Error(failure.cause),
      );
    case 'invalid':
      return new ValidationError(failure.fields);
    case 'unexpected': {
      const error = new Error(failure.message);
      if (failure.stack !== null) error.stack = failure.stack;
      return error;
    }
  }
}
