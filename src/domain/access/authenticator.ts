import type { Clock } from '../../lib/clock.ts';
import { ProjectRefusedError, UnauthenticatedError } from './access-errors.ts';
import { principalOf } from './api-key.ts';
import { hasHash, hasKeyShape } from './key-hash.ts';
import type { KeyHash } from './key-hash.ts';
import type { KeyDirectory } from './key-directory.ts';
import { ADMIN_PRINCIPAL } from './principal.ts';
import type { Principal } from './principal.ts';
import type { ProjectDirectory } from './project-directory.ts';

/** What a request says of who sends it; null for what it doesn't say. */
export interface Credentials {
  /** The header Authorization, or the connection parameter of that name. */
  authorization: string | null;
  /** The project that it means to act on. */
  projectId: string | null;
  /** Where it comes from; null for a request without a socket, which no stranger can make. */
  address: string | null;
}

/** That a caller was let in. */
export interface Access {
  principal: Principal;
  /** The same as its key is now, a new object each time: for each operation of a connection that stays open. */
  current(): Principal;
  /** False once the key was revoked or has expired, or the token has ended. */
  isValid(): boolean;
}

/** Who a token of the identity provider is for, and until when. */
export interface TokenHolder {
  principal: Principal;
  /** UTC milliseconds. */
  expiresAt: number;
}

/** Checks the tokens of an identity provider. */
export interface TokenVerifier {
  /** Null for a token that lets nobody in. Throws IdentityProviderUnavailableError. */
  verify(token: string): Promise<TokenHolder | null>;
  /** The same for a token that was verified before; null when that must be done now. */
  known(token: string): TokenHolder | null;
}

/** Counts the wrong credentials of each address, or whatever else is named. */
export interface AttemptGuard {
  /**
   * Begins an attempt, after others of the address where so many are under way that all could be wrong; the returned function is to be
   * told how it ended. Throws TooManyAttemptsError when the address has sent too many wrong ones.
   */
  begin(address: string): Promise<(isWrong: boolean) => Promise<void>>;
}

export interface AuthenticatorParts {
  /** True lets in who sends no key; for development on a loopback address. */
  open: boolean;
  /** `hashKey` of the admin key; null when there is none. */
  adminKeyHash: string | null;
  hashOf: KeyHash;
  keys: KeyDirectory;
  projects: ProjectDirectory;
  /** Null when no identity provider is configured. */
  tokens: TokenVerifier | null;
  attempts: AttemptGuard;
  clock: Clock;
  /** How often those who are watched are looked at, in milliseconds. */
  watchMs: number;
}

/** The one way in: for HTTP, SSE and WebSocket alike. */
export interface Authenticator {
  /**
   * Lets a caller in. A key or token that is known costs no read of the store. Throws UnauthenticatedError, TooManyAttemptsError,
   * ProjectRefusedError, IdentityProviderUnavailableError, StoreUnavailableError.
   */
  authenticate(credentials: Credentials): Promise<Access>;
  /** Calls `onEnd` once when the access has ended, within `watchMs` after it is known. Returns what stops the watch. */
  watch(access: Access, onEnd: () => void): () => void;
  close(): void;
}

const BEARER = /^Bearer +(\S+)$/i;
const TOKEN_SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const ALWAYS = (): boolean => true;

/** Counted apart, so that a program with an old key doesn't keep the operator out who has the same address. */
function guessesOf(address: string): string {
  return `operator ${address}`;
}

export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  const { keys, tokens, projects, attempts, clock } = parts;
  const watched = new Set<{ access: Access; onEnd: () => void }>();

  function operator(): Access {
    return { principal: ADMIN_PRINCIPAL, current: () => ADMIN_PRINCIPAL, isValid: ALWAYS };
  }

  function ofKey(hash: string, principal: Principal): Access {
    const current = (): Principal => {
      const key = keys.known(hash);
      return key === null ? principal : principalOf(key);
    };
    return { principal, current, isValid: () => keys.isOpen(hash) };
  }

  function ofToken({ principal, expiresAt }: TokenHolder): Access {
    return { principal, current: () => principal, isValid: () => clock.now() < expiresAt };
  }

  async function identify({ authorization, address }: Credentials): Promise<Access> {
    if (authorization === null) {
      if (parts.open) return operator();
      throw new UnauthenticatedError();
    }
    const secret = BEARER.exec(authorization)?.[1] ?? '';
    const isKey = hasKeyShape(secret);
    const hash = isKey ? parts.hashOf(secret) : '';
    const known = isKey ? keys.known(hash) : null;
    if (known !== null) return ofKey(hash, principalOf(known));
    const isToken = tokens !== null && TOKEN_SHAPE.test(secret);
    const holder = isToken ? tokens.known(secret) : null;
    if (holder !== null) return ofToken(holder);
    const lookUp = async (): Promise<Access | null> => {
      const key = isKey ? await keys.find(hash) : null;
      if (key !== null) return ofKey(hash, principalOf(key));
      const verified = isToken ? await tokens.verify(secret) : null;
      return verified && ofToken(verified);
    };
    // a key of the operator's own making may be one that can be guessed, and those of ours can't
    const access = await counted(address !== null && !isKey ? guessesOf(address) : null, async () => {
      if (parts.adminKeyHash !== null && hasHash(secret, parts.adminKeyHash)) return operator();
      // this costs something, which is not for those who only guess
      return counted(address, lookUp);
    });
    if (access === null) throw new UnauthenticatedError();
    return access;
  }

  /** Looks who it is, as an attempt of that name; null is a wrong one. */
  async function counted(name: string | null, look: () => Promise<Access | null>): Promise<Access | null> {
    if (name === null) return look();
    const end = await attempts.begin(name);
    let isWrong = false;
    try {
      const access = await look();
      isWrong = access === null;
      return access;
    } finally {
      await end(isWrong);
    }
  }

  /** The access on the project that was named: only the operator can name another than its own. */
  async function onProject(access: Access, projectId: string | null): Promise<Access> {
    const { principal } = access;
    const wanted = projectId ?? principal.projectId;
    const mayAct = wanted === principal.projectId || principal.isOperator;
    if (!mayAct || !(await projects.has(wanted))) throw new ProjectRefusedError();
    // each operation has a principal of its own
    const current = (): Principal => ({ ...access.current(), projectId: wanted });
    return { ...access, current, principal: { ...principal, projectId: wanted } };
  }

  const stop = clock.every(parts.watchMs, async () => {
    for (const one of [...watched]) {
      if (one.access.isValid()) continue;
      watched.delete(one);
      one.onEnd();
    }
  });

  return {
    authenticate: async (credentials) => onProject(await identify(credentials), credentials.projectId),
    watch(access, onEnd) {
      const one = { access, onEnd };
      watched.add(one);
      return () => void watched.delete(one);
    },
    close() {
      stop();
      watched.clear();
    },
  };
}
