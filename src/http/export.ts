import type { Logger } from 'pino';
import type { Access } from '../domain/access/authenticator.ts';
import type { Principal } from '../domain/access/principal.ts';
import type { CallFilter } from '../domain/call/call-filter.ts';
import { parseCallFilter } from '../domain/call/parse-call-filter.ts';
import { EXPORT_FORMATS } from '../domain/call/export-calls.ts';
import type { ExportFormat } from '../domain/call/export-calls.ts';
import { TollgateError, ValidationError } from '../domain/errors.ts';
import { toExportStream } from './export-stream.ts';
import type { ExportEnd } from './export-stream.ts';
import { durationMsOf } from './exchange.ts';
import type { Exchange, ServerContext, ServerPlugin } from './exchange.ts';
import { isGraphQLHttpError } from './http-error.ts';
import { limitExceeded } from './request-limits.ts';
import { createSlots, holderOf } from './slots.ts';
import { endWhenStalled } from './stalled-response.ts';

const PATH = /^\/export\/calls\.(\w+)$/;
const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

export interface ExportOptions {
  /** Who asks. Throws a GraphQLError with an HTTP status for nobody that is known. */
  authenticate: (request: Request, context: ServerContext) => Promise<Access>;
  /** Calls `onEnd` when the access has ended; returns what stops the watch. */
  watch: (access: Access, onEnd: () => void) => () => void;
  /** Gives the calls a piece at a time; a piece can be empty. */
  exportCalls: (principal: Principal, filter: CallFilter, format: ExportFormat) => AsyncGenerator<string>;
  /** Exports that a key may have under way. */
  maxPerKey: number;
  logger: Logger;
}

/**
 * `GET /export/calls.csv` and `.ndjson`: the calls of a filter as a stream, no faster than the client reads. It ends early when
 * the key is revoked, and when the client takes nothing for long.
 */
export function useExport(options: ExportOptions): ServerPlugin {
  const slots = createSlots(options.maxPerKey);

  async function open(request: Request, url: URL, context: ServerContext, format: ExportFormat) {
    const access = await options.authenticate(request, context);
    const { principal } = access;
    const filter = parseCallFilter(url.searchParams);
    const giveBack = slots.take(holderOf(principal));
    if (giveBack === null) {
      const message = `This key has ${options.maxPerKey} exports under way, the most that it may have.`;
      throw limitExceeded(message, 'MAX_EXPORTS_PER_KEY', options.maxPerKey, 429);
    }
    try {
      const pieces = options.exportCalls(principal, filter, format);
      // the first before the head of the answer, which can't be taken back
      const first = await pieces.next();
      let stopWatching = (): void => undefined;
      const { res, exchange } = context;
      const { stream, end } = toExportStream(first, pieces, {
        breakOff: res === undefined ? null : () => res.destroy(),
        onEnd(how, bytes) {
          giveBack();
          stopWatching();
          if (exchange) logExport(options.logger, exchange, principal, { format, bytes, end: how });
        },
      });
      stopWatching = options.watch(access, () => end('access ended'));
      if (res) endWhenStalled(res);
      return stream;
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  return {
    async onRequest(event) {
      const { request, url, fetchAPI, serverContext } = event;
      const extension = PATH.exec(url.pathname)?.[1];
      if (extension === undefined) return;
      const answer = (status: number, body: object, headers = {}): void =>
        event.endResponse(fetchAPI.Response.json(body, { status, headers }));
      const format = EXPORT_FORMATS.find((one) => one === extension);
      if (format === undefined) {
        answer(404, {
          error: { code: 'NOT_FOUND', message: `Export is as ${EXPORT_FORMATS.join(' or ')}.` },
        });
        return;
      }
      if (request.method !== 'GET') {
        answer(405, { error: { code: 'METHOD_NOT_ALLOWED', message: 'Use GET.' } }, { allow: 'GET' });
        return;
      }
      try {
        const stream = await open(request, url, serverContext, format);
        event.endResponse(
          new fetchAPI.Response(stream, {
            headers: {
              'content-type': CONTENT_TYPES[format],
              'content-disposition': `attachment; filename="calls.${format}"`,
            },
          }),
        );
      } catch (error) {
        const { status, body, headers } = toFailure(error);
        answer(status, body, headers);
      }
    },
  };
}

/** Who has taken how much out; not what they looked for. */
function logExport(
  logger: Logger,
  exchange: Exchange,
  { projectId, apiKeyId, subject }: Principal,
  details: { format: ExportFormat; bytes: number; end: ExportEnd },
): void {
  const { requestId } = exchange;
  const durationMs = durationMsOf(exchange);
  logger.info({ requestId, projectId, apiKeyId, subject, ...details, durationMs }, 'export ended');
}

function toFailure(error: unknown): { status: number; body: object; headers: Record<string, string> } {
  if (isGraphQLHttpError(error)) {
    const { http, ...extensions } = error.extensions;
    return {
      status: http.status,
      body: { error: { ...extensions, message: error.message } },
      headers: http.headers,
    };
  }
  if (error instanceof ValidationError) {
    const { code, message, fields } = error;
    return { status: 400, body: { error: { code, message, fields } }, headers: {} };
  }
  if (error instanceof TollgateError) {
    const { code, message } = error;
    return { status: 503, body: { error: { code, message } }, headers: {} };
  }
  throw error;
}
