import type { ServerPlugin } from './exchange.ts';

/**
 * Headers against a browser that guesses types, frames pages, runs what is no page, tells addresses on, lets other sites read, or
 * keeps answers (OWASP HTTP Headers Cheat Sheet).
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** What an answer has that brings none of its own, as a page does. */
export const DEFAULT_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

export function useResponseHeaders(): ServerPlugin {
  return {
    onResponse({ response: { headers } }) {
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
      for (const [name, value] of Object.entries(DEFAULT_HEADERS)) {
        if (!headers.has(name)) headers.set(name, value);
      }
    },
  };
}
