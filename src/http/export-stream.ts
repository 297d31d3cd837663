/** How an export ended: as a whole, because the client left, because its key was revoked, or because the store failed. */
export type ExportEnd = 'complete' | 'client left' | 'access ended' | 'failed';

export interface ExportStream {
  stream: ReadableStream<Uint8Array>;
  /** Breaks it off: the client sees that its answer is cut short. */
  end: (how: ExportEnd) => void;
}

export interface ExportStreamOptions {
  /** Cuts the connection; null for a request that came through no socket. */
  breakOff: (() => void) | null;
  /** Told once how it ended, and after how many bytes. */
  onEnd: (how: ExportEnd, bytes: number) => void;
}

/** The pieces as bytes, each asked for when there is room for it. */
export function toExportStream(
  first: IteratorResult<string, void>,
  pieces: AsyncGenerator<string>,
  { breakOff, onEnd }: ExportStreamOptions,
): ExportStream {
  const encoder = new TextEncoder();
  let waiting: IteratorResult<string, void> | null = first;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let isDone = false;
  let bytes = 0;

  function finish(how: ExportEnd): void {
    if (isDone) return;
    isDone = true;
    // not awaited: it may be waiting for the store
    pieces.return(undefined).catch(() => undefined);
    onEnd(how, bytes);
  }

  /** A stream that fails on a socket would end the process: whatwg-node leaves that error to nobody. */
  function fail(how: ExportEnd, error: unknown): void {
    finish(how);
    if (breakOff === null) controller?.error(error);
    else breakOff();
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      async pull(given) {
        try {
          while (!isDone) {
            const piece = waiting ?? (await pieces.next());
            waiting = null;
            // ended while it was read
            if (isDone as boolean) return;
            if (piece.done === true) {
              finish('complete');
              given.close();
              return;
            }
            if (piece.value === '') continue;
            const chunk = encoder.encode(piece.value);
            bytes += chunk.length;
            given.enqueue(chunk);
            return;
          }
        } catch (error) {
          fail('failed', error);
        }
      },
      cancel() {
        finish('client left');
      },
    },
    { highWaterMark: 1 },
  );
  return {
    stream,
    end(how) {
      if (isDone) return;
      fail(how, new Error(`the export was broken off: ${how}`));
    },
  };
}
