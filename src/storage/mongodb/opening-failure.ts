import { MongoCompatibilityError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import type { TopologyDescription } from 'mongodb';
import { StoreUnavailableError } from '../../domain/errors.ts';
import { secretsInUrl } from '../../lib/url-secrets.ts';
import { explanationOf } from './store-failure.ts';

/** The oldest that Tollgate is made for; the driver alone would speak to 4.4. */
const OLDEST_MAJOR = 6;
const BAD_VALUE = 2;
/** Unauthorized and AuthenticationFailed of MongoDB, AtlasError of Atlas. */
const LOGIN_CODES: readonly unknown[] = [13, 18, 8000];
const MAJORITY_CODES: readonly unknown[] = [64, 79, 100];

/**
 * The error of a server that cannot be used, for the person who starts Tollgate: it names the hosts and the way out. Null for
 * an error that says nothing of the server.
 */
export function toOpeningFailure(error: unknown, hosts: string): StoreUnavailableError | null {
  const reason = openingReason(error);
  return reason === null
    ? null
    : new StoreUnavailableError(`MongoDB at ${hosts} cannot be used: ${reason}`, error);
}

const NEEDED = `Tollgate needs MongoDB ${OLDEST_MAJOR} or newer.`;

/**
 * Throws StoreUnavailableError for a server of a version that Tollgate is not made for, and for one that doesn't say which it
 * has. `version` is that of `buildInfo`.
 */
export function refuseOldServer(version: unknown, hosts: string): void {
  const major = typeof version === 'string' ? Number.parseInt(version, 10) : NaN;
  if (major >= OLDEST_MAJOR) return;
  const found = typeof version === 'string' ? `it is MongoDB ${version}` : 'it does not tell its version';
  throw new StoreUnavailableError(`MongoDB at ${hosts} cannot be used: ${found}. ${NEEDED}`);
}

/** The error of a URL that the driver refuses. It shows nothing of the URL that may be secret. */
export function toUrlFailure(error: unknown, url: string): StoreUnavailableError {
  const message = error instanceof Error ? error.message : String(error);
  // also a password that was not encoded as it should be
  const login = /\/\/(.*)@/.exec(url)?.[1]?.split(':') ?? [];
  const isSafe = [...login, ...secretsInUrl(url)].every((part) => part === '' || !message.includes(part));
  return new StoreUnavailableError(
    `The MongoDB URL of the store cannot be used${isSafe ? `: ${message}` : '.'}`,
    isSafe ? error : undefined,
  );
}

function openingReason(error: unknown): string | null {
  if (isTooOld(error)) return `it is too old. ${NEEDED}`;
  if (error instanceof MongoServerError) {
    if (LOGIN_CODES.includes(error.code))
      return `it refused the user of the URL (${error.message}). Check user name, password, authSource, and that the user may read, write and make indexes in the database.`;
    if (error.code === BAD_VALUE && error.message.includes('journal'))
      return 'it keeps no journal, so that a write could be lost after it was acknowledged. Start it with journaling.';
    if (MAJORITY_CODES.includes(error.code))
      return `a majority of its members did not confirm a write (${error.message}). Check that most members of the replica set that hold data are up.`;
  }
  if (error instanceof MongoServerSelectionError)
    return `${whatServersSay(error)}. Check that it runs, that it has a primary, and that this machine can reach it.`;
  if (isFailedLookup(error)) return `its host name cannot be resolved (${error.message}).`;
  const explanation = explanationOf(error);
  return explanation === null ? null : `${explanation}.`;
}

function isTooOld(error: unknown): boolean {
  const servers = [...(topologyOf(error)?.servers.values() ?? [])];
  return [error, ...servers.map((server) => server.error)].some(
    (reason) =>
      reason instanceof MongoCompatibilityError ||
      // those before 5 don't know the versions of the API
      (reason instanceof MongoServerError && reason.message.includes('apiVersion')),
  );
}

function isFailedLookup(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && /^(query|getaddrinfo)/.test(String(error.syscall));
}

/** What the driver last knew of each server that it tried, or that it found no primary among them. */
function whatServersSay(error: MongoServerSelectionError): string {
  const failures = [...(topologyOf(error)?.servers.values() ?? [])].flatMap((server) =>
    server.error ? [server.error.message] : [],
  );
  return failures.length > 0 ? [...new Set(failures)].join('; ') : 'no member that takes writes answers';
}

function topologyOf(error: unknown): TopologyDescription | null {
  return error instanceof MongoServerSelectionError ? (error.reason ?? null) : null;
}
