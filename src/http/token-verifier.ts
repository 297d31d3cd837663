import { createPublicKey } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { FetchImplementation, JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Clock } from '../lib/clock.ts';
import { IdentityProviderUnavailableError } from '../domain/access/access-errors.ts';
import type { TokenHolder, TokenVerifier } from '../domain/access/authenticator.ts';
import { limitsSchema, toLimits } from '../domain/access/limits-input.ts';
import { DEFAULT_PROJECT_ID, ROLES } from '../domain/access/principal.ts';
import type { RateLimits, Role } from '../domain/access/principal.ts';

/** What tokens are checked with: the keys that a URL shows, one public key in PEM, or a secret shared with the provider. */
export type TokenKeys =
  { kind: 'jwks'; url: string } | { kind: 'publicKey'; pem: string } | { kind: 'secret'; secret: string };

export interface TokenVerifierOptions {
  keys: TokenKeys;
  issuer: string;
  audience: string;
  /** Paths of the claims that say what the holder may do; null for what no claim says. */
  claims: Readonly<Record<'project' | 'agents' | 'models' | 'limits', string | null>> & { role: string };
  /** Of holders whose token says nothing of limits. */
  limits: RateLimits;
  clock: Clock;
}

/** With a key pair only, so that nobody signs with a public key as if it were a secret; and the other way round (RFC 8725, 3.1). */
const ASYMMETRIC = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const SYMMETRIC = ['HS256', 'HS384', 'HS512'];
const CLOCK_TOLERANCE_S = 5;
const KEYS_TIMEOUT_MS = 5_000;
/** Keys are read again after so long, and for a key that isn't known, but no more often than the second says; milliseconds. */
const KEYS_FRESH_MS = 300_000;
const KEYS_COOLDOWN_MS = 10_000;
/** A provider that failed is left alone for so long, in milliseconds: anyone can send what looks like a token. */
const KEYS_RETRY_MS = 1_000;
/** A token that was verified is not verified again for so long, in milliseconds. */
const KNOWN_MS = 60_000;
const KNOWN_MAX = 10_000;
const SUBJECT_MAX = 200;
const NAMES_MAX = 100;

type PrincipalParts = Pick<TokenHolder['principal'], 'role' | 'projectId' | 'agentIds' | 'models' | 'limits'>;

/** Tokens of an identity provider (RFC 7519): signed by it, for this server, and not over. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { issuer, audience, clock } = options;
  const algorithms = options.keys.kind === 'secret' ? SYMMETRIC : ASYMMETRIC;
  const getKey = keysOf(options.keys, clock);
  const verified = new Map<string, { holder: TokenHolder; until: number }>();

  async function payloadOf(token: string): Promise<JWTPayload | null> {
    try {
      const { payload } = await jwtVerify(token, getKey, {
        issuer,
        audience,
        algorithms,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(clock.now()),
      });
      return payload;
    } catch (error) {
      if (error instanceof IdentityProviderUnavailableError) throw error;
      // a wrong token, or one that the key cannot be used for
      if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
      throw error;
    }
  }

  function remember(token: string, holder: TokenHolder): void {
    const [oldest] = verified.keys();
    if (verified.size >= KNOWN_MAX && oldest !== undefined) verified.delete(oldest);
    verified.set(token, { holder, until: Math.min(holder.expiresAt, clock.now() + KNOWN_MS) });
  }

  return {
    known(token) {
      const found = verified.get(token);
      if (found === undefined) return null;
      if (clock.now() < found.until) return found.holder;
      verified.delete(token);
      return null;
    },
    async verify(token) {
      const payload = await payloadOf(token);
      const { sub, exp } = payload ?? {};
      if (payload === null || sub === undefined || sub.length > SUBJECT_MAX || exp === undefined) return null;
      const parts = principalIn(payload, options);
      if (parts === null) return null;
      const holder: TokenHolder = {
        principal: { ...parts, isOperator: false, apiKeyId: null, subject: sub },
        expiresAt: exp * 1000,
      };
      remember(token, holder);
      return holder;
    },
  };
}

function keysOf(keys: TokenKeys, clock: Clock): JWTVerifyGetKey {
  if (keys.kind === 'secret') {
    const secret = new TextEncoder().encode(keys.secret);
    return async () => secret;
  }
  if (keys.kind === 'publicKey') {
    const key = createPublicKey(keys.pem);
    return async () => key;
  }
  const remote = createRemoteJWKSet(new URL(keys.url), {
    timeoutDuration: KEYS_TIMEOUT_MS,
    cacheMaxAge: KEYS_FRESH_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
    [customFetch]: sparingFetch(clock),
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (isOfTheToken(error)) throw error;
      throw new IdentityProviderUnavailableError(error);
    }
  };
}

/** Fetches, and after a failure not again for a while. */
function sparingFetch(clock: Clock): FetchImplementation {
  let retryAt = 0;
  return async (url, options) => {
    if (clock.now() < retryAt) throw new Error('the identity provider has just failed');
    try {
      const response = await fetch(url, options);
      if (response.status !== 200) retryAt = clock.now() + KEYS_RETRY_MS;
      return response;
    } catch (error) {
      retryAt = clock.now() + KEYS_RETRY_MS;
      throw error;
    }
  };
}

/** Of what a token says of its key, and not of the provider. */
function isOfTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

/** Null when a claim that is named is missing, or is not what it must be. */
function principalIn(
  payload: JWTPayload,
  { claims, limits: usual }: TokenVerifierOptions,
): PrincipalParts | null {
  const role = highestRole(textsAt(payload, claims.role));
  const project = claims.project === null ? [DEFAULT_PROJECT_ID] : textsAt(payload, claims.project);
  const agentIds = claims.agents === null ? null : textsAt(payload, claims.agents);
  const models = claims.models === null ? null : textsAt(payload, claims.models);
  const [projectId, ...others] = project;
  if (role === null || projectId === undefined || others.length > 0) return null;
  if (agentIds?.length === 0 || models?.length === 0) return null;
  const limits = claims.limits === null ? usual : limitsAt(payload, claims.limits);
  return limits && { role, projectId, agentIds, models, limits };
}

/** One of several: an identity provider lists all the groups that someone is in. */
function highestRole(names: readonly string[]): Role | null {
  return ROLES.findLast((role) => names.some((name) => name.toLowerCase() === role)) ?? null;
}

/** Limits as a key has them, in an object or as JSON in a text; null for anything else. */
function limitsAt(payload: JWTPayload, path: string): RateLimits | null {
  const value = valueAt(payload, path);
  const { data } = limitsSchema.safeParse(typeof value === 'string' ? parseJson(value) : value);
  return data === undefined ? null : toLimits(data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function valueAt(payload: JWTPayload, path: string): unknown {
  // claims with dots in their names come first: some providers name them by URL
  return payload[path] ?? path.split('.').reduce<unknown>((inside, name) => ownValue(inside, name), payload);
}

/** The texts of a claim that is a text or a list of them; none when it is anything else. */
function textsAt(payload: JWTPayload, path: string): string[] {
  const value = valueAt(payload, path);
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const isText = (one: unknown): one is string => typeof one === 'string' && one !== '';
  return values.length <= NAMES_MAX && values.every(isText) ? values : [];
}

function ownValue(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
