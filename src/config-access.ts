import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { variable, wholeNumber } from './config-variable.ts';
import { limitsSchema, toLimits } from './domain/access/limits-input.ts';
import type { RateLimits } from './domain/access/principal.ts';
import { LOOPBACK_HOSTS } from './lib/loopback.ts';

/** What an HTTP header can carry (RFC 9110, 5.5), without spaces. */
export const HEADER_SAFE = /^[\x21-\x7e]+$/;
const text = z.string();
/** A claim, or a path to one inside others: `realm_access.roles`. */
const claimSchema = z.string().regex(/^[^\s.]+(\.[^\s.]+)*$/);
const claimsSchema = z.strictObject({
  role: claimSchema.default('role'),
  project: claimSchema.nullable().default(null),
  agents: claimSchema.nullable().default(null),
  models: claimSchema.nullable().default(null),
  limits: claimSchema.nullable().default(null),
});

/** Where a token says what its holder may do; null for what no claim says. */
export type TokenClaims = z.output<typeof claimsSchema>;

/** What tokens are checked with. */
export type TokenKeys =
  { kind: 'jwks'; url: string } | { kind: 'publicKey'; pem: string } | { kind: 'secret'; secret: string };

export interface TokensConfig {
  keys: TokenKeys;
  issuer: string;
  audience: string;
  claims: TokenClaims;
  /** Of holders whose token says nothing of limits. */
  limits: RateLimits;
}

export interface AccessConfig {
  open: boolean;
  adminKey: string | null;
  keySecret: string | null;
  failuresPerMinute: number;
  /** Null when no identity provider is configured. */
  tokens: TokensConfig | null;
}

/** Who gets in. */
export const accessVariables = {
  TOLLGATE_ADMIN_KEY: variable({
    schema: text.regex(HEADER_SAFE).min(16).optional(),
    default: null,
    meaning:
      'The key that clients send as "Authorization: Bearer <key>". Absent: one is made at the first start and shown once.',
    accepted: 'at least 16 printable ASCII characters without spaces',
    secret: true,
  }),
  TOLLGATE_OPEN: variable({
    schema: z.enum(['true', 'false']).transform((value) => value === 'true'),
    default: 'false',
    meaning: 'true lets every program on this machine in without a key. For development.',
    accepted: `true or false; true only while HOST is one of ${LOOPBACK_HOSTS.join(', ')}`,
    isSwitch: true,
  }),
  TOLLGATE_KEY_SECRET: variable({
    schema: text.regex(HEADER_SAFE).min(32).optional(),
    default: null,
    meaning:
      'The secret of the hashes that are kept of API keys; the same for all processes, and a new one makes every key invalid. Absent: one is made at the first start and kept in the store.',
    accepted: 'at least 32 printable ASCII characters without spaces',
    secret: true,
  }),
  AUTH_FAILURES_PER_MINUTE: wholeNumber(
    30,
    1,
    1_000_000,
    'Wrong keys in a minute after which an address is answered 429 for the rest of it.',
  ),
  TRUSTED_PROXY_HOPS: wholeNumber(
    0,
    0,
    10,
    'How many proxies stand in front of the server and add the address of who asked them to X-Forwarded-For.',
  ),
  JWT_JWKS_URL: variable({
    schema: z.url({ protocol: /^https?$/ }).optional(),
    default: null,
    meaning:
      'Where an identity provider shows the public keys of its tokens, which are let in beside API keys. Needs JWT_ISSUER and JWT_AUDIENCE.',
    accepted: 'an http:// or https:// URL; one of JWT_JWKS_URL, JWT_PUBLIC_KEY and JWT_SECRET',
  }),
  JWT_PUBLIC_KEY: variable({
    schema: text
      .transform((pem) => pem.replaceAll('\\n', '\n'))
      .refine(isPublicKey)
      .optional(),
    default: null,
    meaning: 'The public key of the tokens, in place of JWT_JWKS_URL.',
    accepted: 'a public key in PEM, whose line ends may be written as \\n',
    fromFile: true,
  }),
  JWT_SECRET: variable({
    schema: text.min(32).optional(),
    default: null,
    meaning: 'The shared secret of tokens with HMAC, in place of JWT_JWKS_URL.',
    accepted: 'at least 32 characters',
    secret: true,
  }),
  JWT_ISSUER: variable({
    schema: text.max(1_000).optional(),
    default: null,
    meaning: 'What tokens must have as iss.',
    accepted: 'the issuer of the identity provider, at most 1000 characters',
  }),
  JWT_AUDIENCE: variable({
    schema: text.max(1_000).optional(),
    default: null,
    meaning: 'What tokens must have as aud, or among it.',
    accepted: 'the audience that stands for this server, at most 1000 characters',
  }),
  JWT_CLAIMS: variable({
    schema: text.transform(parseJson).pipe(claimsSchema),
    default: '{"role": "role"}',
    meaning:
      'The claims that say what the holder of a token may do: its role, and if you name them, its project, agents, models and limits. What is named must be there.',
    accepted:
      'JSON such as {"role": "realm_access.roles", "project": "tenant", "agents": "agents", "models": "models", "limits": "limits"}',
  }),
  JWT_LIMITS: variable({
    schema: text.transform(parseJson).pipe(limitsSchema).optional(),
    default: null,
    meaning:
      'What each holder of a token may use, over all instances together, unless JWT_CLAIMS names a claim for it. Absent: without limits.',
    accepted: 'limits as of a key, in JSON such as {"requestsPerMinute": 60, "concurrentCalls": 4}',
  }),
};

type Shape = { [Name in keyof typeof accessVariables]: (typeof accessVariables)[Name]['schema'] };
type AccessEnvironment = z.output<z.ZodObject<Shape>>;

export function toAccess(env: AccessEnvironment): AccessConfig {
  return {
    open: env.TOLLGATE_OPEN,
    adminKey: env.TOLLGATE_ADMIN_KEY ?? null,
    keySecret: env.TOLLGATE_KEY_SECRET ?? null,
    failuresPerMinute: env.AUTH_FAILURES_PER_MINUTE,
    tokens: toTokens(env),
  };
}

function toTokens(env: AccessEnvironment): TokensConfig | null {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_CLAIMS: claims } = env;
  const limits = toLimits(env.JWT_LIMITS);
  const [keys] = keysIn(env);
  return keys === undefined || issuer === undefined || audience === undefined
    ? null
    : { keys, issuer, audience, claims, limits };
}

function keysIn(env: Partial<Record<string, unknown>>): TokenKeys[] {
  const { JWT_JWKS_URL: url, JWT_PUBLIC_KEY: pem, JWT_SECRET: secret } = env;
  return [
    ...(typeof url === 'string' ? [{ kind: 'jwks', url } as const] : []),
    ...(typeof pem === 'string' ? [{ kind: 'publicKey', pem } as const] : []),
    ...(typeof secret === 'string' ? [{ kind: 'secret', secret } as const] : []),
  ];
}

/** What is wrong with the variables together; `values` are those that are set. */
export function accessProblems(values: Partial<Record<string, string>>): string[] {
  const isSet = (name: string): boolean => values[name] !== undefined;
  const [keys, ...moreKeys] = ['JWT_JWKS_URL', 'JWT_PUBLIC_KEY', 'JWT_SECRET'].filter(isSet);
  const checks = ['JWT_ISSUER', 'JWT_AUDIENCE'];
  if (keys === undefined) {
    return [...checks, 'JWT_LIMITS']
      .filter(isSet)
      .map((name) => `${name} is set, and none of JWT_JWKS_URL, JWT_PUBLIC_KEY and JWT_SECRET.`);
  }
  return [
    ...moreKeys.map((name) => `${name} is set beside ${keys}. Accepted: one of them.`),
    // without these, a token that the provider gave for another service would be let in
    ...checks
      .filter((name) => !isSet(name))
      .map((name) => `${name} is not set, and tokens are checked against it.`),
  ];
}

function isPublicKey(pem: string): boolean {
  try {
    // a private key would be taken too, and does not belong here
    return !pem.includes('PRIVATE') && createPublicKey(pem).type === 'public';
  } catch {
    return false;
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
