import {
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoError,
  MongoExpiredSessionError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerClosedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb';
import { StoreUnavailableError } from '../../domain/errors.ts';
import { StatementTimeoutError } from './bounded-collection.ts';

const NO_PRIMARY = 'no member that takes writes answers';
const NOT_CONFIRMED = 'it could not confirm in time that a majority of its members has the write';
const TOO_SLOW = 'it took too long to answer';
const STOPPING = 'it is stopping or changing its primary';
const NOT_ALLOWED = 'it does not let this user in';

/** The server's codes (error_codes.yml of MongoDB's sources) that say something of the server and nothing of the statement. */
const EXPLANATIONS: Readonly<Record<number, string>> = {
  6: 'one of its hosts cannot be reached',
  7: 'one of its hosts cannot be found',
  13: NOT_ALLOWED,
  18: NOT_ALLOWED,
  43: 'it forgot a read that was under way',
  50: TOO_SLOW,
  64: NOT_CONFIRMED,
  79: NOT_CONFIRMED,
  89: 'the network between its hosts is too slow',
  91: STOPPING,
  100: NOT_CONFIRMED,
  133: NO_PRIMARY,
  134: 'it cannot read what a majority of its members has yet',
  189: STOPPING,
  262: TOO_SLOW,
  391: NOT_ALLOWED,
  9001: 'the connection to it broke',
  10058: NO_PRIMARY,
  10107: NO_PRIMARY,
  11600: STOPPING,
  11602: STOPPING,
  13435: NO_PRIMARY,
  13436: NO_PRIMARY,
  14031: 'its disk is full',
};
/** Errors of who waits for a connection of the driver's pool; it doesn't export them. */
const POOL_CLOSED = 'MongoPoolClosedError';
const POOL_BUSY = 'MongoWaitQueueTimeoutError';
const POOL_CLEARED = 'MongoPoolClearedError';
const UNSENT: readonly string[] = [POOL_CLOSED, POOL_BUSY, POOL_CLEARED];
const SOCKET_CALLS: readonly string[] = ['read', 'write', 'connect', 'shutdown', 'getaddrinfo'];
/** What MongoDB 8.2 says when it sheds load. */
const OVERLOADED = 'SystemOverloadedError';
const DUPLICATE_KEY = 11_000;

/**
 * The error of a store that can't answer, for an error that the driver gave for that reason; null for any other error,
 * which only concerns the operation that it came from. Callers of the API see it, so it names no host.
 */
export function toStoreFailure(error: unknown): StoreUnavailableError | null {
  if (error instanceof StoreUnavailableError) return error;
  const explanation = explanationOf(error);
  return explanation === null
    ? null
    : new StoreUnavailableError(`The database cannot be used: ${explanation}.`, error);
}

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** True for a failure that came before the statement was sent, unless the driver had sent it before. */
export function wasNotSent(failure: StoreUnavailableError): boolean {
  const error = unwrapped(failure.cause);
  return (
    error instanceof MongoServerSelectionError || (error instanceof Error && UNSENT.includes(error.name))
  );
}

export function explanationOf(thrown: unknown): string | null {
  const error = unwrapped(thrown);
  if (error instanceof MongoServerSelectionError) return NO_PRIMARY;
  if (error instanceof StatementTimeoutError) return TOO_SLOW;
  if (error instanceof MongoNetworkError || isSocketError(error)) return 'the connection to it broke';
  if (isClosed(error) || (error instanceof Error && error.name === POOL_CLOSED))
    return 'the connection to it was closed';
  if (error instanceof Error && error.name === POOL_BUSY) return 'every connection to it is busy';
  if (error instanceof MongoBulkWriteError && error.result.getWriteConcernError() !== undefined)
    return NOT_CONFIRMED;
  if (error instanceof MongoServerError && typeof error.code === 'number') {
    const explanation = EXPLANATIONS[error.code];
    if (explanation !== undefined) return explanation;
  }
  if (error instanceof MongoError && error.hasErrorLabel(OVERLOADED)) return 'it is overloaded';
  return error instanceof MongoWriteConcernError ? NOT_CONFIRMED : null;
}

/** insertMany wraps the driver's own errors as if they were the server's. */
function unwrapped(error: unknown): unknown {
  if (!(error instanceof MongoBulkWriteError)) return error;
  const inner: unknown = error.errorResponse;
  return inner instanceof Error ? inner : error;
}

/** The driver passes on what Node says of a socket that breaks while it is written to. */
function isSocketError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && SOCKET_CALLS.includes(String(error.syscall));
}

function isClosed(error: unknown): boolean {
  return [
    MongoNotConnectedError,
    MongoTopologyClosedError,
    MongoClientClosedError,
    MongoServerClosedError,
    MongoExpiredSessionError,
  ].some((kind) => error instanceof kind);
}
