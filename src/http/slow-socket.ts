import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { SubscriberTooSlowError } from '../domain/errors.ts';

/** A close code of our own (RFC 6455, 7.4.2): the client did not take what was sent to it. It may come back at once. */
export const TOO_SLOW = 4460;
/** How long a client has to take its last events and the error after them, in milliseconds. */
export const LINGER_MS = 10_000;
/** What may wait in memory for one connection before another message is a message too many, in bytes. */
const BUFFERED_MAX_BYTES = 16_777_216;
/** Below this a message is not waited for, in bytes. */
const UNAWAITED_MAX_BYTES = 16_384;
const CLOSE_TIMEOUT_MS = 5_000;

/** Closes a connection whose client is too slow; the reason names the cursor to go on from, when there is one. */
export function closeTooSlow(socket: WebSocket, error: SubscriberTooSlowError | null): void {
  const reason = error ? `${error.code}: resume after ${error.cursor}` : 'too much waits to be read';
  closeWithin(CLOSE_TIMEOUT_MS, socket, TOO_SLOW, reason);
}

/** Says why, and cuts a client off that has not closed its side within `ms`; ws would wait for it for 30 seconds. */
export function closeWithin(ms: number, socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), ms);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}

/** Cuts a client off that sends more bytes than that, whole messages or not; the returned function ends the watch. */
export function cutOffAbove(bytesMax: number, socket: WebSocket, wire: Duplex): () => void {
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes > bytesMax) socket.terminate();
  };
  wire.on('data', count);
  return () => void wire.off('data', count);
}

/**
 * What sends messages over a socket on that wire. Those of one turn of the event loop leave together. Resolves at once while little waits
 * to be read, and else when the message has left, so that a slow client holds up its own events and not the server's memory. One that
 * asks and asks and reads no answer is cut off.
 */
export function createSender(socket: WebSocket, wire: Duplex): (message: string) => Promise<void> {
  let isCorked = false;
  const uncork = (): void => {
    isCorked = false;
    wire.uncork();
  };

  return async (message) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > BUFFERED_MAX_BYTES) return closeTooSlow(socket, null);
    if (!isCorked) {
      isCorked = true;
      wire.cork();
      process.nextTick(uncork);
    }
    // a failure means that the connection is lost, and its close event follows
    if (socket.bufferedAmount < UNAWAITED_MAX_BYTES) return socket.send(message);
    await new Promise<void>((resolve) => socket.send(message, () => resolve()));
  };
}
