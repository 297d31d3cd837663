import {
  IdentityProviderUnavailableError,
  ProjectRefusedError,
  TooManyAttemptsError,
  UnauthenticatedError,
} from '../domain/access/access-errors.ts';
import type { Access, Authenticator } from '../domain/access/authenticator.ts';
import { StoreUnavailableError } from '../domain/errors.ts';
import { clientAddress } from './client-address.ts';
import type { ServerContext, ServerPlugin } from './exchange.ts';
import { httpError } from './http-error.ts';

export const PROJECT_HEADER = 'x-tollgate-project';
export const ACCESS_ENDED = 'The key was revoked or has expired.';
/** When to come again after what is soon over, in seconds. */
const SOON_S = 1;

/** How a request is turned away: its HTTP status and headers, and the code with which a WebSocket is closed. */
export interface Refusal {
  status: number;
  closeCode: number;
  code: string;
  message: string;
  headers: Record<string, string>;
}

/** Null for an error that says nothing of the caller. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof UnauthenticatedError) {
    // 4401 and not 4403: clients try again after that one
    return refusal(error, 401, 4401, { 'www-authenticate': 'Bearer' });
  }
  if (error instanceof TooManyAttemptsError) {
    return refusal(error, 429, 4429, { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) });
  }
  if (error instanceof ProjectRefusedError) return refusal(error, 403, 4403);
  if (error instanceof StoreUnavailableError || error instanceof IdentityProviderUnavailableError) {
    // RFC 6455's registry: try again later
    return refusal(error, 503, 1013, { 'retry-after': String(SOON_S) });
  }
  return null;
}

function refusal(
  { code, message }: { code: string; message: string },
  status: number,
  closeCode: number,
  headers: Record<string, string> = {},
): Refusal {
  return { status, closeCode, code, message, headers };
}

/** Lets an HTTP request in, whatever it asks for. Throws a GraphQLError with the status of the refusal. */
export async function authenticateRequest(
  authenticator: Authenticator,
  proxyHops: number,
  { headers }: Pick<Request, 'headers'>,
  { req }: Pick<ServerContext, 'req'>,
): Promise<Access> {
  try {
    return await authenticator.authenticate({
      authorization: headers.get('authorization'),
      projectId: headers.get(PROJECT_HEADER),
      address: clientAddress(
        { peer: req?.socket.remoteAddress, forwardedFor: headers.get('x-forwarded-for') },
        proxyHops,
      ),
    });
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === null) throw error;
    throw httpError(refused.status, refused.code, refused.message, refused.headers);
  }
}

/** Turns away GraphQL requests of nobody, before their body is read. */
export function useAuthentication(authenticator: Authenticator, proxyHops: number): ServerPlugin {
  return {
    async onRequestParse({ request, serverContext }) {
      const access = await authenticateRequest(authenticator, proxyHops, request, serverContext);
      if (serverContext.exchange) serverContext.exchange.access = access;
    },
  };
}
