import type { ServerResponse } from 'node:http';
import { UnauthenticatedError } from '../domain/access/access-errors.ts';
import type { Access, Authenticator } from '../domain/access/authenticator.ts';
import type { Principal } from '../domain/access/principal.ts';
import type { CallFilter } from '../domain/call/call-filter.ts';
import { parseCallFilter } from '../domain/call/parse-call-filter.ts';
import { EXPORT_FORMATS } from '../domain/call/export-calls.ts';
import type { ExportFormat } from '../domain/call/export-calls.ts';
import { TollgateError, ValidationError } from '../domain/errors.ts';
import type { ServerContext, ServerPlugin } from './exchange.ts';
import { isGraphQLHttpError } from './http-error.ts';

const PATH = /^\/export\/calls\.(\w+)$/;
const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

export interface ExportOptions {
  /** Who asks. Throws a GraphQLError with an HTTP status for nobody that is known. */
  authenticate: (request: Request, context: ServerContext) => Promise<Access>;
  /** Tells when the access ends. */
  watch: Authenticator['watch'];
  /** Gives the calls a page at a time. */
  exportCalls: (principal: Principal, filter: CallFilter, format: ExportFormat) => AsyncGenerator<string>;
}

/** `GET /export/calls.csv` and `.ndjson`: the calls of a filter as a stream, no faster than the client reads. */
export function useExport({ authenticate, watch, exportCalls }: ExportOptions): ServerPlugin {
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
        const access = await authenticate(request, serverContext);
        const filter = parseCallFilter(url.searchParams);
        const pages = exportCalls(access.principal, filter, format);
        // the first page before the head of the answer, which can't be taken back
        const first = await pages.next();
        event.endResponse(
          new fetchAPI.Response(
            toStream(first, pages, (onEnd) => watch(access, onEnd), serverContext.res),
            {
              headers: {
                'content-type': CONTENT_TYPES[format],
                'content-disposition': `attachment; filename="calls.${format}"`,
              },
            },
          ),
        );
      } catch (error) {
        const { status, body, headers } = toFailure(error);
        answer(status, body, headers);
      }
    },
  };
}

/**
 * The pages as they are asked for. When the access ends, or the store fails, the answer is cut off, which the client can tell
 * from its end.
 */
function toStream(
  first: IteratorResult<string, void>,
  pages: AsyncGenerator<string>,
  watch: (onEnd: () => void) => () => void,
  res: ServerResponse | undefined,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: IteratorResult<string, void> | null = first;
  let stopWatching = (): void => undefined;
  const end = async (): Promise<void> => {
    stopWatching();
    await pages.return(undefined);
  };
  const cutOff = (controller: ReadableStreamDefaultController, error: unknown): void => {
    // the error of a body that is being sent is nobody's to catch, and would end the process
    if (res === undefined) controller.error(error);
    else res.destroy();
    void end();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stopWatching = watch(() => cutOff(controller, new UnauthenticatedError()));
      },
      // asked for when there is room
      async pull(controller) {
        try {
          const page = next ?? (await pages.next());
          next = null;
          if (page.done !== true) return controller.enqueue(encoder.encode(page.value));
          stopWatching();
          controller.close();
        } catch (error) {
          cutOff(controller, error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}

function toFailure(error: unknown): { status: number; body: object; headers: Record<string, string> } {
  if (isGraphQLHttpError(error)) {
    const { code, http } = error.extensions;
    return { status: http.status, body: { error: { code, message: error.message } }, headers: http.headers };
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
