import { StoreUnavailableError } from '../../domain/errors.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html) that say something of the file or the disk and nothing of the statement. */
const EXPLANATIONS: Readonly<Record<number, string>> = {
  3: 'access to it was denied',
  5: 'another process kept it locked for too long',
  6: 'another connection kept it locked for too long',
  7: 'there is not enough memory',
  8: 'it can only be read; check the permissions of the file and its folder',
  10: 'the disk failed to read or write',
  11: 'it is damaged',
  13: 'the disk is full',
  14: 'it cannot be opened; check the path and the permissions of the file and its folder',
  15: 'its lock protocol failed',
  26: 'it is not an SQLite database',
};
const BUSY = 5;
const CANNOT_OPEN = 14;
const DAMAGED: readonly number[] = [11, 26];
const PRIMARY_CODE_BITS = 0xff;

/**
 * The error of a database that can't answer, for an error that SQLite gave for that reason; null for any other error,
 * which only concerns the operation that it came from. Callers of the API see it, so it doesn't name the file.
 */
export function toStoreFailure(error: unknown): StoreUnavailableError | null {
  const explanation = explanationOf(error);
  if (explanation === undefined) return null;
  return new StoreUnavailableError(`The database cannot be used: ${explanation}.`, error);
}

/** The same of a database that is being opened, for the person who starts Tollgate: it names the file, and the way out. */
export function toOpeningFailure(error: unknown, path: string): StoreUnavailableError | null {
  const explanation = explanationOf(error);
  if (explanation === undefined) return null;
  if (DAMAGED.includes(primaryCodeOf(error) ?? 0)) return damaged(path, explanation, error);
  return new StoreUnavailableError(`The database ${path} cannot be used: ${explanation}.`, error);
}

/** The error of a file whose content is wrong, with the way out. */
export function damaged(path: string, finding: string, cause?: unknown): StoreUnavailableError {
  return new StoreUnavailableError(
    `The database ${path} cannot be used: ${finding}. Restore it from a backup, or save what can still be read with ` +
      `"sqlite3 ${path} .recover | sqlite3 recovered.db" and start with the recovered file.`,
    cause,
  );
}

/** True when another connection has the lock. */
export function isBusy(error: unknown): boolean {
  return primaryCodeOf(error) === BUSY;
}

function explanationOf(error: unknown): string | undefined {
  const code = primaryCodeOf(error);
  return code === null ? undefined : EXPLANATIONS[code];
}

function primaryCodeOf(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  if ('rawCode' in error && typeof error.rawCode === 'number') return error.rawCode & PRIMARY_CODE_BITS;
  // a connection that can't be opened is a plain Error in libsql
  return error.message.startsWith('ConnectionFailed') ? CANNOT_OPEN : null;
}
