import { isAsyncIterable } from 'graphql-yoga';
import type { LimitReport, RateLimiter } from '../domain/access/rate-limiter.ts';
import type { LimitLeft } from '../domain/access/rate-limits.ts';
import type { Exchange, ServerContext, ServerPlugin } from './exchange.ts';

type Reporter = Pick<RateLimiter, 'reportOf'>;

/** Names of headers as OpenAI's API has them; clients know these. */
const HEADER_NAMES: Readonly<Record<LimitLeft['kind'], string>> = {
  requests: 'requests',
  tokens: 'tokens',
  concurrent_calls: 'concurrent-calls',
};

/** For pages of other origins, which read no header that isn't named to them. */
export const RATE_LIMIT_HEADERS = Object.values(HEADER_NAMES).flatMap((name) => [
  `x-ratelimit-limit-${name}`,
  `x-ratelimit-remaining-${name}`,
]);

/**
 * Says what is left of the key's limits, in `extensions.rateLimits` and, over HTTP, in headers, with Retry-After where one was
 * exceeded. Only after a call was asked for: nothing else is counted.
 */
export function useRateLimitReport(limiter: Reporter): ServerPlugin {
  const reportOf = ({ exchange }: ServerContext): LimitReport | null =>
    exchange ? reportOfExchange(limiter, exchange) : null;
  return {
    onExecute: () => ({
      onExecuteDone({ args, result, setResult }) {
        const report = reportOf(args.contextValue);
        if (report === null || isAsyncIterable(result)) return;
        setResult({ ...result, extensions: { ...result.extensions, ...toExtensions(report) } });
      },
    }),
    onResponse({ response, serverContext }) {
      const report = reportOf(serverContext);
      if (report === null) return;
      for (const { kind, limit, remaining } of tightest(report.left)) {
        response.headers.set(`x-ratelimit-limit-${HEADER_NAMES[kind]}`, String(limit));
        response.headers.set(`x-ratelimit-remaining-${HEADER_NAMES[kind]}`, String(remaining));
      }
      if (report.retryAfterMs !== null)
        response.headers.set('retry-after', String(Math.ceil(report.retryAfterMs / 1000)));
    },
  };
}

/** One of each kind: headers have no room for the model, and who keeps to the one with least left keeps to all. */
function tightest(left: LimitReport['left']): LimitLeft[] {
  const byKind = new Map<LimitLeft['kind'], LimitLeft>();
  for (const one of left) {
    const other = byKind.get(one.kind);
    if (other === undefined || one.remaining < other.remaining) byKind.set(one.kind, one);
  }
  return [...byKind.values()];
}

/** The same for the first result of a stream; null where no call was asked for. */
export function rateLimitExtensions(limiter: Reporter, exchange: Exchange): object | null {
  const report = reportOfExchange(limiter, exchange);
  return report && toExtensions(report);
}

function reportOfExchange(limiter: Reporter, { access }: Exchange): LimitReport | null {
  return access && limiter.reportOf(access.principal);
}

function toExtensions({ left, retryAfterMs }: LimitReport) {
  return {
    rateLimits: {
      left: left.map(({ kind, ...numbers }) => ({ kind: kind.toUpperCase(), ...numbers })),
      retryAfterMs,
    },
  };
}
