import type { ServerPlugin } from './exchange.ts';

/** Headers against a browser that guesses types, frames pages, tells addresses on, or keeps answers (OWASP HTTP Headers Cheat Sheet). */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

export function useResponseHeaders(): ServerPlugin {
  return {
    onResponse({ response }) {
      for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
    },
  };
}
