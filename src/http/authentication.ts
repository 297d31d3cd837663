import { createHash, timingSafeEqual } from 'node:crypto';
import { ADMIN_PRINCIPAL } from '../domain/access/principal.ts';
import type { Principal } from '../domain/access/principal.ts';
import type { ServerPlugin } from './exchange.ts';
import { httpError } from './http-error.ts';

export interface AuthenticationOptions {
  /** True lets in who sends no key; for development on a loopback address. */
  open: boolean;
  /** `hashKey` of the admin key; null when there is none. */
  adminKeyHash: string | null;
}

const BEARER = /^Bearer +(\S+)$/i;
export const UNAUTHENTICATED = 'Send a valid key in the header "Authorization: Bearer <key>".';

/** What is stored of a key: its SHA-256 as 64 hexadecimal digits. Keys are long and random, so a slow hash would add nothing. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Who sends this Authorization header (null: none was sent), or null for nobody that is known. The same for HTTP, SSE and WebSocket. */
export function authenticate(
  authorization: string | null,
  { open, adminKeyHash }: AuthenticationOptions,
): Principal | null {
  if (authorization === null) return open ? ADMIN_PRINCIPAL : null;
  const key = BEARER.exec(authorization)?.[1];
  if (key === undefined || adminKeyHash === null) return null;
  // compared by hash, so that the time it takes says nothing of the key
  return timingSafeEqual(Buffer.from(hashKey(key)), Buffer.from(adminKeyHash)) ? ADMIN_PRINCIPAL : null;
}

/** Turns away GraphQL requests of nobody, before their body is read. */
export function useAuthentication(options: AuthenticationOptions): ServerPlugin {
  return {
    onRequestParse({ request, serverContext }) {
      const principal = authenticate(request.headers.get('authorization'), options);
      if (principal === null || !serverContext.exchange) {
        throw httpError(401, 'UNAUTHENTICATED', UNAUTHENTICATED, { 'www-authenticate': 'Bearer' });
      }
      serverContext.exchange.principal = principal;
    },
  };
}
