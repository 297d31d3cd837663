import type { IncomingMessage } from 'node:http';
import type { Credentials } from '../domain/access/authenticator.ts';
import { PROJECT_HEADER } from './authentication.ts';
import { clientAddress } from './client-address.ts';

/** What the request that begins a connection says of who sends it. */
export function openingOf({ headers, socket }: IncomingMessage, proxyHops: number): Credentials {
  return {
    authorization: textOf(headers.authorization),
    projectId: textOf(headers[PROJECT_HEADER]),
    address: clientAddress(
      { peer: socket.remoteAddress, forwardedFor: textOf(headers['x-forwarded-for']) },
      proxyHops,
    ),
  };
}

/** Who opens a connection: what it says in its first message, or else in the request that began it. */
export function credentialsOf(params: Record<string, unknown>, opening: Credentials): Credentials {
  return {
    authorization: textOf(params['Authorization'] ?? params['authorization'] ?? opening.authorization),
    projectId: textOf(params[PROJECT_HEADER] ?? opening.projectId),
    address: opening.address,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
