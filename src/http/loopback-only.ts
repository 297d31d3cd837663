import { isLoopbackHost } from '../lib/loopback.ts';
import type { ServerPlugin } from './exchange.ts';
import { httpError } from './http-error.ts';

/**
 * Why a request may not be answered while no key is asked for, or null when it may. A web page of another site can reach a
 * loopback address, also under its own name (DNS rebinding), but the browser then says so in Host, Origin or Sec-Fetch-Site.
 */
export function foreignSiteProblem(
  headers: { host: string | null; origin: string | null; site: string | null },
  allowedOrigins: readonly string[],
): string | null {
  const { host, origin, site } = headers;
  if (host !== null && !isLoopbackHost(hostnameOf(`http://${host}`))) {
    return 'Without a key, Tollgate answers only under a loopback name such as localhost.';
  }
  if (origin !== null && !allowedOrigins.includes(origin) && !isLoopbackHost(hostnameOf(origin))) {
    return 'Without a key, Tollgate answers only to pages of this machine.';
  }
  // what needs no preflight request, such as an image, brings no origin
  if (origin === null && site === 'cross-site')
    return 'Without a key, Tollgate answers only to pages of this machine.';
  return null;
}

function hostnameOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : '';
}

/** Refuses GraphQL requests from other sites' pages. For the open mode only. */
export function useLoopbackOnly(allowedOrigins: readonly string[]): ServerPlugin {
  return {
    onRequestParse({ request: { headers } }) {
      const problem = foreignSiteProblem(
        { host: headers.get('host'), origin: headers.get('origin'), site: headers.get('sec-fetch-site') },
        allowedOrigins,
      );
      if (problem !== null) throw httpError(403, 'FOREIGN_SITE', problem);
    },
  };
}
