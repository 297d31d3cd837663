import type { ServerResponse } from 'node:http';

/** How long a stream may hold what its reader doesn't take, in milliseconds: the system doesn't give up a reader that is alive. */
const STALL_MS = 30_000;

/** Ends a stream of events whose reader has taken nothing for `stallMs` to twice that while something waited for it. */
export function endWhenStalled(response: ServerResponse, stallMs = STALL_MS): void {
  let sentBefore = -1;
  const timer = setInterval(() => {
    const { socket } = response;
    if (socket === null) return;
    // what has left this process; what waits in it is counted in both
    const sent = socket.bytesWritten - socket.writableLength;
    if (socket.writableLength > 0 && sent === sentBefore) response.destroy();
    sentBefore = sent;
  }, stallMs);
  timer.unref();
  response.once('close', () => clearInterval(timer));
}

/** Ends the response if it is still there after so many milliseconds. */
export function endAfter(response: ServerResponse, ms: number): void {
  const timer = setTimeout(() => response.destroy(), ms);
  timer.unref();
  response.once('close', () => clearTimeout(timer));
}
