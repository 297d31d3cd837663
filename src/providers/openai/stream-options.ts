import { ProviderError } from '../../domain/provider/provider-error.ts';
import type { ChatDialect } from './dialect.ts';

interface StreamOptions {
  stream_options?: { include_usage: true };
}

/**
 * Asks for the usage at the end of a stream, until a server refuses the request for that: then never again. The refusal costs nothing and
 * is thrown as retryable, because the same call succeeds the next time.
 */
export function createStreamOptions(
  dialect: ChatDialect,
): <T>(send: (options: StreamOptions) => Promise<T>) => Promise<T> {
  let taken = dialect.takesStreamOptions;
  return async (send) => {
    if (!taken) return send({});
    try {
      return await send({ stream_options: { include_usage: true } });
    } catch (error) {
      if (!(error instanceof ProviderError) || !isRefusal(error)) throw error;
      taken = false;
      const { message, code, category, spent, status, detail, retryAfterMs, requestId } = error;
      throw new ProviderError(message, {
        code,
        category,
        retryable: true,
        spent,
        status,
        detail,
        retryAfterMs,
        requestId,
      });
    }
  };
}

function isRefusal({ status, detail }: ProviderError): boolean {
  return (status === 400 || status === 422) && /stream_options|include_usage/.test(detail ?? '');
}
